import { NullBits } from "./nullBits";
import type { ColumnBlock } from "./rowBlock";

/** Number types that a column may have, with the array that holds their rows. */
const ARRAYS = { int32: Int32Array, int64: Int32Array, double: Float64Array, boolean: Uint8Array } as const;
const WORD = 2 ** 32;
const INT64_END = 2 ** 63;

/** How the numbers of a column are stored. */
export type NumberKind = keyof typeof ARRAYS;

/** The numbers, times or truth values of one column of a block, as DuckDB holds them. */
export class NumberBuffer {
  /** Bytes that grow with the values; numbers have none. */
  readonly filled = 0;
  private readonly nulls: NullBits;
  private readonly values: Int32Array | Float64Array | Uint8Array;

  constructor(
    private readonly kind: NumberKind,
    capacity: number,
  ) {
    this.nulls = new NullBits(capacity);
    this.values = new ARRAYS[kind](kind === "int64" ? 2 * capacity : capacity);
  }

  /** Puts a number into a row. Throws a `RangeError` for one that the column cannot hold. */
  set(row: number, value: number | boolean | null): void {
    this.nulls.set(row, value === null);
    if (value === null) return;
    if (this.kind === "int64") this.setInt64(row, Number(value));
    else if (this.kind !== "int32" || (Number(value) | 0) === value) this.values[row] = Number(value);
    else throw new RangeError(`append: column holds whole numbers of 32 bits, got ${value}`);
  }

  /** The first `rows` rows, as views that hold until the next row. */
  take(rows: number): ColumnBlock {
    const { values } = this;
    const size = rows * (this.kind === "int64" ? 8 : values.BYTES_PER_ELEMENT);
    return { bytes: new Uint8Array(values.buffer, 0, size), nulls: this.nulls.take(rows) };
  }

  /** Two halves, the low one first; a `bigint` for each row would cost more than all the rest. */
  private setInt64(row: number, value: number): void {
    if (!Number.isInteger(value) || value >= INT64_END || value < -INT64_END) {
      throw new RangeError(`append: column holds whole numbers of 64 bits, got ${value}`);
    }
    this.values[2 * row] = value;
    this.values[2 * row + 1] = Math.floor(value / WORD);
  }
}
