import { median } from "./median";

/**
 * The median of the distances from the median: a spread that outliers do not move; NaN for no values. O(n).
 *
 * Times 1.4826 it estimates the standard deviation of a normal sample.
 *
 * @example
 * medianAbsoluteDeviation([1, 2, 3, 4, 100]) // 1
 */
export function medianAbsoluteDeviation(values: ArrayLike<number>): number {
  const middle = median(values);
  return median(Float64Array.from(values, (value) => Math.abs(value - middle)));
}
