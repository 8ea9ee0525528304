import { checkInteger, checkOptions } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import { rowFinder } from "../collapse";
import type { Detector, Model } from "../detector";
import { rowModel } from "../rowModel";
import { jsonOf, trainingRows } from "../trainingRows";
import { type KdTree, kdTree } from "./kdTree";
import { type Neighbours, neighbourSearch } from "./nearest";
import { type RowsJson, rowsFromJson, rowsToJson } from "./rowsJson";

/** Options of {@link lof}. */
export interface LofOptions {
  /** How many neighbours. @default 20 */
  readonly neighbours?: number;
}

/** What is kept of each training row, in the tree's order. */
interface Densities {
  /** Distance to the last neighbour. */
  readonly reach: Float64Array;
  /** Local reachability density. */
  readonly density: Float64Array;
}

const NAME = "lof";
// More copies than neighbours would have an infinite density; scikit-learn adds the same.
const TINY = 1e-10;

/**
 * Local outlier factor: how much thinner the data is around a row than around its neighbours; about 1 inside.
 *
 * Finds what is odd for its own surroundings, where one distance does not fit all. Standardise columns first. A
 * training row is no neighbour of itself. Shares split the score by the squared differences to the neighbours. Unit:
 * ratio of densities. Two searches a training row to fit, one a row to score.
 *
 * Source: Breunig, Kriegel, Ng and Sander, LOF: identifying density-based local outliers (2000).
 */
export function lof(options: LofOptions = {}): Detector {
  checkOptions(NAME, options, ["neighbours"]);
  const neighbours = checkInteger(NAME, "neighbours", options.neighbours ?? 20, 1, 10_000);
  return {
    name: NAME,
    options: Object.freeze({ neighbours }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      const tree = kdTree(rows);
      const { scores, ...kept } = densities(tree, neighbours);
      return modelOf(x.columns, tree, kept, neighbours, scores);
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreLof(json: unknown): Model {
  const { columns, rows, reach, density, neighbours } = jsonOf<{
    rows: RowsJson;
    reach: number[];
    density: number[];
    neighbours: number;
  }>("restoreLof", NAME, json);
  const kept = { reach: Float64Array.from(reach), density: Float64Array.from(density) };
  return modelOf(columns, kdTree(rowsFromJson(rows)), kept, neighbours);
}

/** `scores`: those of the training rows in the tree's order, which the fit has found on its way. */
function modelOf(
  columns: readonly MatrixColumn[],
  tree: KdTree,
  kept: Densities,
  neighbours: number,
  scores?: Float64Array,
): Model {
  const { found, search } = neighbourSearch(tree, neighbours);
  const width = columns.length;
  const trained = scores === undefined ? () => -1 : rowFinder(tree.data, width);
  const scoreFound = () => scoreOf(found, kept);
  return rowModel({
    ...{ name: NAME, unit: "ratio of densities", additive: true, columns },
    scoreRow(data, at) {
      const place = trained(data, at);
      if (place >= 0) return scores![place]!;
      search(data, at);
      return scoreFound();
    },
    explainRow(data, at, shares) {
      search(data, at);
      let total = 0;
      for (let i = 0; i < found.count; i++) {
        for (let j = 0; j < width; j++) {
          const square = (data[at + j]! - tree.data[found.places[i]! * width + j]!) ** 2;
          shares[j]! += found.weights[i]! * square;
          total += found.weights[i]! * square;
        }
      }
      const score = scoreFound();
      for (let j = 0; j < width; j++) shares[j] = score * (total === 0 ? 1 / width : shares[j]! / total);
    },
    state: () => ({
      rows: rowsToJson(tree.rows),
      reach: Array.from(kept.reach),
      density: Array.from(kept.density),
      neighbours,
    }),
  });
}

/** Reach, density and score of every training row. */
function densities(tree: KdTree, neighbours: number): Densities & { readonly scores: Float64Array } {
  const { rows, width } = tree.rows;
  const { found, search } = neighbourSearch(tree, neighbours);
  const reach = new Float64Array(rows);
  const lists: Neighbours[] = [];
  for (let i = 0; i < rows; i++) {
    search(tree.data, i * width);
    reach[i] = found.count === 0 ? 0 : Math.sqrt(found.squared[found.count - 1]!);
    const { count } = found;
    lists.push({
      count,
      squared: found.squared.slice(0, count),
      places: found.places.slice(0, count),
      weights: found.weights.slice(0, count),
    });
  }
  const density = Float64Array.from(lists, (list) => densityOf(list, reach));
  return { reach, density, scores: Float64Array.from(lists, (list) => scoreOf(list, { reach, density })) };
}

/** How much thinner it is here than around the neighbours. */
function scoreOf(found: Neighbours, { reach, density }: Densities): number {
  if (found.count === 0) return 1;
  let weight = 0;
  let around = 0;
  for (let i = 0; i < found.count; i++) {
    weight += found.weights[i]!;
    around += found.weights[i]! * density[found.places[i]!]!;
  }
  return around / weight / densityOf(found, reach);
}

function densityOf({ count, squared, places, weights }: Neighbours, reach: Float64Array): number {
  let sum = 0;
  let weight = 0;
  for (let i = 0; i < count; i++) {
    sum += weights[i]! * Math.max(reach[places[i]!]!, Math.sqrt(squared[i]!));
    weight += weights[i]!;
  }
  return weight === 0 ? 1 : 1 / (sum / weight + TINY);
}
