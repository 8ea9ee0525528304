import { checkInteger, checkOptions } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
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
      return modelOf(x.columns, tree, densities(tree, neighbours), neighbours);
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

function modelOf(columns: readonly MatrixColumn[], tree: KdTree, kept: Densities, neighbours: number): Model {
  const { found, search } = neighbourSearch(tree, neighbours);
  const width = columns.length;
  const scoreFound = () => {
    if (found.count === 0) return 1;
    const weight = found.weights.subarray(0, found.count).reduce((sum, one) => sum + one, 0);
    let around = 0;
    for (let i = 0; i < found.count; i++) around += found.weights[i]! * kept.density[found.places[i]!]!;
    return around / weight / densityOf(found, kept.reach);
  };
  return rowModel({
    ...{ name: NAME, unit: "ratio of densities", additive: true, columns },
    scoreRow(data, at) {
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

/** Reach and density of every training row. */
function densities(tree: KdTree, neighbours: number): Densities {
  const { rows, width } = tree.rows;
  const { found, search } = neighbourSearch(tree, neighbours);
  const reach = new Float64Array(rows);
  const lists: { squared: Float64Array; places: Uint32Array; weights: Float64Array; count: number }[] = [];
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
  return { reach, density: Float64Array.from(lists, (list) => densityOf(list, reach)) };
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
