import { Readable } from "node:stream";
import { extract } from "tar-stream";
import type { IssueSink } from "../../../core/issue";
import { ByteStream } from "../../../evidence/byteStream";
import { expandPaths } from "../../../evidence/expandPaths";
import { type Source, unpack } from "../../../evidence/unpack";

/** The text of one rule file. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}

/** Largest rule file. */
const MAX_FILE = 2 ** 19;
/** Limits of an archive of rules. */
const LIMITS = { maxBytes: 2 ** 30, maxMembers: 100_000 };
const TAR_MAGIC = 257;

/**
 * The texts of rule files behind paths, folders, globs and archives, in a stable order.
 *
 * Only `.yml` and `.yaml` are rules; what else lies in a folder or an archive is passed over. Other faults become
 * issues.
 */
export async function* ruleFiles(paths: readonly string[], issues: IssueSink): AsyncGenerator<RuleFile> {
  for (const { path } of expandPaths(paths, issues)) {
    if (!RULE.test(path) && !ARCHIVE.test(path)) {
      if (paths.includes(path)) {
        issues({ path, place: "", reason: "neither a rule (.yml, .yaml) nor an archive of rules" });
      }
      continue;
    }
    try {
      for await (const source of unpack(path, issues, LIMITS)) yield* filesOf(source, issues);
    } catch (error) {
      issues({ path, place: "", reason: (error as Error).message });
    }
  }
}

const RULE = /\.ya?ml(?:\.gz)?$/i;
const ARCHIVE = /\.(?:tar|tgz|tar\.gz|zip)$/i;

async function* filesOf(source: Source, issues: IssueSink): AsyncGenerator<RuleFile> {
  const head = await source.bytes.peek(TAR_MAGIC + 5);
  if (head.toString("latin1", TAR_MAGIC, TAR_MAGIC + 5) === "ustar") yield* tarMembers(source, issues);
  else if (RULE.test(source.path)) yield* oneFile(source.path, source.bytes, issues);
  else await source.bytes.cancel();
}

async function* oneFile(path: string, bytes: ByteStream, issues: IssueSink): AsyncGenerator<RuleFile> {
  try {
    yield { path, text: (await bytes.all(MAX_FILE)).toString("utf8") };
  } catch (error) {
    issues({ path, place: "", reason: (error as Error).message });
  }
}

/** A member as the package gives it. */
interface TarEntry extends AsyncIterable<Buffer> {
  readonly header: { readonly name: string; readonly size?: number; readonly type?: string | null };
  resume(): void;
}

async function* tarMembers(source: Source, issues: IssueSink): AsyncGenerator<RuleFile> {
  const tar = extract();
  const input = Readable.from(source.bytes);
  input.on("error", (error) => tar.destroy(error));
  let members = 0;
  for await (const entry of input.pipe(tar) as AsyncIterable<TarEntry>) {
    members += 1;
    if (members > LIMITS.maxMembers) {
      throw new RangeError(`readRules: members must be at most ${LIMITS.maxMembers}, got more`);
    }
    const { name, size = 0, type } = entry.header;
    const path = `${source.path}!${name}`;
    if (type !== "file" || !RULE.test(name)) entry.resume();
    else if (size > MAX_FILE) {
      issues({ path, place: "", reason: `rule file must be at most ${MAX_FILE} bytes, got ${size}` });
      entry.resume();
    } else yield* oneFile(path, new ByteStream(entry), issues);
  }
}
