import { checkOptions } from "../core/check";
import type { MatrixColumn } from "../core/matrix";
import type { Detector, Model } from "./detector";
import { rowModel } from "./rowModel";
import { columnValues, jsonOf, type TrainingRows, trainingRows } from "./trainingRows";
import { weightedQuantile } from "./weightedQuantile";

/** Options of {@link zScore}. */
export interface ZScoreOptions {
  /** Median and median absolute deviation (MAD) instead of mean and standard deviation. @default false */
  readonly robust?: boolean;
}

const NAME = "zScore";
// Of a normal distribution: its standard deviation over its MAD, and over its mean absolute deviation.
const PER_MAD = 1.482602218505602;
const PER_MEAN_DEVIATION = 1.2533141373155001;

/**
 * How far each number lies from the usual one: score = sum over columns of ((x - centre) / scale)².
 *
 * The simplest detector for numbers: it sees single extreme values and no context. `robust` keeps the outliers
 * themselves from stretching the scale; a MAD of 0 (more than half the values equal) gives way to the mean absolute
 * deviation. A constant column has scale 1. Unit: squared standard deviations. O(n log n * d) to fit, O(d) a row.
 *
 * Source: Iglewicz and Hoaglin, How to Detect and Handle Outliers (1993), for the robust form.
 */
export function zScore(options: ZScoreOptions = {}): Detector {
  checkOptions(NAME, options, ["robust"]);
  const robust = options.robust === true;
  return {
    name: NAME,
    options: Object.freeze({ robust }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      const placed = x.columns.map((_, j) => (robust ? robustly : plainly)(columnValues(rows, j), rows));
      return modelOf(
        x.columns,
        placed.map(([centre]) => centre),
        placed.map(([, scale]) => scale),
      );
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreZScore(json: unknown): Model {
  const { columns, centres, scales } = jsonOf<{ centres: number[]; scales: number[] }>(
    "restoreZScore",
    NAME,
    json,
  );
  return modelOf(columns, centres, scales);
}

function modelOf(
  columns: readonly MatrixColumn[],
  centres: readonly number[],
  scales: readonly number[],
): Model {
  const share = (value: number, j: number) => ((value - centres[j]!) / scales[j]!) ** 2;
  return rowModel({
    ...{ name: NAME, unit: "squared standard deviations", additive: true, columns },
    scoreRow: (data, at) => centres.reduce((sum, _, j) => sum + share(data[at + j]!, j), 0),
    explainRow(data, at, shares) {
      for (let j = 0; j < shares.length; j++) shares[j] = share(data[at + j]!, j);
    },
    state: () => ({ centres, scales }),
  });
}

type Placed = readonly [centre: number, scale: number];

function plainly(values: Float64Array, { weights, total }: TrainingRows): Placed {
  const centre = values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  const squares = values.reduce((sum, value, i) => sum + weights[i]! * (value - centre) ** 2, 0);
  return [centre, Math.sqrt(squares / total) || 1];
}

function robustly(values: Float64Array, { weights, total }: TrainingRows): Placed {
  const centre = weightedQuantile(values, weights, 0.5);
  const away = values.map((value) => Math.abs(value - centre));
  const mad = weightedQuantile(away, weights, 0.5);
  const mean = away.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  return [centre, mad * PER_MAD || mean * PER_MEAN_DEVIATION || 1];
}
