import { readFileSync, statSync } from "node:fs";
import { checkOptions, describe } from "../../core/check";
import type { IssueSink } from "../../core/issue";
import type { Relation } from "../../engine/engine";
import { raw, sql } from "../../engine/sql";
import { decodeHead } from "../../evidence/detectKind";
import { expandPaths } from "../../evidence/expandPaths";
import { collectIssues, type Issues } from "../../evidence/issues";
import { AllowIndex } from "./allowIndex";
import { listOf, objectOf, textOf } from "./formats/context";

const MAX_BYTES = 100 * 2 ** 20;

/** Lists of harmless things, ready to be asked. Made by {@link readAllowLists}. */
export interface AllowLists {
  /** Names of the lists and their numbers of entries. */
  readonly lists: readonly { readonly name: string; readonly entries: number }[];
  readonly issues: Issues;
  /** Why a value of a type is harmless: the list and the entry; undefined when no list has it. */
  reason(type: string, value: string): string | undefined;
}

/** What {@link withoutAllowed} gives. */
export interface AllowedSplit {
  readonly hits: Relation;
  /** The hits taken out, with a column `allowed_by`: the list and the entry. */
  readonly removed: Relation;
}

/**
 * Reads lists of what is harmless: MISP warning lists (`string`, `substring`, `hostname`, `cidr`, `regex`), and plain
 * lists of one name, address, network or hash a line.
 *
 * A plain domain stands for its sub-domains too. Expressions run in linear time; one that RE2 refuses is an issue. A
 * list counts only for the types that its `matching_attributes` name.
 *
 * @example
 * (await readAllowLists({ text: "example.com\n10.0.0.0/8" })).reason("ip", "10.1.2.3") // "text: 10.0.0.0/8"
 *
 * Source: MISP, misp-warninglists, schema.json.
 */
export async function readAllowLists(
  paths: string | readonly string[] | { readonly text: string; readonly name?: string },
): Promise<AllowLists> {
  const { issues, note, finish } = collectIssues();
  const index = new AllowIndex();
  const lists: { name: string; entries: number }[] = [];
  const read = (path: string, text: string) => {
    const list = parseList(path, text);
    lists.push({ name: list.name, entries: list.entries.length });
    index.add(list, (place, reason) => note({ path, place, reason }));
  };
  if (typeof paths === "object" && !Array.isArray(paths)) {
    const given = paths as { readonly text: string; readonly name?: string };
    checkOptions("readAllowLists", given, ["text", "name"]);
    if (typeof given.text !== "string") {
      throw new TypeError(`readAllowLists: text must be text, got ${describe(given.text)}`);
    }
    read(given.name ?? "text", given.text);
  } else {
    const wanted = typeof paths === "string" ? [paths] : (paths as readonly string[]);
    for (const { path } of expandPaths(wanted, note)) attempt(path, note, () => read(path, textOfFile(path)));
  }
  index.seal();
  finish();
  return { lists, issues, reason: (type, value) => index.reason(type, value) };
}

/**
 * Splits hits into those that no allow list names, and those taken out, with the list and the entry that did it.
 *
 * Both the indicator and what matched are asked for: a network as an indicator may have hit a harmless address. Each
 * distinct pair is asked once.
 */
export async function withoutAllowed(hits: Relation, allow: AllowLists): Promise<AllowedSplit> {
  const { engine } = hits;
  const table = engine.scratch();
  await engine.execute(
    raw(`create table ${table} (indicator varchar, type varchar, value varchar, allowed_by varchar)`),
  );
  const appender = await engine.appender(table);
  const pairs = engine.sql`select distinct indicator, type, value from ${hits} where type <> 'pattern'`;
  for await (const batch of pairs.stream()) {
    for (const row of batch) {
      const [indicator, type, value] = [
        row.indicator as string,
        row.type as string,
        row.value as string | null,
      ];
      const reason =
        allow.reason(type, indicator) ?? (value === null ? undefined : allow.reason(type, value));
      if (reason !== undefined) appender.append([indicator, type, value, reason]);
    }
  }
  appender.close();
  const same = raw("a.indicator = h.indicator and a.type = h.type and a.value is not distinct from h.value");
  return {
    hits: engine.relation(
      sql`select h.* from ${hits} h anti join ${raw(table)} a on ${same} order by time, _source, _row, indicator`,
    ),
    removed: engine.relation(
      sql`select h.*, a.allowed_by from ${hits} h join ${raw(table)} a on ${same} order by time, _source, _row, indicator`,
    ),
  };
}

/** One list, parsed. */
export interface AllowList {
  readonly name: string;
  readonly kind: "string" | "substring" | "hostname" | "cidr" | "regex" | "plain";
  readonly entries: readonly string[];
  /** MISP types of attributes that it is meant for; empty for all. */
  readonly attributes: readonly string[];
}

const KINDS: readonly string[] = ["string", "substring", "hostname", "cidr", "regex"];

function parseList(path: string, text: string): AllowList {
  if (!/^[\ufeff\s]*\{/.test(text)) {
    const entries = text
      .split(/\r?\n/)
      .map((line) => (line.includes(" #") ? line.slice(0, line.indexOf(" #")) : line).trim())
      .filter((line) => line !== "" && !line.startsWith("#"));
    return { name: path, kind: "plain", entries, attributes: [] };
  }
  const list = objectOf(jsonOf(text.replace(/^\ufeff/, "")));
  const kind = textOf(list?.type) ?? "string";
  if (list === undefined || !Array.isArray(list.list) || !KINDS.includes(kind)) {
    throw new SyntaxError("readAllowLists: JSON must be a MISP warning list, got another");
  }
  return {
    name: textOf(list.name) ?? path,
    kind: kind as AllowList["kind"],
    entries: list.list.filter((entry) => typeof entry === "string"),
    attributes: listOf(list.matching_attributes).filter((name) => typeof name === "string"),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new SyntaxError(`readAllowLists: list must be JSON, got ${describe(text)}`, { cause: error });
  }
}

function attempt(path: string, note: IssueSink, work: () => void): void {
  try {
    work();
  } catch (error) {
    note({ path, place: "", reason: (error as Error).message });
  }
}

function textOfFile(path: string): string {
  const { size } = statSync(path);
  if (size > MAX_BYTES) {
    throw new RangeError(`readAllowLists: list must be at most ${MAX_BYTES} bytes, got ${size}`);
  }
  return decodeHead(readFileSync(path));
}
