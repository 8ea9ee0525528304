import { describe } from "../core/check";
import { didYouMean } from "../core/suggest";
import { isObject } from "./dialects/fields";
import { dialectOf } from "./dialects/toEvent";
import { cellsOf, columnNames, delimiterOf } from "./tables/csvRows";
import type { Tool } from "./tools/tool";
import { TOOLS, toolOf } from "./tools/tools";

/** Kinds of files that can be read. */
export type Kind =
  | "evtx"
  | "json lines"
  | "json"
  | "task xml"
  | "csv"
  | "zeek tsv"
  | "parquet"
  | "text lines";

/** What a file is, and how that was seen. */
export interface Detection {
  readonly kind: Kind | undefined;
  /** The tool whose output it is, where its first bytes show that. */
  readonly tool?: Tool | undefined;
  readonly reason: string;
  /** `certain`: a signature, or a tool's own columns; `likely`: the form of the text; `guess`: the file's name. */
  readonly confidence: "certain" | "likely" | "guess" | "none";
}

/** Bytes that {@link detectKind} wants to see. */
export const HEAD_BYTES = 65_536;

const FILE_KINDS: readonly Kind[] = [
  "evtx",
  "json lines",
  "json",
  "task xml",
  "csv",
  "zeek tsv",
  "parquet",
  "text lines",
];

/** All that {@link detectKind} can be told: kinds of files, and tools. */
export const KINDS: readonly string[] = [...FILE_KINDS, ...new Set(TOOLS.map((tool) => tool.kind))];

const TASK = /^\s*(<\?xml[^>]{0,200}\?>\s*)?(<!--[^>]{0,2000}-->\s*){0,9}<([A-Za-z]{1,20}:)?Task[\s>]/;

/**
 * Says what a file holds from its first bytes, with its name as the last resort (CSV has no signature).
 *
 * `told` is the kind that somebody says it is, one of {@link KINDS}; a `RangeError` for another one.
 *
 * @example
 * detectKind("a.log", Buffer.from("ElfFile\0")).kind // "evtx"
 */
export function detectKind(path: string, head: Buffer, told?: string): Detection {
  if (head.length === 0) return nothing("file is empty");
  if (told !== undefined) return toldKind(path, head, told);
  if (head.subarray(0, 8).toString("latin1") === "ElfFile\0")
    return found("evtx", "signature ElfFile", "certain");
  if (head.subarray(0, 4).toString("latin1") === "PAR1") return found("parquet", "signature PAR1", "certain");
  const packing = UNREAD_PACKING.find(([signature]) => head.toString("latin1", 0, 8).startsWith(signature));
  if (packing !== undefined) return nothing(`packed with ${packing[1]}, which is not read; unpack it first`);
  return textKind(path, decodeHead(head), head.length < HEAD_BYTES);
}

const UNREAD_PACKING: readonly (readonly [signature: string, name: string])[] = [
  ["Rar!\x1a\x07", "RAR"],
  ["\xfd7zXZ\0", "xz"],
  ["BZh", "bzip2"],
  ["\x28\xb5\x2f\xfd", "Zstandard"],
  ["MSCF\0", "cabinet"],
];

