import type { Random } from "../../core/random";

/** Draws rows by their weights, without putting back. */
export interface WeightedSampler {
  /** `count` units of weight: row numbers ascending, and how many units of each. */
  draw(random: Random, count: number): { readonly rows: Uint32Array; readonly weights: Float64Array };
}

/**
 * A sampler over rows with weights: a row of weight 2 is drawn as two copies would be. O(n) once, O(log n) a unit.
 *
 * Rows of less than one unit are drawn whole. When all weights together are not more than `count`, all rows come.
 */
export function weightedSampler(weights: Float64Array): WeightedSampler {
  const size = weights.length;
  // A Fenwick tree: sums over ranges, with a power of two as the first step of a search.
  const sums = new Float64Array(size + 1);
  weights.forEach((weight, i) => {
    for (let at = i + 1; at <= size; at += at & -at) sums[at]! += weight;
  });
  const top = 2 ** Math.floor(Math.log2(size));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const add = (sums: Float64Array, row: number, change: number) => {
    for (let at = row + 1; at <= size; at += at & -at) sums[at]! += change;
  };
  const find = (sums: Float64Array, target: number): number => {
    let at = 0;
    for (let step = top, left = target; step > 0; step >>= 1) {
      if (at + step <= size && sums[at + step]! <= left) {
        at += step;
        left -= sums[at]!;
      }
    }
    return Math.min(at, size - 1);
  };
  return {
    draw(random, count) {
      if (total <= count) return { rows: Uint32Array.from(weights, (_, i) => i), weights: weights.slice() };
      const taken = new Map<number, number>();
      let left = total;
      for (let units = 0; units < count && left > 1e-9; units++) {
        const row = find(sums, random.next() * left);
        const unit = Math.min(1, weights[row]! - (taken.get(row) ?? 0));
        if (unit <= 0) continue;
        taken.set(row, (taken.get(row) ?? 0) + unit);
        add(sums, row, -unit);
        left -= unit;
      }
      for (const [row, unit] of taken) add(sums, row, unit);
      const rows = Uint32Array.from(taken.keys()).sort();
      return { rows, weights: Float64Array.from(rows, (row) => taken.get(row)!) };
    },
  };
}
