import { checkInteger, checkNumber, checkOptions } from "../core/check";
import { random } from "../core/random";

/** Options of {@link bootstrapInterval}. */
export interface BootstrapOptions {
  /** Asked coverage. @default 0.95 */
  readonly coverage?: number;
  /** @default 2000 */
  readonly resamples?: number;
  /** @default 1 */
  readonly seed?: number;
}

/** A mean with its interval. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of a metric over seeds with the interval of its bootstrap: the quantiles of the means of resampled values.
 *
 * For average precision, precision at k, recall at a budget: one value a seed. With fewer than about ten values it is
 * too narrow. NaN for no values, and where a value is missing. Same seed, same bits. O(resamples * n).
 *
 * @example
 * bootstrapInterval([0.5, 0.5, 0.5]) // { mean: 0.5, low: 0.5, high: 0.5 }
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 */
export function bootstrapInterval(values: ArrayLike<number>, options: BootstrapOptions = {}): Interval {
  checkOptions("bootstrapInterval", options, ["coverage", "resamples", "seed"]);
  const coverage = checkNumber("bootstrapInterval", "coverage", options.coverage ?? 0.95, 0, 1);
  const resamples = checkInteger("bootstrapInterval", "resamples", options.resamples ?? 2000, 1, 1_000_000);
  const draw = random(checkInteger("bootstrapInterval", "seed", options.seed ?? 1, Number.MIN_SAFE_INTEGER));
  const n = values.length;
  const meanOf = (pick: () => number) => {
    let sum = 0;
    for (let i = 0; i < n; i++) sum += pick();
    return sum / n;
  };
  if (n === 0) return { mean: Number.NaN, low: Number.NaN, high: Number.NaN };
  let next = 0;
  const mean = meanOf(() => values[next++]!);
  const means = Float64Array.from({ length: resamples }, () => meanOf(() => values[draw.integer(n)]!)).sort();
  const at = (share: number) => means[Math.min(resamples - 1, Math.floor(share * resamples))]!;
  return { mean, low: at((1 - coverage) / 2), high: at((1 + coverage) / 2) };
}
