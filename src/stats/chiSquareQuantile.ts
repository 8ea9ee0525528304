import { chiSquareTail } from "./chiSquareTail";

/**
 * The value that a chi-square variable with `degrees` degrees of freedom stays below with this probability.
 *
 * By bisection of {@link chiSquareTail} to 1e-12. `probability` in (0, 1), `degrees` at least 1.
 *
 * @example
 * chiSquareQuantile(0.975, 1).toFixed(6) // "5.023886"
 */
export function chiSquareQuantile(probability: number, degrees: number): number {
  let low = 0;
  let high = degrees + 10;
  while (1 - chiSquareTail(high, degrees) < probability) high *= 2;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (1 - chiSquareTail(middle, degrees) < probability) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
