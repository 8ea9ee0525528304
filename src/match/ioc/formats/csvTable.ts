/** A CSV text as records; `line` is where each begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Most columns of a list of indicators. */
export const MAX_COLUMNS = 1_000;

/**
 * Splits CSV into records: quotes as in RFC 4180, blank lines and lines that begin with `#` left out.
 *
 * Throws a `SyntaxError` at the first record with more than {@link MAX_COLUMNS} columns. O(length).
 *
 * @example
 * csvRecords('a,"b ""c"", d"\n', ",")[0].cells // ["a", "b \"c\", d"]
 *
 * Source: RFC 4180.
 */
export function csvRecords(text: string, delimiter: string): CsvRecord[] {
  const records: CsvRecord[] = [];
  let line = 1;
  let at = 0;
  while (at < text.length) {
    const record = recordAt(text, at, delimiter, line);
    const blank = record.cells.length === 1 && record.cells[0]!.trim() === "";
    if (!blank && !record.cells[0]!.startsWith("#")) records.push({ line, cells: record.cells });
    line += record.lines;
    at = record.end;
  }
  return records;
}

/**
 * The delimiter of a CSV text: the one of comma, semicolon, tab and bar that the first line has most of outside
 * quotes; undefined when it has none.
 *
 * @example
 * delimiterOf("a;b;c") // ";"
 */
export function delimiterOf(firstLine: string): string | undefined {
  const bare = firstLine.slice(0, 20_000).replace(/"[^"]*"/g, "");
  const counts = [",", ";", "\t", "|"].map((c) => ({ c, count: bare.split(c).length - 1 }));
  const best = counts.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count === 0 ? undefined : best.c;
}

interface TakenRecord {
  readonly cells: string[];
  readonly end: number;
  readonly lines: number;
}

function recordAt(text: string, start: number, delimiter: string, line: number): TakenRecord {
  const cells: string[] = [];
  let at = start;
  let lines = 1;
  for (;;) {
    if (cells.length === MAX_COLUMNS) {
      throw new SyntaxError(`readCsv: line ${line} must have at most ${MAX_COLUMNS} columns, got more`);
    }
    if (text[at] === '"') {
      const quoted = quotedAt(text, at, delimiter);
      cells.push(quoted.cell);
      for (const c of quoted.cell) if (c === "\n") lines += 1;
      at = quoted.end;
    } else {
      let end = at;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end += 1;
      cells.push(text.slice(at, text[end] === "\n" && text[end - 1] === "\r" ? end - 1 : end));
      at = end;
    }
    if (at >= text.length || text[at] === "\n") return { cells, end: at + 1, lines };
    at += 1;
  }
}

/** A quoted cell; what stands between its closing quote and the delimiter is dropped, as spreadsheets do. */
function quotedAt(
  text: string,
  start: number,
  delimiter: string,
): { readonly cell: string; readonly end: number } {
  let cell = "";
  let at = start + 1;
  for (;;) {
    const quote = text.indexOf('"', at);
    if (quote < 0) return { cell: cell + text.slice(at), end: text.length };
    cell += text.slice(at, quote);
    if (text[quote + 1] !== '"') {
      let end = quote + 1;
      while (end < text.length && text[end] !== delimiter && text[end] !== "\n") end += 1;
      return { cell, end };
    }
    cell += '"';
    at = quote + 2;
  }
}
