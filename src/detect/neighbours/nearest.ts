import { type Distances, distancesTo } from "../engine/distances";
import type { KdTree } from "./kdTree";
import { NearestList } from "./nearestList";

/** Of single precision, for each of the numbers that are summed. */
const ROUNDING = 1.2e-7;
/** Beyond it, single precision knows no size. */
const HUGE = 3e38;

/** The nearest training rows of one row, ascending; filled anew by each search. */
export type Neighbours = Pick<NearestList, "count" | "squared" | "places" | "weights">;

/** Searches one tree. */
export interface NeighbourSearch {
  readonly found: Neighbours;
  /** Fills `found` with the nearest neighbours of the row that begins at `data[at]`. */
  search(data: Float32Array, at: number): void;
}

/**
 * A search for the `wanted` nearest rows, counted by their weights.
 *
 * A training row that equals the searched one is taken as the row itself, once: a row's own copy is no neighbour, its
 * second copy is. Rows at equal distance count in the order of their values. O(log n) a row where columns are few or
 * the data clusters, up to O(n * d) where they are many.
 */
export function neighbourSearch(tree: KdTree, wanted: number): NeighbourSearch {
  const { column, split, right } = tree;
  // Rows that weigh less than one make the list longer than the number asked for.
  const lightest = tree.weights.reduce((least, weight) => Math.min(least, weight), 1);
  const found = new NearestList(
    wanted,
    tree.order,
    Math.min(tree.rows.rows, Math.ceil(wanted / lightest)) + 1,
  );
  // Squared distance, column by column, from the searched row to the part of space that is being visited.
  const away = new Float64Array(tree.rows.width);
  /** `near` is the sum of `away`. */
  const distances = distancesTo(tree.data, tree.rows.width);
  const visit = (node: number, near: number, data: Float32Array, at: number): void => {
    const j = column[node]!;
    if (j < 0) {
      scan(tree, node, distances, data, at, found);
      return;
    }
    const difference = data[at + j]! - split[node]!;
    const isLeft = difference < 0;
    visit(isLeft ? node + 1 : right[node]!, near, data, at);
    const before = away[j]!;
    const further = near - before + difference * difference;
    if (further > found.limit) return;
    away[j] = difference * difference;
    visit(isLeft ? right[node]! : node + 1, further, data, at);
    away[j] = before;
  };
  return {
    found,
    search(data, at) {
      found.clear();
      distances.from(data, at);
      visit(0, 0, data, at);
      found.finish();
    },
  };
}

/** Compares a row with those of a leaf: roughly, in single precision, then to the bit what may come in. */
function scan(
  tree: KdTree,
  node: number,
  distances: Distances,
  data: Float32Array,
  at: number,
  found: NearestList,
): void {
  const { data: rows, weights } = tree;
  const { width } = tree.rows;
  const from = tree.from[node]!;
  const count = tree.to[node]! - from;
  const rough = distances.squared(from, count);
  const slack = 1 + (width + 8) * ROUNDING;
  for (let p = 0; p < count; p++) {
    if (rough[p]! > slack * found.limit && rough[p]! < HUGE) continue;
    const start = (from + p) * width;
    let sum = 0;
    for (let j = 0; j < width; j++) {
      const difference = data[at + j]! - rows[start + j]!;
      sum += difference * difference;
    }
    if (sum > found.limit) continue;
    const weight = sum === 0 ? weights[from + p]! - 1 : weights[from + p]!;
    if (weight > 0) found.insert(sum, from + p, weight);
  }
}
