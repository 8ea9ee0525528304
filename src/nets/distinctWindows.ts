import type { Windows } from "../core/sequences";

/** Windows that hold the same rows in the same order, as one. */
export interface DistinctWindows {
  /** [distinct]; one window of each kind, in the order of their content. */
  readonly example: Int32Array;
  /** [distinct]; windows of each kind, each counted as much as its rows on average. */
  readonly weights: Float64Array;
  /** [windows], sorted by kind: the windows of kind k are those from `starts[k]` on. */
  readonly members: Int32Array;
  /** [distinct + 1] */
  readonly starts: Int32Array;
}

/**
 * Finds equal windows without making any: two are equal when the ids of their rows are.
 *
 * `idOf` is the distinct row that each row of the matrix is, numbered by content, so that the order of the result does
 * not depend on the order of the evidence. O(windows * timesteps), and a sort.
 */
export function distinctWindows(
  windows: Windows,
  idOf: ArrayLike<number>,
  rowWeights?: ArrayLike<number>,
): DistinctWindows {
  const { sequences, from, length } = windows;
  // Ids in the order of the sequences: a window is a run of them.
  const ids = Int32Array.from(sequences.order, (row) => idOf[row]!);
  const compare = (a: number, b: number) => compareRuns(ids, from[a]!, length[a]!, from[b]!, length[b]!);
  const hashes = new Map<number, number[]>();
  for (let w = 0; w < from.length; w++) {
    const hash = hashRun(ids, from[w]!, length[w]!);
    const kinds = hashes.get(hash);
    if (kinds === undefined) hashes.set(hash, [w]);
    else kinds.push(w);
  }
  // Of one hash, windows stand together by content; equal ones keep their order.
  const kinds: number[][] = [];
  for (const list of hashes.values()) {
    list.sort((a, b) => compare(a, b) || a - b);
    list.forEach((w, i) => {
      if (i > 0 && compare(list[i - 1]!, w) === 0) kinds[kinds.length - 1]!.push(w);
      else kinds.push([w]);
    });
  }
  kinds.sort((a, b) => compare(a[0]!, b[0]!));
  const starts = new Int32Array(kinds.length + 1);
  kinds.forEach((list, k) => {
    starts[k + 1] = starts[k]! + list.length;
  });
  return {
    example: Int32Array.from(kinds, (list) => list[0]!),
    weights: Float64Array.from(kinds, (list) =>
      list.reduce((sum, w) => sum + weightOf(windows, w, rowWeights), 0),
    ),
    members: Int32Array.from(kinds.flat()),
    starts,
  };
}

function weightOf({ sequences, from, length }: Windows, w: number, rowWeights?: ArrayLike<number>): number {
  if (rowWeights === undefined) return 1;
  let sum = 0;
  for (let t = 0; t < length[w]!; t++) sum += rowWeights[sequences.order[from[w]! + t]!]!;
  return sum / length[w]!;
}

function compareRuns(ids: Int32Array, a: number, aLength: number, b: number, bLength: number): number {
  for (let t = 0; t < Math.min(aLength, bLength); t++) {
    const difference = ids[a + t]! - ids[b + t]!;
    if (difference !== 0) return difference;
  }
  return aLength - bLength;
}

function hashRun(ids: Int32Array, from: number, length: number): number {
  let hash = 0x811c9dc5;
  for (let t = 0; t < length; t++) {
    hash = Math.imul(hash ^ ids[from + t]!, 0x01000193);
    hash ^= hash >>> 15;
  }
  return hash >>> 0;
}
