import { countWhile } from "../core/countWhile";

/** Options of {@link tailProbability}. */
export interface TailOptions {
  /** How many rows each baseline score stands for. @default all 1 */
  readonly weights?: ArrayLike<number>;
}

/**
 * How usual a score at least this high is: p = (1 + weight of baseline scores >= score) / (n + 1).
 *
 * A conformal p-value: when a row is drawn like the baseline, it gets p <= a with probability at most a, whatever the
 * detector. The guarantee holds for baseline rows that the detector was not fitted on; on the rows of the fit it is an
 * honest rank, not a promise. n rows cannot show less than 1 / (n + 1). Missing scores (NaN) give NaN, and do not count
 * in the baseline. [scores]. O((n + scores) log n).
 *
 * @example
 * Array.from(tailProbability([1, 2, 3], [0, 3, 9])) // [1, 0.5, 0.25]
 *
 * Source: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World (2005), section 2.3.
 */
export function tailProbability(
  baseline: ArrayLike<number>,
  scores: ArrayLike<number>,
  { weights }: TailOptions = {},
): Float64Array {
  if (weights !== undefined && weights.length !== baseline.length) {
    throw new TypeError(
      `tailProbability: weights must be one a baseline score, got ${weights.length} for ${baseline.length}`,
    );
  }
  const order = Array.from({ length: baseline.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(baseline[i]))
    .sort((a, b) => baseline[a]! - baseline[b]!);
  const sorted = Float64Array.from(order, (i) => baseline[i]!);
  const above = new Float64Array(sorted.length + 1); // weight of the baseline scores from here on
  for (let i = sorted.length - 1; i >= 0; i--) {
    above[i] = above[i + 1]! + (weights === undefined ? 1 : weights[order[i]!]!);
  }
  return Float64Array.from(scores, (score) =>
    Number.isNaN(score)
      ? Number.NaN
      : (1 + above[countWhile(sorted.length, (i) => sorted[i]! < score)]!) / (above[0]! + 1),
  );
}
