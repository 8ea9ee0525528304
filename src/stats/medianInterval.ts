import { binomialTail } from "./binomialTail";

/** The median with an interval that covers the true one. */
export interface MedianInterval {
  readonly median: number;
  readonly low: number;
  readonly high: number;
  /** Probability that the interval covers the true median; below what was asked when the values are too few. */
  readonly coverage: number;
}

/**
 * The median of some values with the shortest interval between two of them, symmetric in rank, that covers the true
 * median with at least the asked probability, whatever the distribution.
 *
 * Between the k-th smallest and the k-th largest of n independent values lies the median with probability
 * 1 - 2 P(B <= k - 1), B binomial (n, 1/2). Too few values give the smallest and the largest, and their coverage. NaN
 * for no values; missing values (NaN) count as the largest. O(n log n).
 *
 * @example
 * medianInterval([5, 1, 4, 2, 3, 6]).coverage.toFixed(3) // "0.969"
 *
 * Source: David and Nagaraja, Order Statistics (2003), section 7.1.
 */
export function medianInterval(values: ArrayLike<number>, coverage = 0.95): MedianInterval {
  const sorted = Array.from(values, (value) => (Number.isNaN(value) ? Number.POSITIVE_INFINITY : value)).sort(
    (a, b) => a - b,
  );
  const n = sorted.length;
  if (n === 0) return { median: Number.NaN, low: Number.NaN, high: Number.NaN, coverage: 0 };
  const coveredFrom = (k: number) => 1 - 2 * binomialTail(n - k + 1, n, 0.5);
  let k = 1;
  while (k + 1 <= n / 2 && coveredFrom(k + 1) >= coverage) k += 1;
  const middle = (sorted[(n - 1) >> 1]! + sorted[n >> 1]!) / 2;
  return {
    median: middle,
    low: sorted[k - 1]!,
    high: sorted[n - k]!,
    coverage: n === 1 ? 0 : coveredFrom(k),
  };
}
