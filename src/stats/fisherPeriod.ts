import { logGamma } from "./logGamma";

/** What {@link fisherPeriod} gives. */
export interface FisherPeriod {
  /** Share of the periodogram in its highest line. */
  readonly g: number;
  /** Length of that line's period, in steps of the series. */
  readonly period: number;
  /** The chance of a line this high in white noise. */
  readonly tail: number;
}

/**
 * Fisher's g-test: does one period stand out in evenly spaced values, such as rows per minute?
 *
 * For a look at one series that `periodicity` has named. g is the highest line of the periodogram by the sum of all,
 * without the mean (and the last line of an even length). NaN for fewer than 3 values and for equal values. O(n^2).
 *
 * @example
 * fisherPeriod([1, 0, 0, 1, 0, 0, 1, 0, 0]).period // 3
 *
 * Source: Fisher, Tests of significance in harmonic analysis (1929).
 */
export function fisherPeriod(values: ArrayLike<number>): FisherPeriod {
  const n = values.length;
  const lines = Array.from({ length: Math.max(0, (n - 1) >> 1) }, (_, i) => power(values, i + 1));
  const total = lines.reduce((sum, line) => sum + line, 0);
  const most = Math.max(0, ...lines);
  if (!(total > 1e-12 * n)) return { g: Number.NaN, period: Number.NaN, tail: Number.NaN };
  const g = most / total;
  return { g, period: n / (lines.indexOf(most) + 1), tail: gTail(g, lines.length) };
}

/** |sum of x * exp(-2 pi i k t / n)|^2 */
function power(values: ArrayLike<number>, k: number): number {
  let [re, im] = [0, 0];
  for (let t = 0; t < values.length; t++) {
    const angle = (2 * Math.PI * ((k * t) % values.length)) / values.length;
    re += values[t]! * Math.cos(angle);
    im += values[t]! * Math.sin(angle);
  }
  return re * re + im * im;
}

/** Sum over j = 1 … floor(1/g) of (-1)^(j-1) * choose(m, j) * (1 - j g)^(m-1). */
function gTail(g: number, m: number): number {
  let sum = 0;
  for (let j = 1; j <= Math.min(m, Math.floor(1 / g)); j++) {
    const ways = logGamma(m + 1) - logGamma(j + 1) - logGamma(m - j + 1);
    const left = 1 - j * g;
    if (left > 0) sum += (j % 2 === 1 ? 1 : -1) * Math.exp(ways + (m - 1) * Math.log(left));
  }
  return Math.min(1, Math.max(0, sum));
}
