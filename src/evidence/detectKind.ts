/** Kinds of evidence that can be read. */
export type Kind = "evtx" | "json lines" | "json" | "task xml" | "csv" | "parquet" | "text lines";

/** What a file is, and how that was seen. */
export interface Detection {
  readonly kind: Kind | undefined;
  readonly reason: string;
}

/** Bytes that {@link detectKind} wants to see. */
export const HEAD_BYTES = 65_536;

const TASK = /^\s*(<\?xml[^>]{0,200}\?>\s*)?(<!--[^>]{0,2000}-->\s*){0,9}<([A-Za-z]{1,20}:)?Task[\s>]/;

/**
 * Says what a file holds from its first bytes, with its name as the last resort (CSV has no signature).
 *
 * @example
 * detectKind("a.log", Buffer.from("ElfFile\0")).kind // "evtx"
 */
export function detectKind(path: string, head: Buffer): Detection {
  if (head.length === 0) return { kind: undefined, reason: "file is empty" };
  if (head.subarray(0, 8).toString("latin1") === "ElfFile\0") return found("evtx", "signature ElfFile");
  if (head.subarray(0, 4).toString("latin1") === "PAR1") return found("parquet", "signature PAR1");
  const text = decodeHead(head);
  if (TASK.test(text)) return found("task xml", "a Task element");
  if (/^\s*\[/.test(text)) return found("json", "an opening bracket");
  if (/^\s*\{/.test(text)) return detectJson(text, head.length < HEAD_BYTES);
  if (/\.(csv|tsv|tab)(\.gz)?$/i.test(path)) return found("csv", "the name's ending");
  if (/\.(txt|log|lst)(\.gz)?$/i.test(path) && !text.includes("\0"))
    return found("text lines", "the name's ending");
  return {
    kind: undefined,
    reason: "kind not recognised (evtx, JSON, task XML, CSV/TSV, Parquet or text is)",
  };
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
function detectJson(text: string, whole: boolean): Detection {
  const [first = "", second] = text.split("\n").filter((line) => line.trim() !== "");
  const isWholeLine = first.trimEnd().endsWith("}") || (second === undefined && !whole);
  const isLines = (isWholeLine && first.trim() !== "{}") || second?.startsWith("{") === true;
  return isLines ? found("json lines", "an object a line") : found("json", "an object over several lines");
}

function found(kind: Kind, reason: string): Detection {
  return { kind, reason };
}
