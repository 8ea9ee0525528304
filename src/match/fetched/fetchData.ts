import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { checkOptions, describe } from "../../core/check";
import { didYouMean } from "../../core/suggest";

/** Data of others that is not shipped, for its size or its licence. */
export interface DataSource {
  readonly url: string;
  readonly file: string;
  readonly about: string;
  readonly licence: string;
}

/** What {@link fetchData} knows by name. */
export const DATA_SOURCES: Readonly<Record<string, DataSource>> = {
  attack: {
    url: "https://raw.githubusercontent.com/mitre/cti/master/enterprise-attack/enterprise-attack.json",
    file: "enterprise-attack.json",
    about: "MITRE ATT&CK for Enterprise as a STIX bundle",
    licence:
      "ATT&CK Terms of Use: (c) The MITRE Corporation. This work is reproduced and distributed with the permission of The MITRE Corporation. https://attack.mitre.org/resources/legal-and-branding/terms-of-use/",
  },
  lolbas: {
    url: "https://lolbas-project.github.io/api/lolbas.json",
    file: "lolbas.json",
    about: "LOLBAS: programs of Windows that intruders use",
    licence: "GPL-3.0: https://github.com/LOLBAS-Project/LOLBAS/blob/master/LICENSE",
  },
};

/** Options of {@link fetchData}. */
export interface FetchOptions {
  /** Where data is kept. @default dataFolder() */
  readonly folder?: string;
  /** Another place to fetch it from, such as a mirror. @default that of the source */
  readonly url?: string;
  /** The SHA-256 that the content must have, 64 hexadecimal digits. @default the one recorded at the first fetch */
  readonly sha256?: string;
  /** Takes content that differs from what was recorded, and records it anew. @default false */
  readonly update?: boolean;
}

/** What was fetched. */
export interface Fetched {
  readonly name: string;
  readonly path: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly licence: string;
  /** What its hash was checked against; "nothing" for a first fetch without one. */
  readonly checked: "given hash" | "recorded hash" | "nothing";
}

/** Largest download. */
const MAX_BYTES = 512 * 2 ** 20;
const MAX_REDIRECTS = 5;
const PINS = "pins.json";

/** The folder for fetched data: `HUNTBOOK_DATA`, or `.huntbook/data` in the home folder. */
export function dataFolder(): string {
  return process.env.HUNTBOOK_DATA ?? join(homedir(), ".huntbook", "data");
}

/** The path of data that was fetched before; undefined for none. Never goes to the network. */
export function fetchedPath(name: string, folder: string = dataFolder()): string | undefined {
  const path = join(folder, sourceOf("fetchedPath", name).file);
  return existsSync(path) ? path : undefined;
}

/**
 * Fetches data of others into the data folder, where it can be used without a network from then on.
 *
 * Its SHA-256 is checked: against `sha256`, or against the one that the first fetch recorded, in `pins.json` of the
 * folder. Content that differs is not kept unless `update` says so. Only `https`, but for this machine. Throws a
 * `TypeError` for an unknown name, a `RangeError` for another hash or too much content, and what the network throws.
 */
export async function fetchData(name: string, options: FetchOptions = {}): Promise<Fetched> {
  checkOptions("fetchData", options, ["folder", "url", "sha256", "update"]);
  const source = sourceOf("fetchData", name);
  const { folder = dataFolder(), url = source.url, sha256, update = false } = options;
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/i.test(sha256)) {
    throw new TypeError(`fetchData: sha256 must be 64 hexadecimal digits, got ${describe(sha256)}`);
  }
  const pins = readPins(folder);
  const recorded = update ? undefined : pins[name];
  const content = await download(url);
  const got = createHash("sha256").update(content).digest("hex");
  const wanted = sha256?.toLowerCase() ?? recorded;
  if (wanted !== undefined && got !== wanted) {
    const way = sha256 === undefined ? "; look at what changed, then fetch with update" : "";
    throw new RangeError(`fetchData: SHA-256 of ${name} must be ${wanted}, got ${got}${way}`);
  }
  mkdirSync(folder, { recursive: true });
  const path = join(folder, source.file);
  writeWhole(path, content);
  writeWhole(join(folder, `${source.file}.licence.txt`), `${source.about}\n${source.licence}\n${url}\n`);
  writeWhole(join(folder, PINS), `${JSON.stringify({ ...pins, [name]: got }, null, 1)}\n`);
  const checked = sha256 !== undefined ? "given hash" : recorded !== undefined ? "recorded hash" : "nothing";
  return { name, path, sha256: got, bytes: content.length, licence: source.licence, checked };
}

function sourceOf(where: string, name: string): DataSource {
  if (Object.hasOwn(DATA_SOURCES, name)) return DATA_SOURCES[name]!;
  const known = Object.keys(DATA_SOURCES);
  throw new TypeError(
    `${where}: name must be one of ${known.join(", ")}, got ${describe(name)}${didYouMean(String(name), known)}`,
  );
}

function readPins(folder: string): Record<string, string> {
  const path = join(folder, PINS);
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, string>) : {};
}

/** A reader sees the old content or the new one, never a part. */
function writeWhole(path: string, content: string | Buffer): void {
  const draft = `${path}.${process.pid}.part`;
  writeFileSync(draft, content);
  renameSync(draft, path);
}

/** Redirects are followed by hand, so that each target is checked. */
async function download(url: string): Promise<Buffer> {
  let target = new URL(url);
  for (let i = 0; i <= MAX_REDIRECTS; i++) {
    const isLocal = ["127.0.0.1", "localhost", "[::1]"].includes(target.hostname);
    if (target.protocol !== "https:" && !(target.protocol === "http:" && isLocal)) {
      throw new TypeError(`fetchData: url must be https, got ${describe(target.href)}`);
    }
    const response = await fetch(target, { redirect: "manual" });
    const location = response.headers.get("location");
    if (response.status >= 300 && response.status < 400 && location !== null) {
      await response.body?.cancel();
      target = new URL(location, target);
      continue;
    }
    if (!response.ok || response.body === null) {
      throw new Error(`fetchData: server said ${response.status} for ${describe(target.href)}`);
    }
    return bounded(response.body as unknown as AsyncIterable<Uint8Array>);
  }
  throw new Error(`fetchData: more than ${MAX_REDIRECTS} redirects from ${describe(url)}`);
}

async function bounded(body: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MAX_BYTES)
      throw new RangeError(`fetchData: content must be at most ${MAX_BYTES} bytes, got more`);
    parts.push(part);
  }
  return Buffer.concat(parts);
}
