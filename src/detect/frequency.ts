import type { Matrix } from "../core/matrix";

/**
 * Weight of every level of a category column: [levels], code 0 (unknown) first. O(rows + levels).
 *
 * Shapes: `levels` is the number of codes; `weights` has one weight a row.
 */
export function levelCounts(x: Matrix, column: number, levels: number, weights: Float64Array): Float64Array {
  const counts = new Float64Array(levels);
  for (let i = 0; i < x.rows; i++) counts[x.data[i * x.columns.length + column]!]! += weights[i]!;
  return counts;
}

/**
 * Probabilities of levels from their counts, with one added to each: (count + 1) / (n + levels).
 *
 * A level that never occurred, the unknown one above all, gets 1 / (n + levels): surprising, not impossible.
 *
 * @example
 * Array.from(smoothed(Float64Array.of(0, 7, 1))) // [1 / 11, 8 / 11, 2 / 11]
 *
 * Source: Laplace's rule of succession.
 */
export function smoothed(counts: Float64Array): Float64Array {
  const total = counts.reduce((sum, count) => sum + count, counts.length);
  return counts.map((count) => (count + 1) / total);
}
