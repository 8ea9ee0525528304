import type { TrainingRows } from "../trainingRows";

/** Where rows lie and how they spread. */
export interface Spread {
  /** [width] */
  readonly mean: Float64Array;
  /** [width, width]; divided by the sum of the weights. */
  readonly covariance: Float64Array;
}

/**
 * Mean and covariance of rows under weights (those of the rows by default), maximum likelihood. O(n * d²).
 *
 * Shapes: `weights` is [rows]; a weight of 0 leaves a row out.
 */
export function spreadOf(
  { data, rows, width, weights: own }: TrainingRows,
  weights: ArrayLike<number> = own,
): Spread {
  const mean = new Float64Array(width);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    total += weight;
    for (let j = 0; j < width; j++) mean[j]! += weight * data[i * width + j]!;
  }
  for (let j = 0; j < width; j++) mean[j]! /= total;
  const covariance = new Float64Array(width * width);
  const away = new Float64Array(width);
  for (let i = 0; i < rows; i++) {
    const weight = weights[i]!;
    if (weight === 0) continue;
    for (let j = 0; j < width; j++) away[j] = data[i * width + j]! - mean[j]!;
    for (let j = 0, row = 0; j < width; j++, row += width) {
      const scaled = weight * away[j]!;
      for (let k = 0; k <= j; k++) covariance[row + k]! += scaled * away[k]!;
    }
  }
  for (let j = 0; j < width; j++) {
    for (let k = 0; k <= j; k++) {
      const value = covariance[j * width + k]! / total;
      covariance[j * width + k] = value;
      covariance[k * width + j] = value;
    }
  }
  return { mean, covariance };
}
