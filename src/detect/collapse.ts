import type { Matrix } from "../core/matrix";
import { argsort } from "./argsort";

/** The distinct rows of a matrix. */
export interface Collapsed {
  /** The distinct rows, in order of first appearance. */
  readonly matrix: Matrix;
  /** [distinct rows]; sum of the weights of the equal rows. */
  readonly weights: Float64Array;
  /** [rows]; the distinct row that each row is. */
  readonly groupOf: Int32Array;
}

/**
 * Joins identical rows into one with their summed weight, so that the cost of a method follows distinct rows.
 *
 * A month of task events of a hundred hosts is a few thousand distinct rows. Scores of the distinct rows go back by
 * {@link spread}. Equal means equal bits. `weights` defaults to 1 a row. O(rows * columns).
 */
export function collapse(x: Matrix, weights?: Float64Array): Collapsed {
  const width = x.columns.length;
  const words = new Uint32Array(x.data.buffer, x.data.byteOffset, x.rows * width);
  const table = new Int32Array(tableSize(x.rows)).fill(-1);
  const groupOf = new Int32Array(x.rows);
  const firstRows: number[] = [];
  const sums: number[] = [];
  for (let i = 0; i < x.rows; i++) {
    let slot = hashRow(words, i * width, width) & (table.length - 1);
    while (table[slot] !== -1 && !sameRow(words, firstRows[table[slot]!]! * width, i * width, width)) {
      slot = (slot + 1) & (table.length - 1);
    }
    if (table[slot] === -1) {
      table[slot] = firstRows.length;
      firstRows.push(i);
      sums.push(0);
    }
    groupOf[i] = table[slot]!;
    sums[table[slot]!]! += weights === undefined ? 1 : weights[i]!;
  }
  return { matrix: takeRows(x, firstRows), weights: Float64Array.from(sums), groupOf };
}

/**
 * Values of distinct rows as values of all rows. O(rows).
 *
 * @example
 * Array.from(spread(Float64Array.of(5, 7), Int32Array.of(0, 1, 0))) // [5, 7, 5]
 */
export function spread(values: Float64Array, groupOf: Int32Array): Float64Array {
  return Float64Array.from(groupOf, (group) => values[group]!);
}

/**
 * The rows of a matrix in an order that depends on their values alone: by the first column, then the second, …
 *
 * Training starts from it, so that the order of the evidence does not matter. O(n log n * columns).
 */
export function canonicalOrder(x: Matrix): Uint32Array {
  const width = x.columns.length;
  const first = new Float32Array(x.rows);
  for (let i = 0; i < x.rows; i++) first[i] = x.data[i * width]!;
  const order = argsort(first);
  // Most rows are told apart by one column; the rest is compared in full.
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && first[order[to]!] === first[order[from]!]) to++;
    if (to > from + 1) order.subarray(from, to).sort((a, b) => compareRows(x.data, width, a, b));
    from = to;
  }
  return order;
}

/** By the first column that differs; equal rows by their place. */
function compareRows(data: Float32Array, width: number, a: number, b: number): number {
  for (let j = 0; j < width; j++) {
    const difference = data[a * width + j]! - data[b * width + j]!;
    if (difference !== 0) return difference;
  }
  return a - b;
}

/** The distinct rows of a matrix in {@link canonicalOrder}, with their summed weights. O(n log n * columns). */
export function distinctRows(x: Matrix, weights?: Float64Array): Pick<Collapsed, "matrix" | "weights"> {
  const distinct = collapse(x, weights);
  const order = canonicalOrder(distinct.matrix);
  return {
    matrix: takeRows(distinct.matrix, order),
    weights: Float64Array.from(order, (i) => distinct.weights[i]!),
  };
}

/** Some rows of a matrix, in the order asked for. O(rows taken * columns). */
export function takeRows(x: Matrix, rows: ArrayLike<number>): Matrix {
  const width = x.columns.length;
  const data = new Float32Array(rows.length * width);
  for (let i = 0, to = 0; i < rows.length; i++) {
    for (let from = rows[i]! * width, end = from + width; from < end; ) data[to++] = x.data[from++]!;
  }
  return { data, rows: rows.length, columns: x.columns };
}

/**
 * Finds rows among distinct ones by their bits: the number of the row that equals the one at `data[at]`, or -1.
 * O(rows * width) once, O(width) a look-up.
 */
export function rowFinder(rows: Float32Array, width: number): (data: Float32Array, at: number) => number {
  const words = new Uint32Array(rows.buffer, rows.byteOffset, rows.length);
  const table = new Int32Array(tableSize(rows.length / width)).fill(-1);
  for (let i = 0; i * width < words.length; i++) {
    let slot = hashRow(words, i * width, width) & (table.length - 1);
    while (table[slot] !== -1) slot = (slot + 1) & (table.length - 1);
    table[slot] = i;
  }
  const sought = new Float32Array(width);
  const bits = new Uint32Array(sought.buffer);
  return (data, at) => {
    for (let j = 0; j < width; j++) sought[j] = data[at + j]!;
    let slot = hashRow(bits, 0, width) & (table.length - 1);
    for (; table[slot] !== -1; slot = (slot + 1) & (table.length - 1)) {
      const from = table[slot]! * width;
      let same = 0;
      while (same < width && words[from + same] === bits[same]) same++;
      if (same === width) return table[slot]!;
    }
    return -1;
  };
}

/** A power of two, at least twice the rows: probes stay short. */
function tableSize(rows: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, rows * 2)));
}

function hashRow(words: Uint32Array, from: number, width: number): number {
  let hash = 0x811c9dc5;
  for (let j = 0; j < width; j++) {
    hash = Math.imul(hash ^ words[from + j]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  hash = Math.imul(hash, 0x85ebca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}

function sameRow(words: Uint32Array, a: number, b: number, width: number): boolean {
  for (let j = 0; j < width; j++) if (words[a + j] !== words[b + j]) return false;
  return true;
}
