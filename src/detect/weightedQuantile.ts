/**
 * The value below which a share of the weight lies: the middle between two values where the share falls between them.
 *
 * For equal weights and `share` 0.5 this is the usual median. Shapes: both [n], n at least 1. O(n log n).
 *
 * @example
 * weightedQuantile(Float64Array.of(1, 9, 2), Float64Array.of(1, 1, 2), 0.5) // 2
 */
export function weightedQuantile(
  values: ArrayLike<number>,
  weights: ArrayLike<number>,
  share: number,
): number {
  const order = Array.from({ length: values.length }, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  let total = 0;
  for (let i = 0; i < weights.length; i++) total += weights[i]!;
  const aim = share * total;
  let below = 0;
  for (let k = 0; k < order.length; k++) {
    below += weights[order[k]!]!;
    if (below > aim) return values[order[k]!]!;
    if (below === aim && k + 1 < order.length) return (values[order[k]!]! + values[order[k + 1]!]!) / 2;
  }
  return values[order.at(-1)!]!;
}
