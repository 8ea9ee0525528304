import duckdb from "@duckdb/node-bindings";

/** Which rows of a column of a chunk hold nothing. */
export class NullBits {
  private readonly bits: Uint8Array;
  private isEmpty = true;

  constructor(capacity: number) {
    this.bits = new Uint8Array(Math.ceil(capacity / 64) * 8).fill(0xff);
  }

  /** Says whether a row holds nothing. */
  set(row: number, isNull: boolean): void {
    if (isNull) {
      this.bits[row >> 3]! &= ~(1 << (row & 7));
      this.isEmpty = false;
    } else if (!this.isEmpty) this.bits[row >> 3]! |= 1 << (row & 7);
  }

  /** Writes the first `rows` rows into a vector, and begins again. */
  flush(vector: duckdb.Vector, rows: number): void {
    if (this.isEmpty) return;
    duckdb.vector_ensure_validity_writable(vector);
    duckdb.copy_data_to_vector_validity(
      vector,
      0,
      this.bits.buffer as ArrayBuffer,
      0,
      Math.ceil(rows / 64) * 8,
    );
    this.bits.fill(0xff);
    this.isEmpty = true;
  }
}
