import { logGamma } from "./logGamma";

/**
 * The chance of at most `count` hits in `draws` rows drawn without return from `population` rows with `hits` hits.
 *
 * The exact answer to "so rarely together?" for a pair: `count` rows have both, `draws` the one, `hits` the other.
 * [0, 1]; 0 below the smallest count that is possible, NaN unless draws and hits are within the population. O(count).
 *
 * @example
 * hypergeometricTail(0, 2, 2, 4).toFixed(4) // "0.1667"
 *
 * Source: Fisher's exact test, one-sided.
 */
export function hypergeometricTail(count: number, draws: number, hits: number, population: number): number {
  if (!(draws >= 0 && hits >= 0 && draws <= population && hits <= population)) return Number.NaN;
  const least = Math.max(0, draws + hits - population);
  if (count >= Math.min(draws, hits)) return 1;
  const whole = logChoose(population, draws);
  let sum = 0;
  for (let k = least; k <= count; k++) {
    sum += Math.exp(logChoose(hits, k) + logChoose(population - hits, draws - k) - whole);
  }
  return Math.min(1, sum);
}

function logChoose(n: number, k: number): number {
  return logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
}
