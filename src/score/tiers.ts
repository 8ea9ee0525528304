/** How odd a row is, in words. */
export type Tier = "ordinary" | "a little odd" | "odd" | "very odd";

/** Each tier above ordinary, with the tail probability from which on it holds. */
export const TIER_LIMITS: readonly (readonly [Tier, number])[] = [
  ["very odd", 0.001],
  ["odd", 0.01],
  ["a little odd", 0.05],
];

/**
 * Tail probabilities as words: at most 1 in 1,000 rows of the baseline is `very odd`, 1 in 100 `odd`, 1 in 20 `a little odd`.
 *
 * The limits say what a word costs: of 1,000 harmless rows, one is called very odd. A baseline of fewer than 999 rows
 * cannot show a tail of 0.001, so nothing in it is very odd: too little has been seen to say so. NaN is ordinary. O(n).
 *
 * @example
 * tiers([0.5, 0.05, 0.004, 0.001]) // ["ordinary", "a little odd", "odd", "very odd"]
 */
export function tiers(tailProbabilities: ArrayLike<number>): Tier[] {
  return Array.from(tailProbabilities, (p) => TIER_LIMITS.find(([, limit]) => p <= limit)?.[0] ?? "ordinary");
}
