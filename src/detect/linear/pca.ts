import { checkNumber, checkOptions, describe } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import type { Detector, Model } from "../detector";
import { rowModel } from "../rowModel";
import { jsonOf, trainingRows } from "../trainingRows";
import { spreadOf } from "./covariance";
import { symmetricEigen } from "./symmetricEigen";

/** Options of {@link pca}. */
export interface PcaOptions {
  /** Share of the variance that the kept components explain. @default 0.9 */
  readonly variance?: number;
  /** What is scored; see {@link pca}. @default "reconstruction" */
  readonly score?: "reconstruction" | "eigenvectorDistance";
}

interface Fitted {
  readonly mean: readonly number[];
  /** The components that count, each a row of `width` numbers. */
  readonly vectors: readonly number[];
  /** Share of the variance of each of them. */
  readonly ratios: readonly number[];
  readonly score: "reconstruction" | "eigenvectorDistance";
}

const NAME = "pca";
const SCORES = ["reconstruction", "eigenvectorDistance"] as const;

/**
 * Principal components: how badly a row is described by the directions that describe the baseline.
 *
 * - `reconstruction`: squared distance to the plane of the kept components; additive; a linear autoencoder
 * - `eigenvectorDistance`: what PyOD's `PCA` computes: the sum over all components of the distance between the row and
 *   that unit vector, divided by the component's share of the variance. Kept to reproduce its published figures.
 *
 * Standardise columns first. Shares of a reconstruction may be negative. Unit: squared distance (or distance). O(n * d² + d³) to fit, O(d * components) a row.
 *
 * Source: Shyu et al., A novel anomaly detection scheme based on principal component classifier (2003).
 */
export function pca(options: PcaOptions = {}): Detector {
  checkOptions(NAME, options, ["variance", "score"]);
  const variance = checkNumber(NAME, "variance", options.variance ?? 0.9, 0, 1);
  const score = options.score ?? "reconstruction";
  if (!SCORES.includes(score)) {
    throw new RangeError(`${NAME}: score must be ${SCORES.join(" or ")}, got ${describe(score)}`);
  }
  return {
    name: NAME,
    options: Object.freeze({ variance, score }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      const { mean, covariance } = spreadOf(rows);
      const { values, vectors } = symmetricEigen(covariance, rows.width);
      const whole = values.reduce((sum, value) => sum + Math.max(0, value), 0);
      // What is left of rounding is no direction.
      const known = values.filter((value) => value > 1e-12 * whole).length;
      const kept = score === "reconstruction" ? enough(values, whole * variance, known) : known;
      return modelOf(x.columns, {
        mean: Array.from(mean),
        vectors: Array.from(vectors.subarray(0, kept * rows.width)),
        ratios: Array.from(values.subarray(0, kept), (value) => value / whole),
        score,
      });
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restorePca(json: unknown): Model {
  const { columns, mean, vectors, ratios, score } = jsonOf<Fitted>("restorePca", NAME, json);
  return modelOf(columns, { mean, vectors, ratios, score });
}

/** How many of the values, largest first, reach the sum; not all of them, or nothing would be left to score. */
function enough(values: Float64Array, aim: number, known: number): number {
  let sum = 0;
  let count = 0;
  while (count < known && sum < aim) sum += values[count++]!;
  return Math.min(count, Math.max(0, values.length - 1));
}

function modelOf(columns: readonly MatrixColumn[], fitted: Fitted): Model {
  const isDistance = fitted.score === "eigenvectorDistance";
  const squares = isDistance ? eigenvectorShares(fitted) : residualShares(fitted, columns.length);
  const shares = new Float64Array(columns.length);
  return rowModel({
    ...{ name: NAME, unit: isDistance ? "distance" : "squared distance", additive: true, columns },
    scoreRow(data, at) {
      squares(data, at, shares.fill(0));
      return shares.reduce((sum, share) => sum + share, 0);
    },
    explainRow: squares,
    state: () => ({ ...fitted }),
  });
}

type Shares = (data: Float32Array, at: number, shares: Float64Array) => void;

/** What is left of each column without the kept components, times how far the column is from its mean. */
function residualShares({ mean, vectors, ratios }: Fitted, width: number): Shares {
  const left = new Float64Array(width);
  return (data, at, shares) => {
    for (let j = 0; j < width; j++) left[j] = data[at + j]! - mean[j]!;
    for (let c = 0; c < ratios.length; c++) {
      let length = 0;
      for (let j = 0; j < width; j++) length += (data[at + j]! - mean[j]!) * vectors[c * width + j]!;
      for (let j = 0; j < width; j++) left[j]! -= length * vectors[c * width + j]!;
    }
    for (let j = 0; j < width; j++) shares[j] = left[j]! * (data[at + j]! - mean[j]!);
  };
}

/** Each distance split by the squared differences of its columns. */
function eigenvectorShares({ vectors, ratios }: Fitted): Shares {
  return (data, at, shares) => {
    const width = shares.length;
    for (let c = 0; c < ratios.length; c++) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += (data[at + j]! - vectors[c * width + j]!) ** 2;
      const distance = Math.sqrt(sum);
      if (distance === 0) continue;
      for (let j = 0; j < width; j++) {
        shares[j]! += (data[at + j]! - vectors[c * width + j]!) ** 2 / distance / ratios[c]!;
      }
    }
  };
}
