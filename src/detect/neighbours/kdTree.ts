import type { TrainingRows } from "../trainingRows";

/** A k-d tree: rows in an order in which every node holds a range of them. */
export interface KdTree {
  readonly rows: TrainingRows;
  /** [rows, width]; the rows in the tree's order, so that a leaf is read in one go. */
  readonly data: Float32Array;
  /** [rows]; their weights in the same order. */
  readonly weights: Float64Array;
  /** [rows]; which training row each is. */
  readonly order: Uint32Array;
  /** [nodes]; the column that a node is split by; -1 for a leaf. */
  readonly column: Int32Array;
  /** [nodes]; rows below it go left. */
  readonly split: Float64Array;
  /** [nodes]; range of rows. Children of node n are n + 1 and `right[n]`. */
  readonly from: Uint32Array;
  readonly to: Uint32Array;
  readonly right: Uint32Array;
}

const LEAF = 24;

/**
 * Builds a tree over rows: each node is cut at the median of its widest column. O(n log n * d).
 *
 * Source: Friedman, Bentley and Finkel, An algorithm for finding best matches in logarithmic expected time (1977).
 */
export function kdTree(rows: TrainingRows): KdTree {
  const order = Uint32Array.from({ length: rows.rows }, (_, i) => i);
  const most = 2 * Math.ceil(rows.rows / (LEAF / 2)) + 1;
  const nodes = {
    column: new Int32Array(most).fill(-1),
    split: new Float64Array(most),
    from: new Uint32Array(most),
    to: new Uint32Array(most),
    right: new Uint32Array(most),
  };
  let count = 0;
  const build = (from: number, to: number): void => {
    const node = count++;
    nodes.from[node] = from;
    nodes.to[node] = to;
    if (to - from <= LEAF) return;
    const column = widestColumn(rows, order, from, to);
    if (column < 0) return;
    const middle = (from + to) >> 1;
    selectMiddle(rows, order, column, from, to, middle);
    nodes.column[node] = column;
    nodes.split[node] = rows.data[order[middle]! * rows.width + column]!;
    build(from, middle);
    nodes.right[node] = count;
    build(middle, to);
  };
  build(0, rows.rows);
  const data = new Float32Array(rows.data.length);
  order.forEach((row, i) => {
    data.set(rows.data.subarray(row * rows.width, (row + 1) * rows.width), i * rows.width);
  });
  return { rows, data, weights: Float64Array.from(order, (row) => rows.weights[row]!), order, ...nodes };
}

/** The column with the largest range among some rows; -1 when they are all the same. */
function widestColumn({ data, width }: TrainingRows, order: Uint32Array, from: number, to: number): number {
  let widest = -1;
  let range = 0;
  for (let j = 0; j < width; j++) {
    let least = Number.POSITIVE_INFINITY;
    let most = Number.NEGATIVE_INFINITY;
    for (let i = from; i < to; i++) {
      const value = data[order[i]! * width + j]!;
      if (value < least) least = value;
      if (value > most) most = value;
    }
    if (most - least > range) {
      range = most - least;
      widest = j;
    }
  }
  return widest;
}

/** Puts the row that belongs at `middle` there, smaller ones before and larger ones behind (Hoare's selection). */
function selectMiddle(
  { data, width }: TrainingRows,
  order: Uint32Array,
  column: number,
  from: number,
  to: number,
  middle: number,
): void {
  let low = from;
  let high = to - 1;
  while (low < high) {
    const pivot = data[order[(low + high) >> 1]! * width + column]!;
    let i = low;
    let j = high;
    while (i <= j) {
      while (data[order[i]! * width + column]! < pivot) i++;
      while (data[order[j]! * width + column]! > pivot) j--;
      if (i <= j) {
        const row = order[i]!;
        order[i++] = order[j]!;
        order[j--] = row;
      }
    }
    if (middle <= j) high = j;
    else if (middle >= i) low = i;
    else return;
  }
}
