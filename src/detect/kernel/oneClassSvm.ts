import { checkNumber, checkOptions } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import type { Detector, Model } from "../detector";
import { distancesTo } from "../engine/distances";
import { rowModel, sharesByLeavingOut } from "../rowModel";
import { columnValues, jsonOf, trainingRows } from "../trainingRows";
import { weightedQuantile } from "../weightedQuantile";
import { solveOneClass } from "./solveOneClass";

/** Options of {@link oneClassSvm}. */
export interface OneClassSvmOptions {
  /** At most this share of the baseline lies outside. @default 0.5 */
  readonly nu?: number;
  /** Width of the kernel exp(-gamma * distance²). @default 1 / columns */
  readonly gamma?: number;
  /** The solver stops at this violation of its conditions. @default 0.001 */
  readonly tolerance?: number;
}

interface Fitted {
  readonly gamma: number;
  readonly rho: number;
  /** Support vectors, row-major. */
  readonly vectors: readonly number[];
  readonly alphas: readonly number[];
  /** The median of each column, which leaving a column out puts in its place. */
  readonly usual: readonly number[];
}

const NAME = "oneClassSvm";

/**
 * One-class support vector machine with a Gaussian kernel: score = rho - sum over support vectors of alpha * kernel.
 *
 * Above 0 a row lies outside what was learned. Standardise columns first. Shares tell how far the score falls when a
 * column is set to its median; they need not sum to it. Time grows with the square of the distinct rows: meant for
 * some 20,000. O(support vectors * d) a row.
 *
 * Source: Schölkopf et al., Estimating the support of a high-dimensional distribution (2001).
 */
export function oneClassSvm(options: OneClassSvmOptions = {}): Detector {
  checkOptions(NAME, options, ["nu", "gamma", "tolerance"]);
  const nu = checkNumber(NAME, "nu", options.nu ?? 0.5, 1e-6, 1);
  const gamma = options.gamma === undefined ? null : checkNumber(NAME, "gamma", options.gamma, 1e-12, 1e12);
  const tolerance = checkNumber(NAME, "tolerance", options.tolerance ?? 1e-3, 1e-12, 1);
  return {
    name: NAME,
    options: Object.freeze({ nu, gamma, tolerance }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      const width = gamma ?? 1 / rows.width;
      const { alphas, rho } = solveOneClass(rows, { nu, gamma: width, tolerance });
      const support = Array.from(alphas.keys()).filter((i) => alphas[i]! > 0);
      return modelOf(x.columns, {
        ...{ gamma: width, rho },
        vectors: support.flatMap((i) => Array.from(rows.data.subarray(i * rows.width, (i + 1) * rows.width))),
        alphas: support.map((i) => alphas[i]!),
        usual: x.columns.map((_, j) => weightedQuantile(columnValues(rows, j), rows.weights, 0.5)),
      });
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreOneClassSvm(json: unknown): Model {
  const { columns, gamma, rho, vectors, alphas, usual } = jsonOf<Fitted>("restoreOneClassSvm", NAME, json);
  return modelOf(columns, { gamma, rho, vectors, alphas, usual });
}

function modelOf(columns: readonly MatrixColumn[], fitted: Fitted): Model {
  const { gamma, rho } = fitted;
  const width = columns.length;
  const vectors = Float32Array.from(fitted.vectors);
  const alphas = Float64Array.from(fitted.alphas);
  const distances = distancesTo(vectors, width);
  const scoreRow = (data: Float32Array, at: number) => {
    distances.from(data, at);
    const kernel = distances.gaussian(gamma);
    let inside = 0;
    for (let v = 0; v < alphas.length; v++) inside += alphas[v]! * kernel[v]!;
    return rho - inside;
  };
  return rowModel({
    ...{ name: NAME, unit: "distance from the boundary", additive: false, columns },
    scoreRow,
    explainRow: sharesByLeavingOut(scoreRow, () => fitted.usual),
    state: () => ({ ...fitted }),
  });
}
