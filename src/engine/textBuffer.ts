import duckdb from "@duckdb/node-bindings";
import { NullBits } from "./nullBits";

/** Bytes of DuckDB's string header: size (4), then up to twelve bytes of text, or the first four and an address (8). */
const HEADER = 16;
const INLINE = 12;
/** UTF-8 takes at most three bytes for one unit of JavaScript's text. */
const WIDEST = 3;
const FIRST_CAPACITY = 65536;
const WORD = 2 ** 32;

/**
 * The texts of one column of a chunk, as UTF-8 one behind the other.
 *
 * Texts go to DuckDB all in one piece, and only their headers row by row: a call into DuckDB for every text takes
 * several times as long. A text that repeats the one before is held once.
 *
 * Source: duckdb.h, `duckdb_string_t`.
 */
export class TextBuffer {
  private readonly nulls: NullBits;
  private readonly starts: Uint32Array;
  private readonly sizes: Uint32Array;
  private readonly words: Uint32Array;
  /** The same as bytes. */
  private readonly headers: Uint8Array;
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
    this.words = new Uint32Array((capacity * HEADER) / 4);
    this.headers = new Uint8Array(this.words.buffer);
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

  /** Writes the first `rows` rows into a vector, and begins again. */
  flush(vector: duckdb.Vector, rows: number): void {
    const { bytes, filled, headers } = this;
    duckdb.vector_assign_string_element_len(vector, 0, bytes.subarray(0, filled));
    const whole = duckdb.vector_get_data(vector, HEADER);
    this.fillHeaders(rows, whole);
    duckdb.copy_data_to_vector(vector, 0, headers.buffer as ArrayBuffer, 0, rows * HEADER);
    this.nulls.flush(vector, rows);
    this.filled = 0;
    this.last = "";
    this.lastStart = 0;
    this.lastSize = 0;
  }

  /** `whole` is the header of the one piece: its address, for texts that are too long to stand in their header. */
  private fillHeaders(rows: number, whole: Uint8Array): void {
    const { bytes, words, sizes, starts } = this;
    const [, , low, high] = new Uint32Array(
      whole.buffer,
      whole.byteOffset,
      HEADER / 4,
    ) as unknown as number[];
    for (let row = 0; row < rows; row++) {
      const size = sizes[row]!;
      const start = starts[row]!;
      const at = (row * HEADER) / 4;
      words[at] = size;
      if (size > INLINE) {
        const place = low! + start;
        words[at + 1] = u32(bytes, start);
        words[at + 2] = place;
        words[at + 3] = high! + (place >= WORD ? 1 : 0);
      } else this.inline(at, start, size);
    }
  }

  private inline(at: number, start: number, size: number): void {
    const { bytes, headers, words } = this;
    words.fill(0, at + 1, at + HEADER / 4);
    for (let i = 0; i < size; i++) headers[4 * at + 4 + i] = bytes[start + i]!;
  }

  private reserve(count: number): void {
    const needed = this.filled + count;
    if (needed <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, 2 * this.bytes.length));
    this.bytes.copy(larger, 0, 0, this.filled);
    this.bytes = larger;
  }
}

function u32(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
