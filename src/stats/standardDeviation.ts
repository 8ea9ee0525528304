import { standardDeviation as simpleStandardDeviation } from "simple-statistics";

/**
 * The standard deviation of a whole population (divided by n, not n - 1); NaN for no values. O(n).
 *
 * @example
 * standardDeviation([2, 4, 4, 4, 5, 5, 7, 9]) // 2
 */
export function standardDeviation(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : simpleStandardDeviation(values as number[]);
}