function textKind(path: string, text: string, isWhole: boolean): Detection {
  if (TASK.test(text)) return found("task xml", "a Task element", "certain");
  if (/^#(separator|fields)\b/.test(text)) return zeekKind(text);
  if (/^\s*\[/.test(text)) return withRows(found("json", "an opening bracket", "likely"), text);
  if (/^\s*\{/.test(text)) return withRows(jsonKind(text, isWhole), text);
  return csvKind(path, text) ?? lastResort(path, text);
}

function lastResort(path: string, text: string): Detection {
  if (/\.(txt|log|lst)(\.gz)?$/i.test(path) && !text.includes("\0"))
    return found("text lines", "the name's ending", "guess");
  return nothing("kind not recognised (evtx, JSON, task XML, CSV/TSV, Zeek, Parquet or text is)");
}

/** Throws a `RangeError` unless somebody may say that a file is of this kind; returns it. */
export function checkKind(told: string): string {
  if (KINDS.includes(told)) return told;
  throw new RangeError(
    `read: kind must be one of ${KINDS.join(", ")}, got ${describe(told)}${didYouMean(told, KINDS)}`,
  );
}

/** The tool is taken on trust; how its output is written is still seen from the content. */
function toldKind(path: string, head: Buffer, told: string): Detection {
  const reason = "told";
  const kind = FILE_KINDS.find((one) => one === told);
  if (kind !== undefined) return found(kind, reason, "certain");
  const tool = TOOLS.find((one) => one.kind === checkKind(told));
  const seen = textKind(path, decodeHead(head), head.length < HEAD_BYTES).kind;
  const form = seen === "json" || seen === "json lines" || seen === "zeek tsv" ? seen : "csv";
  return { ...found(form, reason, "certain"), tool };
}

/**
 * The beginning of a text as text: UTF-16 with a byte order mark, else UTF-8.
 *
 * @example
 * decodeHead(Buffer.from([0xff, 0xfe, 0x41, 0])) // "A"
 */
export function decodeHead(head: Buffer): string {
  if (head.length >= 2 && head[0] === 0xff && head[1] === 0xfe) return head.subarray(2).toString("utf16le");
  if (head.length >= 2 && head[0] === 0xfe && head[1] === 0xff) {
    return Buffer.from(head.subarray(2, head.length & ~1))
      .swap16()
      .toString("utf16le");
  }
  const text = head.toString("utf8");
  return text.startsWith("\ufeff") ? text.slice(1) : text;
}

/** One object a line, or one object over many lines; a damaged first line does not hide the lines behind it. */
function jsonKind(text: string, whole: boolean): Detection {
  const [first = "", second] = text.split("\n").filter((line) => line.trim() !== "");
  const isWholeLine = first.trimEnd().endsWith("}") || (second === undefined && !whole);
  const isLines = (isWholeLine && first.trim() !== "{}") || second?.startsWith("{") === true;
  return isLines
    ? found("json lines", "an object a line", "likely")
    : found("json", "an object over several lines", "likely");
}

/** Looks at the first object, if all of it is there. */
function withRows(seen: Detection, text: string): Detection {
  for (const line of text.split("\n", 5)) {
    const value = parseQuietly(line.trim().replace(/^\[|,$|\]$/g, ""));
    const tool = isObject(value) ? toolOf(Object.keys(value)) : undefined;
    if (tool !== undefined) return { ...seen, ...byColumns(tool) };
    const dialect = dialectOf(value);
    if (dialect !== undefined) return { ...seen, reason: `${seen.reason}; events as ${dialect} writes them` };
  }
  return seen;
}

function parseQuietly(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function zeekKind(text: string): Detection {
  const fields = /^#fields\s(.*)$/m.exec(text)?.[1]?.split(/\s/) ?? [];
  const tool = toolOf(fields);
  return tool === undefined
    ? found("zeek tsv", "Zeek's header", "certain")
    : { kind: "zeek tsv", ...byColumns(tool) };
}

/** A header that a tool or a log is known by is enough, whatever the file's name; else the name must say it. */
function csvKind(path: string, text: string): Detection | undefined {
  const isNamed = /\.(csv|tsv|tab)(\.gz)?$/i.test(path);
  const delimiter = delimiterOf(text);
  const end = text.indexOf("\n");
  const cells =
    delimiter === undefined ? undefined : cellsOf(text.slice(0, end < 0 ? text.length : end), delimiter);
  const names = cells === undefined ? [] : columnNames(cells);
  const tool = toolOf(names);
  if (tool !== undefined) return { kind: "csv", ...byColumns(tool) };
  const dialect = dialectOf(Object.fromEntries(names.map((name) => [name, "1"])));
  if (dialect !== undefined) return found("csv", `columns of events as ${dialect} writes them`, "certain");
  return isNamed ? found("csv", "the name's ending", "guess") : undefined;
}

function byColumns(tool: Tool): Pick<Detection, "tool" | "reason" | "confidence"> {
  return { tool, reason: `columns of ${tool.kind}`, confidence: "certain" };
}

function nothing(reason: string): Detection {
  return { kind: undefined, reason, confidence: "none" };
}

function found(kind: Kind, reason: string, confidence: Detection["confidence"]): Detection {
  return { kind, reason, confidence };
}
