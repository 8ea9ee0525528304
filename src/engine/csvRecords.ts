/** How a CSV is written, and how many columns it has. */
export interface CsvShape {
  readonly columns: number;
  readonly delimiter: string;
  /** Empty for a file without quotes. */
  readonly quote: string;
  readonly escape: string;
  readonly newline: string;
  /** Lines before the header are no records. */
  readonly skippedLines: number;
  /** What a line that is no record begins with; empty for none. */
  readonly comment: string;
}

/** Hears of a record, or a line of one, that is left out. */
export type LostRecord = (line: number, reason: string) => void;

/** Most columns of a table; what has more is damaged, or made to fill memory. */
export const MAX_COLUMNS = 4096;

/** Longest record that is kept, in bytes. */
export const MAX_RECORD = 2 ** 24;
/** Cells too many that a line may have where quotes are broken, so that nobody can say what a cell is. */
const MAX_UNSURE = 256;
const SPACE = 0x20;
const CARRIAGE_RETURN = 0x0d;
const BYTE_ORDER_MARK = Buffer.from("\ufeff");

/**
 * The bytes of a CSV without the records that have more cells than there are columns, or more than
 * {@link MAX_RECORD} bytes: DuckDB takes time and memory by the square of the cells too many.
 *
 * Empty cells at a record's end are none too many. A record that is left out becomes empty lines, so that the lines
 * behind it keep their numbers; not so in a table of one column, where an empty line is a row. Bounded memory.
 * O(bytes), at about 350 MB a second.
 */
export async function* fittingRecords(
  bytes: AsyncIterable<Buffer>,
  shape: CsvShape,
  lose: LostRecord,
): AsyncGenerator<Buffer> {
  const cutter = new RecordCutter(shape, lose);
  for await (const block of bytes) yield* cutter.push(block);
  yield* cutter.end();
}

/** Cuts bytes into records; keeps the one that has not ended yet. */
class RecordCutter {
  private rest: Buffer = Buffer.alloc(0);
  /** Where in `rest` to go on looking; its record as far as that. */
  private seen = 0;
  private cells = 1;
  private line = 1;
  private lineEnds = 0;
  private inQuotes = false;
  /** Behind the quote that closed last; -1 where a cell has begun since. */
  private closed = -1;
  private isBroken = false;
  private isTooLong = false;
  private isStart = true;

  private readonly isMark = new Uint8Array(256);
  private readonly delimiter: number;
  private readonly quote: number;
  private readonly escape: number;
  private readonly newline: number;

  constructor(
    private readonly shape: CsvShape,
    private readonly lose: LostRecord,
  ) {
    const byte = (text: string) => (text === "" ? -1 : text.charCodeAt(0));
    this.delimiter = byte(shape.delimiter);
    this.quote = byte(shape.quote);
    this.escape = byte(shape.escape);
    this.newline = byte(shape.newline);
    for (const mark of [this.delimiter, this.quote, this.escape, this.newline])
      if (mark >= 0) this.isMark[mark] = 1;
  }

