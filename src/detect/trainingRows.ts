import { describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkFit } from "./checkMatrix";
import { distinctRows } from "./collapse";
import type { FitOptions } from "./detector";

/** What a method for numbers learns from: the distinct rows, in an order that their values decide. */
export interface TrainingRows {
  /** [rows, width], row-major. */
  readonly data: Float32Array;
  readonly rows: number;
  readonly width: number;
  /** [rows]; how often each row was there. */
  readonly weights: Float64Array;
  /** Sum of the weights. */
  readonly total: number;
}

/**
 * The distinct rows of a matrix of numbers with their weights: neither the order of the evidence nor copies of a row
 * change what a method learns, and its cost follows distinct rows.
 *
 * Throws as {@link checkFit}, and a `TypeError` for a category column: level codes are no quantities. O(n log n * d).
 */
export function trainingRows(where: string, x: Matrix, options: FitOptions = {}): TrainingRows {
  checkFit(where, x, options);
  const category = x.columns.find(({ type }) => type.kind === "category");
  if (category !== undefined) {
    throw new TypeError(
      `${where}: columns must be numbers, got the category ${JSON.stringify(category.name)}; encode it as numbers, or use columnRarity, randomForest or autoencoder`,
    );
  }
  const { matrix, weights } = distinctRows(x, options.weights);
  return {
    data: matrix.data,
    rows: matrix.rows,
    width: x.columns.length,
    weights,
    total: weights.reduce((sum, weight) => sum + weight, 0),
  };
}

/** The values of one column, [rows]. */
export function columnValues({ data, rows, width }: TrainingRows, column: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => data[i * width + column]!);
}

/**
 * A model's JSON, whose parts `toJSON` of the same method wrote. Throws a `SyntaxError` when it is another method's.
 *
 * @example
 * jsonOf("restoreHbos", "hbos", { method: "hbos", columns: [] }).columns // []
 */
export function jsonOf<Parts>(
  where: string,
  method: string,
  json: unknown,
): Parts & { readonly columns: readonly MatrixColumn[] } {
  const parts = (json ?? {}) as Parts & { readonly columns: MatrixColumn[]; readonly method?: unknown };
  if (parts.method !== method) {
    throw new SyntaxError(`${where}: method must be ${method}, got ${describe(parts.method)}`);
  }
  return parts;
}
