import type { Matrix, MatrixColumn } from "../../core/matrix";
import type { Random } from "../../core/random";

/** Real rows followed by as many made ones, whose columns do not belong together. */
export interface ContrastRows {
  /** [2 * count, columns], row-major; the first half is real. */
  readonly data: Float32Array;
  readonly count: number;
}

// How many of the made numbers are drawn evenly from around the range, so that what lies outside is no home.
const EVEN_SHARE = 0.1;
const AROUND = 0.5;

/**
 * Draws `count` real rows by their weights, with putting back, and makes as many by drawing each column on its own.
 *
 * A tenth of the made numbers come evenly from the column's range and half of it on both sides. O(count * d).
 */
export function contrastRows(x: Matrix, weights: Float64Array, count: number, random: Random): ContrastRows {
  const width = x.columns.length;
  const pick = picker(weights, random);
  const data = new Float32Array(2 * count * width);
  for (let i = 0; i < count; i++) {
    const row = pick();
    data.set(x.data.subarray(row * width, (row + 1) * width), i * width);
  }
  x.columns.forEach((column, j) => {
    const [least, most] = rangeOf(x, column, j);
    for (let i = count; i < 2 * count; i++) {
      const isEven = column.type.kind === "number" && random.next() < EVEN_SHARE;
      data[i * width + j] = isEven
        ? least - AROUND * (most - least) + random.next() * (1 + 2 * AROUND) * (most - least)
        : x.data[pick() * width + j]!;
    }
  });
  return { data, count };
}

function rangeOf(x: Matrix, { type }: MatrixColumn, column: number): readonly [number, number] {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  if (type.kind === "category") return [least, most];
  for (let at = column; at < x.data.length; at += x.columns.length) {
    least = Math.min(least, x.data[at]!);
    most = Math.max(most, x.data[at]!);
  }
  // A constant column gets a unit's width, since anything else is unseen there.
  return least === most ? [least - 0.5, most + 0.5] : [least, most];
}

/** Draws row numbers by their weights. */
function picker(weights: Float64Array, random: Random): () => number {
  const sums = new Float64Array(weights.length);
  weights.reduce((sum, weight, i) => (sums[i] = sum + weight), 0);
  const total = sums[sums.length - 1]!;
  return () => {
    const target = random.next() * total;
    let low = 0;
    let high = sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (sums[middle]! <= target) low = middle + 1;
      else high = middle;
    }
    return low;
  };
}
