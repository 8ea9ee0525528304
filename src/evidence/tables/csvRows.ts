import { StringDecoder } from "node:string_decoder";
import type { IssueSink } from "../../core/issue";
import { setOwn } from "../../core/setOwn";
import { MAX_COLUMNS } from "../../engine/csvRecords";
import type { JsonValue } from "../jsonValues";
import { MAX_LINE } from "../lines";

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/** One record of a CSV text; `line` is where it begins, from 1. */
export interface CsvRecord {
  readonly line: number;
  /** Undefined for a record that is too long to keep. */
  readonly cells: readonly string[] | undefined;
}

/**
 * The rows of a CSV as objects by the names of its first record, a batch for each block of bytes.
 *
 * An empty cell is null. Records with more cells than names lose the rest, and are told; blank lines are
 * passed over. Throws a `SyntaxError` for a first record of more than {@link MAX_COLUMNS} cells. Bounded memory. O(bytes).
 *
 * Source: RFC 4180.
 */
export async function* csvRows(
  bytes: AsyncIterable<Buffer>,
  path: string,
  issues: IssueSink,
  delimiter = ",",
): AsyncGenerator<JsonValue[]> {
  let names: readonly string[] | undefined;
  const lose = (line: number, reason: string) => issues({ path, place: `line ${line}`, reason, lost: 1 });
  for await (const batch of csvRecords(bytes, delimiter)) {
    const rows: JsonValue[] = [];
    for (const { line, cells } of batch) {
      if (cells === undefined && names === undefined) {
        throw new SyntaxError(`csvRows: columns must be at most ${MAX_COLUMNS}, got more`);
      }
      if (cells === undefined)
        lose(line, `longer than ${MAX_LINE} characters, or more than ${MAX_COLUMNS} cells`);
      else if (cells.length === 1 && cells[0]!.trim() === "") continue;
      else if (names === undefined) names = columnNames(cells);
      else {
        if (cells.length > names.length) {
          issues({
            path,
            place: `line ${line}`,
            reason: `cells without a name: ${cells.length - names.length}`,
          });
        }
        rows.push({ value: rowOf(names, cells), record: line });
      }
    }
    yield rows;
  }
}

/**
 * The names of a table's columns from its first record: blanks cut, `column1` for the first without a name, `a_1` for
 * a second `a`.
 *
 * @example
 * columnNames([" a", "", "a"]) // ["a", "column2", "a_1"]
 */
export function columnNames(cells: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return cells.map((cell, j) => {
    const name = cell.trim() || `column${j + 1}`;
    const count = seen.get(name) ?? 0;
    seen.set(name, count + 1);
    return count === 0 ? name : `${name}_${count}`;
  });
}

/** A row has all the columns, so that its kind can be seen from any of them. */
function rowOf(names: readonly string[], cells: readonly string[]): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (let j = 0; j < names.length; j++) setOwn(row, names[j]!, cells[j] || null);
  return row;
}

/** The records of a CSV text, cut at line ends outside quotes. Memory holds one of them. */
export async function* csvRecords(
  bytes: AsyncIterable<Buffer>,
  delimiter: string,
): AsyncGenerator<CsvRecord[]> {
  const decoder = new StringDecoder("utf8");
  const splitter = new CsvSplitter(delimiter);
  for await (const block of bytes) yield splitter.push(decoder.write(block));
  yield splitter.end(decoder.end());
}

/** Cuts text into records; keeps the one that has not ended yet. */
class CsvSplitter {
  private rest = "";
  /** Where in `rest` to go on looking for the end of its record, and whether that is inside quotes. */
  private seen = 0;
  private inQuotes = false;
  /** Where in `rest` a quote closed last: one right behind it makes both a quote of the cell. */
  private closed = -2;
  private line = 1;
  private isStart = true;
  private isTooLong = false;

  constructor(private readonly delimiter: string) {}

