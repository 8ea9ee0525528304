import { logGamma } from "./logGamma";

const MOST_STEPS = 10_000;
const PRECISION = 1e-16;

/**
 * The probability that a chi-square variable with `degrees` degrees of freedom is at least `x`. [0, 1]
 *
 * 1 for x <= 0; NaN for NaN or degrees <= 0. A series below degrees + 2, a continued fraction above. O(sqrt(degrees)).
 *
 * @example
 * chiSquareTail(3.841459, 1).toFixed(4) // "0.0500"
 *
 * Source: Abramowitz and Stegun, 6.5.29 and 6.5.31; Lentz's method.
 */
export function chiSquareTail(x: number, degrees: number): number {
  if (Number.isNaN(x) || !(degrees > 0)) return Number.NaN;
  if (x <= 0) return 1;
  if (x === Number.POSITIVE_INFINITY) return 0;
  const [a, z] = [degrees / 2, x / 2];
  const front = Math.exp(a * Math.log(z) - z - logGamma(a));
  return z < a + 1 ? 1 - front * lowerSeries(a, z) : front * upperFraction(a, z);
}

function lowerSeries(a: number, z: number): number {
  let [term, sum] = [1 / a, 1 / a];
  for (let n = 1; n < MOST_STEPS && term > sum * PRECISION; n++) {
    term *= z / (a + n);
    sum += term;
  }
  return sum;
}

function upperFraction(a: number, z: number): number {
  let b = z + 1 - a;
  let c = 1 / Number.MIN_VALUE;
  let d = 1 / b;
  let value = d;
  for (let n = 1; n < MOST_STEPS; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b);
    c = b + numerator / c;
    value *= c * d;
    if (Math.abs(c * d - 1) < PRECISION) break;
  }
  return value;
}
