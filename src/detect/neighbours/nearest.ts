import type { KdTree } from "./kdTree";

/** The nearest training rows of one row, ascending; filled anew by each search. */
export interface Neighbours {
  count: number;
  /** Squared distances. */
  readonly squared: Float64Array;
  /** Places in the tree's order. */
  readonly places: Uint32Array;
  /** How many copies of each row count as neighbours; they sum to the number asked for, or to all there are. */
  readonly weights: Float64Array;
}

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
  const { data: rows, weights, column, split, from, to, right, order } = tree;
  const width = tree.rows.width;
  // Rows that weigh less than one make the list longer than the number asked for.
  let lightest = 1;
  for (const weight of weights) lightest = Math.min(lightest, weight);
  const room = Math.min(tree.rows.rows, Math.ceil(wanted / lightest)) + 1;
  const found: Neighbours = {
    count: 0,
    squared: new Float64Array(room + 1),
    places: new Uint32Array(room + 1),
    weights: new Float64Array(room + 1),
  };
  const { squared, places, weights: counted } = found;
  const away = new Float64Array(width);
  let weightSum = 0;
  let limit = Number.POSITIVE_INFINITY;

  const insert = (distance: number, place: number, weight: number) => {
    let i = found.count++;
    for (; i > 0; i--) {
      const before = squared[i - 1]!;
      if (before < distance || (before === distance && order[places[i - 1]!]! < order[place]!)) break;
      squared[i] = before;
      places[i] = places[i - 1]!;
      counted[i] = counted[i - 1]!;
    }
    squared[i] = distance;
    places[i] = place;
    counted[i] = weight;
    weightSum += weight;
    while (weightSum - counted[found.count - 1]! >= wanted) weightSum -= counted[--found.count]!;
    if (weightSum >= wanted) limit = squared[found.count - 1]!;
  };
  const scan = (node: number, data: Float32Array, at: number) => {
    for (let place = from[node]!, end = to[node]!; place < end; place++) {
      const start = place * width;
      let sum = 0;
      for (let j = 0; j < width; j++) {
        const difference = data[at + j]! - rows[start + j]!;
        sum += difference * difference;
      }
      if (sum > limit) continue;
      const weight = sum === 0 ? weights[place]! - 1 : weights[place]!;
      if (weight > 0) insert(sum, place, weight);
    }
  };
  /** `near` is the squared distance to the node's part of the space. */
  const visit = (node: number, near: number, data: Float32Array, at: number): void => {
    const j = column[node]!;
    if (j < 0) {
      scan(node, data, at);
      return;
    }
    const difference = data[at + j]! - split[node]!;
    const isLeft = difference < 0;
    visit(isLeft ? node + 1 : right[node]!, near, data, at);
    const before = away[j]!;
    const further = near - before + difference * difference;
    if (further > limit) return;
    away[j] = difference * difference;
    visit(isLeft ? right[node]! : node + 1, further, data, at);
    away[j] = before;
  };
  return {
    found,
    search(data, at) {
      found.count = 0;
      weightSum = 0;
      limit = Number.POSITIVE_INFINITY;
      away.fill(0);
      visit(0, 0, data, at);
      // Of the last row only as many copies count as are still wanted.
      if (weightSum > wanted) counted[found.count - 1]! -= weightSum - wanted;
    },
  };
}
