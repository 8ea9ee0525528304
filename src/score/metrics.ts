import { checkInteger } from "../core/check";

/**
 * The place of a row when rows are read by descending score, from 1: how many rows an analyst reads to reach it.
 *
 * Rows with an equal score come in any order, so the row counts as standing in their middle. O(n).
 *
 * @example
 * rankOf([9, 5, 5, 1], 1) // 2.5
 */
export function rankOf(scores: ArrayLike<number>, row: number): number {
  checkInteger("rankOf", "row", row, 0, scores.length - 1);
  const own = scores[row]!;
  let [above, equal] = [0, 0];
  for (let i = 0; i < scores.length; i++) {
    if (scores[i]! > own) above += 1;
    else if (scores[i] === own) equal += 1;
  }
  return above + (equal + 1) / 2;
}

/**
 * The share of the k highest scores that is bad. [0, 1]; NaN for no rows.
 *
 * A group of equal scores that is cut by k counts by its share of bad rows: the mean over its orders.
 * `truth` is true (or not 0) for a bad row. Fewer than k rows count as they are. O(n log n).
 *
 * @example
 * precisionAtK([4, 3, 2, 1], [true, false, true, false], 2) // 0.5
 */
export function precisionAtK(
  scores: ArrayLike<number>,
  truth: ArrayLike<number | boolean>,
  k: number,
): number {
  const read = Math.min(checkInteger("precisionAtK", "k", k, 1), scores.length);
  return foundWithin("precisionAtK", scores, truth, read) / read;
}

/**
 * The share of all bad rows among the `budget` highest scores. [0, 1]; NaN when nothing is bad.
 *
 * Equal scores as in {@link precisionAtK}. O(n log n).
 *
 * @example
 * recallAtBudget([4, 3, 2, 1], [true, false, true, false], 3) // 1
 */
export function recallAtBudget(
  scores: ArrayLike<number>,
  truth: ArrayLike<number | boolean>,
  budget: number,
): number {
  checkInteger("recallAtBudget", "budget", budget, 0);
  const found = foundWithin("recallAtBudget", scores, truth, budget);
  return found / foundWithin("recallAtBudget", scores, truth, scores.length);
}

/**
 * Average precision: the sum over distinct scores, from the highest, of (recall gained) * (precision there). [0, 1].
 *
 * Equal scores are one step, so their order does not matter. NaN when nothing is bad. O(n log n).
 *
 * @example
 * averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).toFixed(4) // "0.8333"
 *
 * Source: scikit-learn, `average_precision_score`.
 */
export function averagePrecision(scores: ArrayLike<number>, truth: ArrayLike<number | boolean>): number {
  const groups = groupsByScore("averagePrecision", scores, truth);
  const bad = groups.reduce((sum, group) => sum + group.bad, 0);
  let [read, found, area] = [0, 0, 0];
  for (const group of groups) {
    read += group.rows;
    found += group.bad;
    area += (group.bad / bad) * (found / read);
  }
  return bad === 0 ? Number.NaN : area;
}

/** Expected number of bad rows among the first `budget`. */
function foundWithin(
  where: string,
  scores: ArrayLike<number>,
  truth: ArrayLike<number | boolean>,
  budget: number,
): number {
  let [left, found] = [budget, 0];
  for (const { rows, bad } of groupsByScore(where, scores, truth)) {
    const read = Math.min(left, rows);
    found += (bad * read) / rows;
    left -= read;
  }
  return found;
}

/** Rows of equal score together, from the highest score to the lowest. O(n log n). */
export function groupsByScore(
  where: string,
  scores: ArrayLike<number>,
  truth: ArrayLike<number | boolean>,
): { score: number; rows: number; bad: number }[] {
  if (truth.length !== scores.length) {
    throw new TypeError(
      `${where}: truth must be one a score, got ${truth.length} for ${scores.length} scores`,
    );
  }
  const groups = new Map<number, { score: number; rows: number; bad: number }>();
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    const group = groups.get(score) ?? { score, rows: 0, bad: 0 };
    groups.set(score, group);
    group.rows += 1;
    if (truth[i]) group.bad += 1;
  }
  return Array.from(groups.values()).sort((a, b) => b.score - a.score);
}
