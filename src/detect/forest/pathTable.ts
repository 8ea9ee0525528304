import type { IsolationTrees } from "./isolationTree";

/**
 * Trees of single-column cuts for reading many rows: from a node the way goes to `child[node]`, or to the node behind it
 * when the value is not below the cut. Leaves lead to themselves, so that every row takes the same number of steps and
 * the processor has nothing to guess.
 */
export interface PathTable {
  readonly column: Int32Array;
  readonly cut: Float64Array;
  readonly child: Int32Array;
  /** [nodes]; the whole path of a row that ends here. */
  readonly path: Float64Array;
  readonly roots: Int32Array;
  /** Depth of the deepest leaf. */
  readonly steps: number;
}

/** The table of some trees. O(nodes). */
export function pathTable({ column, split, right, remaining, roots }: IsolationTrees): PathTable {
  const nodes = column.length;
  const table = {
    column: new Int32Array(nodes),
    cut: new Float64Array(nodes).fill(Number.POSITIVE_INFINITY),
    child: new Int32Array(nodes),
    path: new Float64Array(nodes),
    roots: new Int32Array(roots.length),
  };
  let free = 0;
  let steps = 0;
  const place = (node: number, to: number, depth: number): void => {
    table.path[to] = depth + remaining[node]!;
    table.child[to] = to;
    if (column[node]! < 0) {
      steps = Math.max(steps, depth);
      return;
    }
    const first = free;
    free += 2;
    table.column[to] = column[node]!;
    table.cut[to] = split[node]!;
    table.child[to] = first;
    place(node + 1, first, depth + 1);
    place(right[node]!, first + 1, depth + 1);
  };
  roots.forEach((root, t) => {
    table.roots[t] = free++;
    place(root, table.roots[t]!, 0);
  });
  return { ...table, steps };
}

/**
 * Adds the paths that rows `from` to `to` take in tree number `tree`. O(rows * steps).
 *
 * Four rows go down together: the processor works on one while it waits for another.
 */
export function addPaths(
  { column, cut, child, path, roots, steps }: PathTable,
  tree: number,
  { data, width }: { readonly data: Float32Array; readonly width: number },
  from: number,
  to: number,
  paths: Float64Array,
): void {
  const root = roots[tree]!;
  let i = from;
  for (; i + 4 <= to; i += 4) {
    const a = i * width;
    const [b, c, d] = [a + width, a + 2 * width, a + 3 * width];
    let [na, nb, nc, nd] = [root, root, root, root];
    for (let step = 0; step < steps; step++) {
      na = child[na]! + Number(data[a + column[na]!]! >= cut[na]!);
      nb = child[nb]! + Number(data[b + column[nb]!]! >= cut[nb]!);
      nc = child[nc]! + Number(data[c + column[nc]!]! >= cut[nc]!);
      nd = child[nd]! + Number(data[d + column[nd]!]! >= cut[nd]!);
    }
    paths[i]! += path[na]!;
    paths[i + 1]! += path[nb]!;
    paths[i + 2]! += path[nc]!;
    paths[i + 3]! += path[nd]!;
  }
  for (; i < to; i++) {
    let node = root;
    for (let step = 0; step < steps; step++) {
      node = child[node]! + Number(data[i * width + column[node]!]! >= cut[node]!);
    }
    paths[i]! += path[node]!;
  }
}