  push(piece: string): CsvRecord[] {
    this.rest += piece;
    if (this.isStart && this.rest !== "") {
      this.isStart = false;
      if (this.rest.startsWith("\ufeff")) this.rest = this.rest.slice(1);
    }
    const records: CsvRecord[] = [];
    let from = 0;
    for (let end = this.recordEnd(); end >= 0; end = this.recordEnd()) {
      records.push(this.take(this.rest.slice(from, end)));
      from = end + 1;
    }
    this.rest = this.rest.slice(from);
    this.seen -= from;
    this.closed -= from;
    if (this.rest.length > MAX_LINE) this.drop();
    return records;
  }

  end(piece: string): CsvRecord[] {
    const records = this.push(piece);
    if (this.rest !== "" || this.isTooLong) records.push(this.take(this.rest));
    this.rest = "";
    return records;
  }

  /** The next line feed outside quotes, from where the last look ended; -1 for none yet. */
  private recordEnd(): number {
    const { rest } = this;
    for (let i = this.seen; i < rest.length; i++) {
      const c = rest.charCodeAt(i);
      if (this.inQuotes) {
        if (c !== QUOTE) continue;
        this.inQuotes = false;
        this.closed = i;
      } else if (c === LINE_FEED) {
        this.seen = i + 1;
        return i;
      } else if (c === QUOTE && this.opensAt(i)) this.inQuotes = true;
    }
    this.seen = rest.length;
    return -1;
  }

  /** A quote within a bare cell, as in `5" disk`, is part of it. */
  private opensAt(i: number): boolean {
    return (
      i === 0 || i === this.closed + 1 || this.rest[i - 1] === this.delimiter || this.rest[i - 1] === "\n"
    );
  }

  private drop(): void {
    for (const c of this.rest) if (c === "\n") this.line += 1;
    this.rest = "";
    this.seen = 0;
    this.isTooLong = true;
    // A quote that never closes must not take the rest of the file with it.
    this.inQuotes = false;
  }

  private take(text: string): CsvRecord {
    const { line, isTooLong } = this;
    this.isTooLong = false;
    let lines = 1;
    for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lines += 1;
    this.line += lines;
    return { line, cells: isTooLong ? undefined : cellsOf(text, this.delimiter) };
  }
}

/**
 * The cells of one CSV record; undefined when there are more than {@link MAX_COLUMNS}.
 *
 * What stands between a closing quote and the next delimiter is dropped, as spreadsheets do.
 *
 * @example
 * cellsOf('a,"b ""c"", d",', ",") // ["a", "b \"c\", d", ""]
 */
export function cellsOf(record: string, delimiter: string): string[] | undefined {
  const text = record.charCodeAt(record.length - 1) === CARRIAGE_RETURN ? record.slice(0, -1) : record;
  const cells: string[] = [];
  for (let at = 0; at <= text.length; at++) {
    if (cells.length === MAX_COLUMNS) return undefined;
    const isQuoted = text.charCodeAt(at) === QUOTE;
    const close = isQuoted ? closingQuote(text, at + 1) : at;
    const next = text.indexOf(delimiter, close);
    const end = next < 0 ? text.length : next;
    cells.push(isQuoted ? text.slice(at + 1, close).replaceAll('""', '"') : text.slice(at, end));
    at = end;
  }
  return cells;
}

function closingQuote(text: string, from: number): number {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at < 0 ? text.length : at;
}

/**
 * The delimiter of a CSV text: the one of comma, tab, semicolon and bar that its first line has most of outside
 * quotes; undefined when it has none.
 *
 * @example
 * delimiterOf("a;b;c\n1,5;2;3") // ";"
 */
export function delimiterOf(text: string): string | undefined {
  const end = text.indexOf("\n");
  const line = (end < 0 ? text : text.slice(0, end)).slice(0, MAX_LINE).replace(/"[^"]*"/g, "");
  const counted = [",", "\t", ";", "|"].map((c) => ({ c, count: line.split(c).length - 1 }));
  const best = counted.reduce((a, b) => (b.count > a.count ? b : a));
  return best.count === 0 ? undefined : best.c;
}
