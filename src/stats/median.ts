import { median as simpleMedian } from "simple-statistics";

/**
 * The middle value; the mean of the two middle ones of an even count; NaN for no values. O(n).
 *
 * @example
 * median([9, 1, 2, 4]) // 3
 */
export function median(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : simpleMedian(Array.from(values));
}
