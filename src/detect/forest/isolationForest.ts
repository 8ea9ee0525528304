import { checkInteger, checkOptions } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import { random } from "../../core/random";
import type { Detector, Model } from "../detector";
import { rowModel } from "../rowModel";
import { jsonOf, trainingRows } from "../trainingRows";
import { averagePath, type IsolationTrees, TreeBuilder } from "./isolationTree";
import { addPaths, type PathTable, pathTable } from "./pathTable";
import { weightedSampler } from "./weightedSample";

/** Options of {@link isolationForest}. */
export interface IsolationForestOptions {
  /** @default 100 */
  readonly trees?: number;
  /** Rows that each tree is grown on. @default 256 */
  readonly sample?: number;
  /** Columns that a split weighs beside its first: 0 is the plain forest, d - 1 the fully extended one. @default 0 */
  readonly extension?: number;
  /** @default 1 */
  readonly seed?: number;
}

const NAME = "isolationForest";
/** Rows that one tree reads before the next does. */
const BLOCK = 256;

/**
 * Isolation forest: how few random cuts set a row apart; score = 1 - mean path / usual path.
 *
 * Above 0 a row is set apart sooner than usual, 1 is at once; the paper's s(x) is 2^(score - 1). Takes many columns
 * and rows, no scaling; numbers only. Each cut's gain (how much the expected rest of the path shrinks beyond the one
 * step taken) belongs to its column, so that shares sum to the score. `extension` cuts along random directions, for
 * columns that vary together; its gains are split by how far each column moves the row from the cut.
 * O(trees * sample * log sample) to fit, O(trees * log sample) a row.
 *
 * Source: Liu, Ting and Zhou, Isolation forest (2008); Hariri, Carrasco Kind and Brunner, Extended isolation forest
 * (2019).
 */
export function isolationForest(options: IsolationForestOptions = {}): Detector {
  checkOptions(NAME, options, ["trees", "sample", "extension", "seed"]);
  const trees = checkInteger(NAME, "trees", options.trees ?? 100, 1, 100_000);
  const sample = checkInteger(NAME, "sample", options.sample ?? 256, 2, 1_000_000);
  const extension = checkInteger(NAME, "extension", options.extension ?? 0, 0);
  const seed = checkInteger(NAME, "seed", options.seed ?? 1, 0);
  return {
    name: NAME,
    options: Object.freeze({ trees, sample, extension, seed }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      const sampler = weightedSampler(rows.weights);
      const builder = new TreeBuilder(rows, Math.min(extension, rows.width - 1));
      const root = random(seed);
      for (let tree = 0; tree < trees; tree++) {
        const draw = root.fork(String(tree));
        builder.grow(sampler.draw(draw, sample), draw);
      }
      return modelOf(x.columns, builder.trees(), averagePath(Math.min(sample, rows.total)));
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreIsolationForest(json: unknown): Model {
  const { columns, trees, usual } = jsonOf<{
    trees: Record<keyof IsolationTrees, number[]>;
    usual: number;
  }>("restoreIsolationForest", NAME, json);
  return modelOf(
    columns,
    {
      column: Int32Array.from(trees.column),
      split: Float64Array.from(trees.split),
      right: Int32Array.from(trees.right),
      remaining: Float64Array.from(trees.remaining),
      roots: Int32Array.from(trees.roots),
      directions: Float64Array.from(trees.directions),
    },
    usual,
  );
}

function modelOf(columns: readonly MatrixColumn[], trees: IsolationTrees, usual: number): Model {
  const { roots } = trees;
  const width = columns.length;
  const isPlain = trees.directions.length === 0;
  const sides = isPlain ? bySingleColumns(trees) : byDirections(trees, width);
  let made: PathTable | undefined;
  const table = () => {
    made ??= pathTable(trees);
    return made;
  };
  return rowModel({
    ...{ name: NAME, unit: "share of the usual path saved", additive: true, columns },
    scoreRow(data, at) {
      if (usual === 0) return 0;
      let path = 0;
      for (let t = 0; t < roots.length; t++) path += pathLength(trees, sides, roots[t]!, data, at);
      return 1 - path / roots.length / usual;
    },
    ...(isPlain ? { scoreAll: (data, rows) => scoreBlocks(table(), usual, { data, width }, rows) } : {}),
    explainRow(data, at, shares) {
      if (usual === 0) return;
      for (const root of roots) addGains(trees, sides, root, data, at, shares);
      for (let j = 0; j < shares.length; j++) shares[j]! /= roots.length * usual;
    },
    state: () => ({
      trees: Object.fromEntries(Object.entries(trees).map(([name, values]) => [name, Array.from(values)])),
      usual,
    }),
  });
}

/** Scores of all rows: a tree stays in the processor's cache while it reads a block of them. */
function scoreBlocks(
  table: PathTable,
  usual: number,
  rowsOf: { readonly data: Float32Array; readonly width: number },
  rows: number,
): Float64Array {
  const paths = new Float64Array(rows);
  if (usual === 0) return paths;
  const trees = table.roots.length;
  for (let from = 0; from < rows; from += BLOCK) {
    const to = Math.min(rows, from + BLOCK);
    for (let tree = 0; tree < trees; tree++) addPaths(table, tree, rowsOf, from, to, paths);
  }
  for (let i = 0; i < rows; i++) paths[i] = 1 - paths[i]! / trees / usual;
  return paths;
}

/** How a row stands to a node's cut. */
interface Sides {
  /** Its place along the cut's direction. */
  place(node: number, data: Float32Array, at: number): number;
  /** Splits a gain among the columns of the cut. */
  share(node: number, data: Float32Array, at: number, gain: number, shares: Float64Array): void;
}

function bySingleColumns({ column }: IsolationTrees): Sides {
  return {
    place: (node, data, at) => data[at + column[node]!]!,
    share(node, _data, _at, gain, shares) {
      shares[column[node]!]! += gain;
    },
  };
}

function byDirections({ column, directions }: IsolationTrees, width: number): Sides {
  const place: Sides["place"] = (node, data, at) => {
    const from = column[node]! * width;
    let sum = 0;
    for (let j = 0; j < width; j++) sum += directions[from + j]! * data[at + j]!;
    return sum;
  };
  return {
    place,
    share(node, data, at, gain, shares) {
      const from = column[node]! * width;
      let total = 0;
      for (let j = 0; j < width; j++) total += Math.abs(directions[from + j]! * data[at + j]!);
      for (let j = 0; j < width; j++) {
        const part = Math.abs(directions[from + j]! * data[at + j]!);
        shares[j]! += gain * (total === 0 ? 1 / width : part / total);
      }
    },
  };
}

function pathLength(
  { column, split, right, remaining }: IsolationTrees,
  { place }: Sides,
  root: number,
  data: Float32Array,
  at: number,
): number {
  let node = root;
  let depth = 0;
  for (; column[node]! >= 0; depth++) node = place(node, data, at) < split[node]! ? node + 1 : right[node]!;
  return depth + remaining[node]!;
}

/** The gains of a path sum to the usual path less the path taken. */
function addGains(
  { column, split, right, remaining }: IsolationTrees,
  sides: Sides,
  root: number,
  data: Float32Array,
  at: number,
  shares: Float64Array,
): void {
  for (let node = root; column[node]! >= 0; ) {
    const next = sides.place(node, data, at) < split[node]! ? node + 1 : right[node]!;
    sides.share(node, data, at, remaining[node]! - remaining[next]! - 1, shares);
    node = next;
  }
}
