/**
 * An upper bound of the chance of a share of successes as far from `p` as `count / trials`, on its side.
 *
 * exp(-trials * KL(count / trials, p)): valid for every number of trials, with and without return; so it needs no
 * minimum count, and takes a logarithm where the exact sum takes thousands. 1 for what is expected, and for no
 * trials. [0, 1]; NaN for p outside [0, 1]. O(1).
 *
 * @example
 * tailBound(0, 10, 0.5) === 0.5 ** 10 // true
 *
 * Source: Hoeffding, Probability inequalities for sums of bounded random variables (1963), theorem 1 and section 6.
 */
export function tailBound(count: number, trials: number, p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN;
  if (trials === 0) return 1;
  const q = count / trials;
  const part = (a: number, b: number) => (a === 0 ? 0 : a * Math.log(a / b));
  return Math.exp(-trials * (part(q, p) + part(1 - q, 1 - p)));
}
