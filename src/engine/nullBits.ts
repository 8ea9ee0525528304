/** Which rows of a column hold nothing: one bit a row, set where there is a value, as DuckDB has them. */
export class NullBits {
  private bits: Uint8Array;
  private isEmpty = true;

  constructor(capacity: number) {
    this.bits = new Uint8Array(bytesFor(capacity)).fill(0xff);
  }

  /** Says whether a row holds nothing. */
  set(row: number, isNull: boolean): void {
    if (isNull) {
      this.bits[row >> 3]! &= ~(1 << (row & 7));
      this.isEmpty = false;
    } else if (!this.isEmpty) this.bits[row >> 3]! |= 1 << (row & 7);
  }

  /** The bits of the first `rows` rows, `undefined` when all hold something; begins again. */
  take(rows: number): Uint8Array | undefined {
    if (this.isEmpty) return undefined;
    const bits = this.bits.slice(0, bytesFor(rows));
    this.bits.fill(0xff);
    this.isEmpty = true;
    return bits;
  }
}

/** Whole words of 64 bits. */
function bytesFor(rows: number): number {
  return Math.ceil(rows / 64) * 8;
}
