import { logGamma } from "./logGamma";

/**
 * The chance of at least `count` successes in `trials` independent trials with probability `p`. [0, 1]; O(trials).
 *
 * NaN for p outside [0, 1].
 *
 * @example
 * binomialTail(2, 3, 0.5).toFixed(4) // "0.5000"
 */
export function binomialTail(count: number, trials: number, p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (count <= 0) return 1;
  if (count > trials || p === 0) return 0;
  if (p === 1) return 1;
  const whole = logGamma(trials + 1);
  let sum = 0;
  for (let k = count; k <= trials; k++) {
    const ways = whole - logGamma(k + 1) - logGamma(trials - k + 1);
    sum += Math.exp(ways + k * Math.log(p) + (trials - k) * Math.log1p(-p));
  }
  return Math.min(1, sum);
}
