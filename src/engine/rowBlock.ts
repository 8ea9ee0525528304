import type { Cell } from "./engine";
import { NumberBuffer, type NumberKind } from "./numberBuffer";
import { TextBuffer } from "./textBuffer";

/** Rows of a block: DuckDB's vector size. */
const BLOCK_ROWS = 2048;
/** Text of one column at which a block is full before it has all its rows: keeps memory bounded. */
const BLOCK_BYTES = 16 * 2 ** 20;

/** How the values of a column are stored. */
export type ColumnKind = NumberKind | "text";

/** One column of a block: the numbers, or the texts as UTF-8 with the place of each row's. */
export interface ColumnBlock {
  readonly bytes: Uint8Array;
  readonly starts?: Uint32Array;
  readonly sizes?: Uint32Array;
  /** A bit a row, clear where there is no value; `undefined` when every row has one. */
  readonly nulls?: Uint8Array | undefined;
}

/** Rows by columns, as bytes that one thread can hand to another. */
export interface RowBlock {
  readonly rows: number;
  readonly columns: readonly ColumnBlock[];
}

/** The values of one column while the block is filled. */
interface ColumnBuffer {
  readonly filled: number;
  set(row: number, cell: Cell): void;
  take(rows: number): ColumnBlock;
}

/** Collects rows of cells into blocks. Holds one block. */
export class RowBuffer {
  private readonly columns: readonly ColumnBuffer[];
  rows = 0;

  constructor(kinds: readonly ColumnKind[]) {
    this.columns = kinds.map((kind) => columnBuffer(kind));
  }

  /** Adds a row; answers whether the block is full and must be taken. Throws for a number that a column cannot hold. */
  append(cells: readonly Cell[]): boolean {
    const { columns, rows } = this;
    let filled = 0;
    for (let i = 0; i < columns.length; i++) {
      const column = columns[i]!;
      column.set(rows, cells[i]!);
      if (column.filled > filled) filled = column.filled;
    }
    this.rows = rows + 1;
    return this.rows === BLOCK_ROWS || filled > BLOCK_BYTES;
  }

  /** The rows so far, as views that hold until the next row; begins again. */
  take(): RowBlock {
    const { rows } = this;
    this.rows = 0;
    return { rows, columns: this.columns.map((column) => column.take(rows)) };
  }
}

function columnBuffer(kind: ColumnKind): ColumnBuffer {
  return (kind === "text" ? new TextBuffer(BLOCK_ROWS) : new NumberBuffer(kind, BLOCK_ROWS)) as ColumnBuffer;
}
