import type { MatrixColumn } from "../../core/matrix";
import type { Random } from "../../core/random";
import type { ContrastRows } from "./contrastRows";

/** A tree that tells real rows from made ones, as flat arrays: node n's children are n + 1 and `right[n]`. */
export interface ContrastTree {
  /** [nodes]; -1 for a leaf. */
  readonly column: Int32Array;
  /** [nodes]; a number below it goes left, the level with this code goes left. */
  readonly split: Float64Array;
  readonly right: Int32Array;
}

interface Cut {
  readonly column: number;
  readonly split: number;
  readonly impurity: number;
}

// Leaves stay large enough for rows to meet in them.
const SMALLEST = 5;

/**
 * Grows a tree by the Gini impurity on a random choice of √d columns a node. O(n log n * √d * depth).
 *
 * Source: Breiman, Random forests (2001).
 */
export function contrastTree(
  { data, count }: ContrastRows,
  columns: readonly MatrixColumn[],
  random: Random,
): ContrastTree {
  const width = columns.length;
  const tree = { column: [] as number[], split: [] as number[], right: [] as number[] };
  const tried = Math.ceil(Math.sqrt(width));
  const build = (members: Uint32Array): void => {
    const node = tree.column.length;
    tree.column.push(-1);
    tree.split.push(0);
    tree.right.push(0);
    const cut = bestCut(members, { data, count }, columns, random, tried);
    if (cut === undefined) return;
    const isCategory = columns[cut.column]!.type.kind === "category";
    const goesLeft = (i: number) => sideOf(data[i * width + cut.column]!, cut.split, isCategory);
    tree.column[node] = cut.column;
    tree.split[node] = cut.split;
    build(members.filter((i) => goesLeft(i)));
    tree.right[node] = tree.column.length;
    build(members.filter((i) => !goesLeft(i)));
  };
  build(Uint32Array.from({ length: 2 * count }, (_, i) => i));
  return {
    column: Int32Array.from(tree.column),
    split: Float64Array.from(tree.split),
    right: Int32Array.from(tree.right),
  };
}

/** The leaf of the row that begins at `data[at]`. */
export function leafOf(
  { column, split, right }: ContrastTree,
  isCategory: readonly boolean[],
  data: Float32Array,
  at: number,
): number {
  let node = 0;
  while (column[node]! >= 0) {
    const j = column[node]!;
    node = sideOf(data[at + j]!, split[node]!, isCategory[j]!) ? node + 1 : right[node]!;
  }
  return node;
}

function sideOf(value: number, split: number, isCategory: boolean): boolean {
  return isCategory ? value === split : value < split;
}

function bestCut(
  members: Uint32Array,
  rows: ContrastRows,
  columns: readonly MatrixColumn[],
  random: Random,
  tried: number,
): Cut | undefined {
  const real = members.reduce((sum, i) => sum + (i < rows.count ? 1 : 0), 0);
  if (real === 0 || real === members.length || members.length < 2 * SMALLEST) return undefined;
  let best: Cut | undefined;
  const order = random.shuffle(columns.map((_, j) => j));
  for (const [k, j] of order.entries()) {
    // Columns beyond the chosen ones are looked at only while none of them cuts.
    if (k >= tried && best !== undefined) break;
    const cut =
      columns[j]!.type.kind === "category"
        ? bestLevel(members, rows, columns.length, j, real)
        : bestThreshold(members, rows, columns.length, j, real);
    if (cut !== undefined && (best === undefined || cut.impurity < best.impurity)) best = cut;
  }
  return best;
}

/** Twice the Gini impurity of both sides, by their real and all rows. */
function impurityOf(left: number, leftReal: number, all: number, real: number): number {
  const right = all - left;
  const rightReal = real - leftReal;
  return (leftReal * (left - leftReal)) / left + (rightReal * (right - rightReal)) / right;
}

function bestThreshold(
  members: Uint32Array,
  { data, count }: ContrastRows,
  width: number,
  j: number,
  real: number,
): Cut | undefined {
  const sorted = members.slice().sort((a, b) => data[a * width + j]! - data[b * width + j]! || a - b);
  let best: Cut | undefined;
  let leftReal = 0;
  for (let left = 1; left < sorted.length; left++) {
    if (sorted[left - 1]! < count) leftReal++;
    const below = data[sorted[left - 1]! * width + j]!;
    const value = data[sorted[left]! * width + j]!;
    if (value === below || left < SMALLEST || sorted.length - left < SMALLEST) continue;
    const impurity = impurityOf(left, leftReal, sorted.length, real);
    if (best === undefined || impurity < best.impurity) {
      best = { column: j, split: (below + value) / 2, impurity };
    }
  }
  return best;
}

function bestLevel(
  members: Uint32Array,
  { data, count }: ContrastRows,
  width: number,
  j: number,
  real: number,
): Cut | undefined {
  const seen = new Map<number, [all: number, real: number]>();
  for (const i of members) {
    const level = data[i * width + j]!;
    const [all, ofThem] = seen.get(level) ?? [0, 0];
    seen.set(level, [all + 1, ofThem + (i < count ? 1 : 0)]);
  }
  let best: Cut | undefined;
  for (const [level, [left, leftReal]] of [...seen].sort((a, b) => a[0] - b[0])) {
    if (left < SMALLEST || members.length - left < SMALLEST) continue;
    const impurity = impurityOf(left, leftReal, members.length, real);
    if (best === undefined || impurity < best.impurity) best = { column: j, split: level, impurity };
  }
  return best;
}