  /** Takes the next bytes; gives what is whole and fits. */
  push(block: Buffer): Buffer[] {
    const bytes = this.rest.length === 0 ? block : Buffer.concat([this.rest, block]);
    if (this.isStart && bytes.length < BYTE_ORDER_MARK.length) {
      this.rest = bytes;
      return [];
    }
    const fitting: Buffer[] = [];
    let kept = 0;
    let from = this.isStart && bytes.subarray(0, 3).equals(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0;
    this.isStart = false;
    for (let end = this.recordEnd(bytes, from); end >= 0; end = this.recordEnd(bytes, from)) {
      if (this.isDoubtful(end - from)) {
        fitting.push(bytes.subarray(kept, from), this.judged(bytes.subarray(from, end)));
        kept = end;
      }
      from = end;
      this.startRecord();
    }
    fitting.push(bytes.subarray(kept, from));
    this.rest = bytes.subarray(from);
    this.seen -= from;
    this.closed = Math.max(-1, this.closed - from);
    if (this.isTooLong || this.rest.length > MAX_RECORD) this.drop();
    return fitting;
  }

  /** What is left: a record without a line end, or with a quote that never closed. */
  end(): Buffer[] {
    const { rest } = this;
    this.rest = Buffer.alloc(0);
    this.isBroken ||= this.inQuotes;
    return [this.isDoubtful(rest.length) ? this.judged(rest) : rest];
  }

  /** Behind the next line end outside quotes, from where the last look ended; -1 for none yet. */
  private recordEnd(bytes: Buffer, from: number): number {
    // Fields in variables, and a loop of its own over what is no mark: this runs for every byte of the file.
    const { isMark, delimiter, quote, newline } = this;
    const { length } = bytes;
    let { inQuotes, cells } = this;
    let end = -1;
    let i = Math.max(this.seen, from);
    for (; end < 0; i++) {
      while (i < length && isMark[bytes[i]!] === 0) i++;
      if (i >= length) break;
      const c = bytes[i]!;
      if (c === newline) this.lineEnds += 1;
      if (inQuotes) {
        if (c === quote) {
          inQuotes = false;
          this.closed = i + 1;
        } else if (c === this.escape) i += 1;
      } else if (c === delimiter || c === newline) {
        if (this.closed >= 0) this.closeCell(bytes, i);
        if (c === newline) end = i + 1;
        else cells += 1;
      } else if (c === quote) inQuotes = this.opensAt(bytes, i, from);
    }
    this.seen = i;
    this.inQuotes = inQuotes;
    this.cells = cells;
    return end;
  }

  /** Behind a closed quote, blanks may stand and nothing else. */
  private closeCell(bytes: Buffer, end: number): void {
    let at = this.closed;
    while (at < end && (bytes[at] === SPACE || bytes[at] === CARRIAGE_RETURN)) at++;
    this.isBroken ||= at < end;
    this.closed = -1;
  }

  /** A quote opens at the beginning of a cell; right behind one that closed, both are a quote of the cell. */
  private opensAt(bytes: Buffer, i: number, from: number): boolean {
    if (i === this.closed) return this.quote === this.escape;
    let before = i - 1;
    while (before >= from && bytes[before] === SPACE) before--;
    return before < from || bytes[before] === this.delimiter;
  }

  private isDoubtful(length: number): boolean {
    return (
      this.cells > this.shape.columns ||
      this.isTooLong ||
      length > MAX_RECORD ||
      (this.isBroken && this.lineEnds > 1)
    );
  }

  /** A record, or what may stay of it. */
  private judged(record: Buffer): Buffer {
    const { skippedLines, comment, columns } = this.shape;
    if (this.isTooLong || record.length > MAX_RECORD)
      return this.leftOut(`record is longer than ${MAX_RECORD} bytes`);
    const isRecord =
      this.line > skippedLines && !(comment !== "" && record.indexOf(comment, 0, "latin1") === 0);
    if (!isRecord) return record;
    if (this.isBroken && this.lineEnds > 1) return this.withoutWideLines(record);
    if (this.hasEmptyEnd(record)) return record;
    return this.leftOut(`record must have at most ${columns} cells, got ${this.cells}`);
  }

  private leftOut(reason: string): Buffer {
    this.lose(this.line, reason);
    return Buffer.alloc(this.shape.columns === 1 ? 0 : this.lineEnds, this.newline);
  }

  /** Whether nothing but empty cells stand behind the last column. */
  private hasEmptyEnd(record: Buffer): boolean {
    const { quote, delimiter } = this;
    let end = record.length;
    let empty = 0;
    for (; end > 0; end--) {
      const c = record[end - 1]!;
      if (c === delimiter) empty += 1;
      else if (c === quote && record[end - 2] === quote) {
        if (record[end - 3] !== delimiter) break;
        end -= 1;
      } else if (end < record.length - 1 || (c !== this.newline && c !== CARRIAGE_RETURN)) break;
    }
    return this.cells - empty <= this.shape.columns;
  }

  /** DuckDB reads the lines behind a broken quote as records of their own. */
  private withoutWideLines(record: Buffer): Buffer {
    const most = this.shape.columns + MAX_UNSURE;
    const kept: Buffer[] = [];
    let line = this.line;
    for (let from = 0; from < record.length; line++) {
      const next = record.indexOf(this.newline, from);
      const end = next < 0 ? record.length : next + 1;
      const cells = 1 + countOf(record.subarray(from, end), this.delimiter);
      if (cells > most)
        this.lose(line, `line with a broken quote must have at most ${most} cells, got ${cells}`);
      kept.push(record.subarray(cells > most && next >= 0 ? next : cells > most ? end : from, end));
      from = end;
    }
    return Buffer.concat(kept);
  }

  private drop(): void {
    this.rest = Buffer.alloc(0);
    this.seen = 0;
    this.closed = -1;
    this.isTooLong = true;
    // A quote that never closes must not take the rest of the file with it.
    this.inQuotes = false;
  }

  private startRecord(): void {
    this.line += this.lineEnds;
    this.lineEnds = 0;
    this.cells = 1;
    this.closed = -1;
    this.isBroken = false;
    this.isTooLong = false;
  }
}

function countOf(bytes: Buffer, byte: number): number {
  let count = 0;
  for (let at = bytes.indexOf(byte); at >= 0; at = bytes.indexOf(byte, at + 1)) count += 1;
  return count;
}
