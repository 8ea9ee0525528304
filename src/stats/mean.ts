import { mean as simpleMean } from "simple-statistics";

/**
 * The arithmetic mean; NaN for no values. Sums with Kahan's correction. O(n).
 *
 * @example
 * mean([1, 2, 6]) // 3
 */
export function mean(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : simpleMean(values as number[]);
}
