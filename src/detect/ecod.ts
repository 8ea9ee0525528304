import { checkOptions } from "../core/check";
import type { MatrixColumn } from "../core/matrix";
import type { Detector, Model } from "./detector";
import { rowModel } from "./rowModel";
import { columnValues, jsonOf, type TrainingRows, trainingRows } from "./trainingRows";

interface Tails {
  /** The distinct values, ascending. */
  readonly values: ArrayLike<number>;
  /** Weight at or below each of them, as a share. */
  readonly below: ArrayLike<number>;
  /** Skewness of the column. */
  readonly skewness: number;
  /** The share of a value beyond all that was seen. */
  readonly unseen: number;
}

const NAME = "ecod";

/**
 * Empirical-distribution outlier detection: sum over columns of -ln of how much of the baseline lies as far out.
 *
 * For each column the larger of the left and the right tail counts, as in the paper's last step; no options, no
 * seed, no context between columns. A value beyond all seen counts as one in n + 1. Unit: nats. O(n log n * d) to fit,
 * O(d log n) a row.
 *
 * Source: Li et al., ECOD: unsupervised outlier detection using empirical cumulative distribution functions (2022).
 * Differs from PyOD's in that a row's score never depends on the other rows scored with it.
 */
export function ecod(options: Record<never, never> = {}): Detector {
  checkOptions(NAME, options, []);
  return {
    name: NAME,
    options: Object.freeze({}),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      return modelOf(
        x.columns,
        x.columns.map((_, j) => tailsOf(columnValues(rows, j), rows)),
      );
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreEcod(json: unknown): Model {
  const { columns, tails } = jsonOf<{ tails: Tails[] }>("restoreEcod", NAME, json);
  return modelOf(columns, tails);
}

function modelOf(columns: readonly MatrixColumn[], tails: readonly Tails[]): Model {
  return rowModel({
    ...{ name: NAME, unit: "nats", additive: true, columns },
    scoreRow(data, at) {
      let sum = 0;
      for (let j = 0; j < tails.length; j++) sum += nats(tails[j]!, data[at + j]!);
      return sum;
    },
    explainRow(data, at, shares) {
      for (let j = 0; j < shares.length; j++) shares[j] = nats(tails[j]!, data[at + j]!);
    },
    state: () => ({
      tails: tails.map((one) => ({ ...one, values: Array.from(one.values), below: Array.from(one.below) })),
    }),
  });
}

/** The largest of both tails, and of the tail that the skewness points to (both for none). */
function nats({ values, below, skewness, unseen }: Tails, value: number): number {
  const place = countNotAbove(values, value);
  const atOrBelow = place === 0 ? unseen : below[place - 1]!;
  // The values that are not below this one.
  const start = place > 0 && values[place - 1] === value ? place - 1 : place;
  const atOrAbove = start >= values.length ? unseen : 1 - (start === 0 ? 0 : below[start - 1]!);
  const left = -Math.log(atOrBelow);
  const right = -Math.log(atOrAbove);
  const pointed = skewness === 0 ? left + right : skewness < 0 ? left : right;
  return Math.max(left, right, pointed);
}

/** How many of the ascending values are not above this one. */
function countNotAbove(values: ArrayLike<number>, value: number): number {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tailsOf(values: Float64Array, { weights, total }: TrainingRows): Tails {
  const order = Uint32Array.from(values, (_, i) => i).sort((a, b) => values[a]! - values[b]!);
  const distinct: number[] = [];
  const below: number[] = [];
  let sum = 0;
  for (const i of order) {
    sum += weights[i]!;
    if (distinct.length > 0 && distinct[distinct.length - 1] === values[i])
      below[below.length - 1] = sum / total;
    else {
      distinct.push(values[i]!);
      below.push(sum / total);
    }
  }
  return {
    values: Float64Array.from(distinct),
    below: Float64Array.from(below),
    skewness: skewnessOf(values, weights, total),
    unseen: 1 / (total + 1),
  };
}

function skewnessOf(values: Float64Array, weights: Float64Array, total: number): number {
  const mean = values.reduce((sum, value, i) => sum + weights[i]! * value, 0) / total;
  const moment = (power: number) =>
    values.reduce((sum, value, i) => sum + weights[i]! * (value - mean) ** power, 0) / total;
  const variance = moment(2);
  return variance === 0 ? 0 : moment(3) / variance ** 1.5;
}
