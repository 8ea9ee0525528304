/** What a matrix column holds: a number, or the code of a category level. */
export type ColumnKind =
  | { readonly kind: "number" }
  /** The value is an index into `levels`; code 0 is always the level of what the encoder has not seen. */
  | { readonly kind: "category"; readonly levels: readonly string[] };

/** A named column of a matrix. */
export interface MatrixColumn {
  readonly name: string;
  readonly type: ColumnKind;
}

/**
 * Row-major numbers: row i, column j is `data[i * columns.length + j]`.
 *
 * A category column holds the code of its level, never a quantity: detectors for numbers refuse it.
 */
export interface Matrix {
  readonly data: Float32Array;
  readonly rows: number;
  readonly columns: readonly MatrixColumn[];
}

/**
 * Makes a matrix of plain number columns from rows of numbers.
 *
 * Shapes: `rows` is n arrays of `names.length` numbers. Throws a `TypeError` when a row has another length. O(n * d).
 *
 * @example
 * numberMatrix(["a", "b"], [[1, 2], [3, 4]]).data.length // 4
 */
export function numberMatrix(names: readonly string[], rows: readonly (readonly number[])[]): Matrix {
  const width = names.length;
  const data = new Float32Array(rows.length * width);
  rows.forEach((row, i) => {
    if (row.length !== width) {
      throw new TypeError(`numberMatrix: row ${i} must have ${width} numbers, got ${row.length}`);
    }
    data.set(row, i * width);
  });
  return { data, rows: rows.length, columns: names.map((name) => ({ name, type: { kind: "number" } })) };
}
