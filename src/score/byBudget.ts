import { checkInteger } from "../core/check";

/**
 * The rows that an analyst with time for `budget` rows reads: indices by descending score.
 *
 * Equal scores keep the order of the rows; NaN comes last. [min(budget, n)]. O(n log n).
 *
 * @example
 * Array.from(byBudget([1, 5, 3], 2)) // [1, 2]
 */
export function byBudget(scores: ArrayLike<number>, budget: number): Int32Array {
  checkInteger("byBudget", "budget", budget, 0);
  const key = (i: number) => (Number.isNaN(scores[i]) ? Number.NEGATIVE_INFINITY : scores[i]!);
  const order = Int32Array.from({ length: scores.length }, (_, i) => i);
  order.sort((a, b) => (key(a) === key(b) ? a - b : key(a) > key(b) ? -1 : 1));
  return order.slice(0, budget);
}
