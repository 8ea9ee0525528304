import type { Matrix, MatrixColumn } from "../core/matrix";

/** A category column as the network sees it. */
export interface CategoryPart {
  /** Index of the matrix column. */
  readonly column: number;
  /** Number of levels, the unknown one (code 0) included; the head predicts the known ones. */
  readonly levels: number;
  /** First row of this column in the shared embedding table. */
  readonly offset: number;
}

/** How the columns of a matrix enter and leave the network. */
export interface Layout {
  readonly columns: readonly MatrixColumn[];
  readonly categories: readonly CategoryPart[];
  /** Indices of the number columns. */
  readonly numbers: readonly number[];
  /** [columns]; where each column stands in `categories` or in `numbers`. */
  readonly partOf: readonly number[];
  /** Levels of all category columns together: rows of the embedding table. */
  readonly levels: number;
}

/** The layout for these columns: categories enter as gathers from one table, numbers as they are. O(columns). */
export function layoutOf(columns: readonly MatrixColumn[]): Layout {
  const categories: CategoryPart[] = [];
  const numbers: number[] = [];
  let offset = 0;
  const partOf = columns.map((column, j) => {
    if (column.type.kind === "number") return numbers.push(j) - 1;
    const levels = column.type.levels.length;
    categories.push({ column: j, levels, offset });
    offset += levels;
    return categories.length - 1;
  });
  return { columns, categories, numbers, partOf, levels: offset };
}

/** Numbers enter the network within these bounds, so that one wild value cannot blow up a hidden unit. */
const INPUT_LIMIT = 10;

/** Rows as the network reads them. */
export interface Input {
  readonly rows: number;
  /** [rows * categories]; rows of the embedding table. */
  readonly indices: Int32Array;
  /** [rows, 2 * numbers]; the values (0 when hidden), then whether each is visible. */
  readonly numbers: Float32Array;
}

/**
 * Rows as network input, with hidden columns left out.
 *
 * Shapes: `rows` are indices into `x`; `visible[i * columns + j]` is 1 when row i of the batch shows column j.
 * A hidden category reads as the unknown level: knowing nothing and knowing an unseen level are the same context.
 */
export function inputOf(layout: Layout, x: Matrix, rows: ArrayLike<number>, visible: Uint8Array): Input {
  const width = layout.columns.length;
  const { categories, numbers } = layout;
  const input: Input = {
    rows: rows.length,
    indices: new Int32Array(rows.length * categories.length),
    numbers: new Float32Array(rows.length * numbers.length * 2),
  };
  for (let i = 0; i < rows.length; i++) {
    const from = rows[i]! * width;
    categories.forEach(({ column, offset }, c) => {
      const code = visible[i * width + column] === 1 ? x.data[from + column]! : 0;
      input.indices[i * categories.length + c] = offset + code;
    });
    numbers.forEach((column, c) => {
      if (visible[i * width + column] !== 1) return;
      const at = i * numbers.length * 2 + c;
      input.numbers[at] = Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, x.data[from + column]!));
      input.numbers[at + numbers.length] = 1;
    });
  }
  return input;
}
