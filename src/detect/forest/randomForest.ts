import { checkInteger, checkOptions } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import { random } from "../../core/random";
import { checkFit } from "../checkMatrix";
import { distinctRows, takeRows } from "../collapse";
import type { Detector, Model } from "../detector";
import { rowModel, sharesByLeavingOut } from "../rowModel";
import { jsonOf } from "../trainingRows";
import { contrastRows } from "./contrastRows";
import { type ContrastTree, contrastTree, leafOf } from "./contrastTree";
import { weightedSampler } from "./weightedSample";

/** Options of {@link randomForest}. */
export interface RandomForestOptions {
  /** @default 100 */
  readonly trees?: number;
  /** Real rows that each tree is grown on, beside as many made ones. @default 500 */
  readonly sample?: number;
  /** Rows of the baseline that a row is compared with. @default 500 */
  readonly references?: number;
  /** @default 1 */
  readonly seed?: number;
}

interface Fitted {
  readonly trees: readonly ContrastTree[];
  /** [references, columns] */
  readonly references: Float32Array;
  /** [references]; summing to 1. */
  readonly shares: Float64Array;
}

const NAME = "randomForest";

/**
 * Unsupervised random forest: trees learn to tell real rows from rows whose columns were drawn apart; rows that reach
 * the same leaves are near, and score = -log2 of the mean squared nearness to the baseline.
 *
 * Sees columns that do not belong together; takes categories and numbers unscaled. Breiman's outlier measure is
 * n / Σ proximity²; ours is its logarithm against a sample of the baseline, so that cost grows with rows, not with
 * their square. Shares tell how far the score falls when a column takes the value of the nearest reference; they need
 * not sum to it. O(trees * (sample log sample) * √d) to fit, O(trees * (depth + references)) a row.
 *
 * Source: Breiman, Random forests (2001); Shi and Horvath, Unsupervised learning with random forest predictors (2006).
 */
export function randomForest(options: RandomForestOptions = {}): Detector {
  checkOptions(NAME, options, ["trees", "sample", "references", "seed"]);
  const trees = checkInteger(NAME, "trees", options.trees ?? 100, 1, 10_000);
  const sample = checkInteger(NAME, "sample", options.sample ?? 500, 10, 100_000);
  const references = checkInteger(NAME, "references", options.references ?? 500, 1, 100_000);
  const seed = checkInteger(NAME, "seed", options.seed ?? 1, 0);
  return {
    name: NAME,
    options: Object.freeze({ trees, sample, references, seed }),
    async fit(x, fitOptions = {}) {
      checkFit(NAME, x, fitOptions);
      const { matrix: rows, weights } = distinctRows(x, fitOptions.weights);
      const root = random(seed);
      const grown = Array.from({ length: trees }, (_, t) => {
        const draw = root.fork(String(t));
        return contrastTree(contrastRows(rows, weights, sample, draw), x.columns, draw);
      });
      const drawn = weightedSampler(weights).draw(root.fork("references"), references);
      const total = drawn.weights.reduce((sum, weight) => sum + weight, 0);
      return modelOf(x.columns, {
        trees: grown,
        references: takeRows(rows, drawn.rows).data,
        shares: drawn.weights.map((weight) => weight / total),
      });
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreRandomForest(json: unknown): Model {
  const { columns, trees, references, shares } = jsonOf<{
    trees: Record<keyof ContrastTree, number[]>[];
    references: number[];
    shares: number[];
  }>("restoreRandomForest", NAME, json);
  return modelOf(columns, {
    trees: trees.map(({ column, split, right }) => ({
      column: Int32Array.from(column),
      split: Float64Array.from(split),
      right: Int32Array.from(right),
    })),
    references: Float32Array.from(references),
    shares: Float64Array.from(shares),
  });
}

function modelOf(columns: readonly MatrixColumn[], { trees, references, shares }: Fitted): Model {
  const width = columns.length;
  const isCategory = columns.map(({ type }) => type.kind === "category");
  const count = shares.length;
  // [trees, references]
  const homes = Int32Array.from({ length: trees.length * count }, (_, at) =>
    leafOf(trees[Math.floor(at / count)]!, isCategory, references, (at % count) * width),
  );
  const together = new Uint32Array(count);
  const meet = (data: Float32Array, at: number) => {
    together.fill(0);
    for (let t = 0; t < trees.length; t++) {
      const leaf = leafOf(trees[t]!, isCategory, data, at);
      for (let r = 0, home = t * count; r < count; r++, home++) if (homes[home] === leaf) together[r]!++;
    }
  };
  const scoreRow = (data: Float32Array, at: number) => {
    meet(data, at);
    let near = 0;
    for (let r = 0; r < count; r++) near += shares[r]! * (together[r]! / trees.length) ** 2;
    // Who meets nobody has met somebody in less than one tree.
    return -Math.log2(Math.max(near, 1 / (trees.length ** 2 * count)));
  };
  return rowModel({
    ...{ name: NAME, unit: "bits", additive: false, columns },
    scoreRow,
    // `together` is what the whole row has met: the usual values are asked for right behind its score.
    explainRow: sharesByLeavingOut(scoreRow, () => {
      const nearest = together.indexOf(together.reduce((a, b) => Math.max(a, b))) * width;
      return references.subarray(nearest, nearest + width);
    }),
    state: () => ({
      trees: trees.map(({ column, split, right }) => ({
        column: Array.from(column),
        split: Array.from(split),
        right: Array.from(right),
      })),
      references: Array.from(references),
      shares: Array.from(shares),
    }),
  });
}
