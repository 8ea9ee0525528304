import { checkInteger, checkOptions, describe } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import type { Detector, Model } from "../detector";
import { rowModel } from "../rowModel";
import { jsonOf, type TrainingRows, trainingRows } from "../trainingRows";
import { kdTree } from "./kdTree";
import { type Neighbours, neighbourSearch } from "./nearest";
import { type RowsJson, rowsFromJson, rowsToJson } from "./rowsJson";

/** Options of {@link knn}. */
export interface KnnOptions {
  /** How many neighbours. @default 5 */
  readonly neighbours?: number;
  /** The distance to the last of them, or the mean of all. @default "largest" */
  readonly distance?: "largest" | "mean";
}

const NAME = "knn";
const DISTANCES = ["largest", "mean"] as const;

/**
 * Distance to the nearest neighbours: score = Euclidean distance to the k-th nearest training row.
 *
 * Finds what lies alone; blind to differences in density (see `lof`). Standardise columns first. A training row is no
 * neighbour of itself; with fewer rows than neighbours the last one counts, with none the score is 0. Shares are the
 * squared differences by column over the distance. Unit: that of the columns. Search as in `neighbourSearch`.
 *
 * Source: Ramaswamy, Rastogi and Shim, Efficient algorithms for mining outliers from large data sets (2000).
 */
export function knn(options: KnnOptions = {}): Detector {
  checkOptions(NAME, options, ["neighbours", "distance"]);
  const neighbours = checkInteger(NAME, "neighbours", options.neighbours ?? 5, 1, 10_000);
  const distance = options.distance ?? "largest";
  if (!DISTANCES.includes(distance)) {
    throw new RangeError(`${NAME}: distance must be ${DISTANCES.join(" or ")}, got ${describe(distance)}`);
  }
  return {
    name: NAME,
    options: Object.freeze({ neighbours, distance }),
    async fit(x, fitOptions) {
      return modelOf(x.columns, trainingRows(NAME, x, fitOptions), neighbours, distance);
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreKnn(json: unknown): Model {
  const { columns, rows, neighbours, distance } = jsonOf<{
    rows: RowsJson;
    neighbours: number;
    distance: "largest" | "mean";
  }>("restoreKnn", NAME, json);
  return modelOf(columns, rowsFromJson(rows), neighbours, distance);
}

function modelOf(
  columns: readonly MatrixColumn[],
  rows: TrainingRows,
  neighbours: number,
  distance: "largest" | "mean",
): Model {
  const tree = kdTree(rows);
  const { found, search } = neighbourSearch(tree, neighbours);
  const width = columns.length;
  const first = () => (distance === "mean" ? 0 : found.count - 1);
  return rowModel({
    ...{ name: NAME, unit: "distance", additive: true, columns },
    scoreRow(data, at) {
      search(data, at);
      return found.count === 0 ? 0 : meanDistance(found, first());
    },
    explainRow(data, at, shares) {
      search(data, at);
      const total = weightFrom(found, Math.max(0, first()));
      for (let i = Math.max(0, first()); i < found.count; i++) {
        const length = Math.sqrt(found.squared[i]!);
        if (length === 0) continue;
        for (let j = 0; j < width; j++) {
          const difference = data[at + j]! - tree.data[found.places[i]! * width + j]!;
          shares[j]! += ((found.weights[i]! / total) * difference ** 2) / length;
        }
      }
    },
    state: () => ({ rows: rowsToJson(rows), neighbours, distance }),
  });
}

function weightFrom({ count, weights }: Neighbours, first: number): number {
  let sum = 0;
  for (let i = first; i < count; i++) sum += weights[i]!;
  return sum;
}

function meanDistance(found: Neighbours, first: number): number {
  let sum = 0;
  for (let i = first; i < found.count; i++) sum += found.weights[i]! * Math.sqrt(found.squared[i]!);
  return sum / weightFrom(found, first);
}
