import { countWhile } from "../core/countWhile";

/** The scores of a baseline, as plain data: what a score is placed among. */
export interface TailScale {
  /** Distinct scores, ascending. */
  readonly scores: readonly number[];
  /** Weight of the baseline rows with at least that score. */
  readonly above: readonly number[];
  readonly total: number;
}

/** Learns the scale from the scores of a baseline. O(n log n). */
export function tailScaleOf(scores: ArrayLike<number>, weights?: ArrayLike<number>): TailScale {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!);
  const distinct: number[] = [];
  const above: number[] = [];
  let total = 0;
  for (const i of order) {
    total += weights === undefined ? 1 : weights[i]!;
    if (distinct.at(-1) === scores[i]) above[above.length - 1] = total;
    else {
      distinct.push(scores[i]!);
      above.push(total);
    }
  }
  return { scores: distinct.reverse(), above: above.reverse(), total };
}

/**
 * Scores by their place in a baseline: `tail` is -log2 of p = (1 + weight of scores >= s) / (total + 1), in bits;
 * `rank` is 1 - p.
 *
 * Beyond the largest score of the baseline p goes on falling: divided by 1 + the excess, in units of the distance from
 * the median to that score. Rises with the score. [scores]. O(scores * log n).
 *
 * @example
 * Array.from(tailScale(tailScaleOf([1, 2, 3]), [0, 2.5, 3], "tail")) // [0, 1, 1]
 */
export function tailScale(scale: TailScale, scores: ArrayLike<number>, by: "tail" | "rank"): Float64Array {
  const { scores: known, above, total } = scale;
  const largest = known.at(-1)!;
  const unit = largest - known[known.length >> 1]! || Math.abs(largest) || 1;
  return Float64Array.from(scores, (score) => {
    const place = countWhile(known.length, (i) => known[i]! < score);
    const p = (1 + (above[place] ?? 0)) / (total + 1);
    const tail = p / (1 + Math.max(0, score - largest) / unit);
    return by === "tail" ? 0 - Math.log2(tail) : 1 - tail;
  });
}
