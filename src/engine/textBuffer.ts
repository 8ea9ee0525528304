import { NullBits } from "./nullBits";
import type { ColumnBlock } from "./rowBlock";

/** UTF-8 takes at most three bytes for one unit of JavaScript's text. */
const WIDEST = 3;
const FIRST_CAPACITY = 65536;

/** The texts of one column of a block, as UTF-8 one behind the other; one that repeats the last is held once. */
export class TextBuffer {
  private readonly nulls: NullBits;
  private readonly starts: Uint32Array;
  private readonly sizes: Uint32Array;
  private bytes = Buffer.allocUnsafe(FIRST_CAPACITY);
  private last = "";
  private lastStart = 0;
  private lastSize = 0;
  /** Bytes held so far. */
  filled = 0;

  constructor(capacity: number) {
    this.nulls = new NullBits(capacity);
    this.starts = new Uint32Array(capacity);
    this.sizes = new Uint32Array(capacity);
  }

  /** Puts a text into a row. Rows come in order. */
  set(row: number, text: string | null): void {
    this.nulls.set(row, text === null);
    if (text === null) {
      this.sizes[row] = 0;
      return;
    }
    if (text !== this.last) {
      this.reserve(text.length * WIDEST);
      this.lastStart = this.filled;
      this.lastSize = this.bytes.write(text, this.filled);
      this.filled += this.lastSize;
      this.last = text;
    }
    this.starts[row] = this.lastStart;
    this.sizes[row] = this.lastSize;
  }

  /** The first `rows` rows, as views that hold until the next row. */
  take(rows: number): ColumnBlock {
    const block = {
      bytes: this.bytes.subarray(0, this.filled),
      starts: this.starts.subarray(0, rows),
      sizes: this.sizes.subarray(0, rows),
      nulls: this.nulls.take(rows),
    };
    this.filled = 0;
    this.last = "";
    this.lastStart = 0;
    this.lastSize = 0;
    return block;
  }

  private reserve(count: number): void {
    const needed = this.filled + count;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.filled);
    this.bytes = larger;
  }
}
