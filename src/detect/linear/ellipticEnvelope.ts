import { checkInteger, checkNumber, checkOptions } from "../../core/check";
import type { MatrixColumn } from "../../core/matrix";
import type { Detector, Model } from "../detector";
import { rowModel } from "../rowModel";
import { jsonOf, trainingRows } from "../trainingRows";
import { fastMcd } from "./fastMcd";

/** Options of {@link ellipticEnvelope}. */
export interface EllipticEnvelopeOptions {
  /** Share of the rows that is taken for clean; 1 is the classical Mahalanobis distance. @default (n + d + 1) / 2n */
  readonly support?: number;
  /** Random subsets that the search starts from. @default 100 */
  readonly starts?: number;
  /** @default 1 */
  readonly seed?: number;
}

const NAME = "ellipticEnvelope";

/**
 * Robust covariance: score = squared Mahalanobis distance from the middle of the cleanest part of the data.
 *
 * One ellipsoid for everything: right for numbers that vary together, wrong for several clusters. The minimum
 * covariance determinant keeps outliers from widening it. Shares are (x - m)_j * (P (x - m))_j, which sum to the
 * score and may be negative. Unit: squared standard distances. Columns without spread get a spread of 1e-6 of the
 * largest. O(starts * n * d²) to fit, O(d²) a row.
 *
 * Source: Rousseeuw and Van Driessen, A fast algorithm for the minimum covariance determinant estimator (1999).
 */
export function ellipticEnvelope(options: EllipticEnvelopeOptions = {}): Detector {
  checkOptions(NAME, options, ["support", "starts", "seed"]);
  const support =
    options.support === undefined ? null : checkNumber(NAME, "support", options.support, 0.5, 1);
  const starts = checkInteger(NAME, "starts", options.starts ?? 100, 1, 10_000);
  const seed = checkInteger(NAME, "seed", options.seed ?? 1, 0);
  return {
    name: NAME,
    options: Object.freeze({ support, starts, seed }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      const { mean, precision } = fastMcd(rows, { support: support ?? undefined, starts, seed });
      return modelOf(x.columns, Array.from(mean), Array.from(precision));
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreEllipticEnvelope(json: unknown): Model {
  const { columns, mean, precision } = jsonOf<{ mean: number[]; precision: number[] }>(
    "restoreEllipticEnvelope",
    NAME,
    json,
  );
  return modelOf(columns, mean, precision);
}

function modelOf(
  columns: readonly MatrixColumn[],
  mean: readonly number[],
  precision: readonly number[],
): Model {
  const width = columns.length;
  const explainRow = (data: Float32Array, at: number, shares: Float64Array) => {
    for (let j = 0; j < width; j++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += precision[j * width + k]! * (data[at + k]! - mean[k]!);
      shares[j] = sum * (data[at + j]! - mean[j]!);
    }
  };
  const shares = new Float64Array(width);
  return rowModel({
    ...{ name: NAME, unit: "squared standard distances", additive: true, columns },
    scoreRow(data, at) {
      explainRow(data, at, shares);
      return shares.reduce((sum, share) => sum + share, 0);
    },
    explainRow,
    state: () => ({ mean, precision }),
  });
}
