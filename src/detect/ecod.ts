import { checkOptions } from "../core/check";
import type { MatrixColumn } from "../core/matrix";
import { argsort } from "./argsort";
import type { Detector, Model } from "./detector";
import { rowModel } from "./rowModel";
import { jsonOf, type TrainingRows, trainingRows } from "./trainingRows";

interface Tails {
  /** The distinct values, ascending. */
  readonly values: Float32Array;
  /** Weight at or below each of them, as a share. */
  readonly below: Float64Array;
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
        x.columns.map((_, j) => tailsOf(columnOf(rows.data, j, rows.width), rows)),
      );
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreEcod(json: unknown): Model {
  const { columns, tails } = jsonOf<{ tails: Record<keyof Tails, number & number[]>[] }>(
    "restoreEcod",
    NAME,
    json,
  );
  const typed = tails.map(({ values, below, ...rest }) => ({
    ...rest,
    values: Float32Array.from(values),
    below: Float64Array.from(below),
  }));
  return modelOf(columns, typed);
}

function modelOf(columns: readonly MatrixColumn[], tails: readonly Tails[]): Model {
  const known = tails.map(natsOfKnown);
  const width = tails.length;
  const share = (j: number, value: number, place: number) => {
    const { values } = tails[j]!;
    return place > 0 && values[place - 1] === value ? known[j]![place - 1]! : nats(tails[j]!, place, false);
  };
  const shareAt = (j: number, value: number) => share(j, value, countNotAbove(tails[j]!.values, value, 0));
  return rowModel({
    ...{ name: NAME, unit: "nats", additive: true, columns },
    scoreRow(data, at) {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += shareAt(j, data[at + j]!);
      return sum;
    },
    scoreAll(data, rows) {
      const scores = new Float64Array(rows);
      // Column by column in ascending order: the search for a value goes on from the one before.
      for (let j = 0; j < width; j++) {
        const seen = columnOf(data, j, width);
        let place = 0;
        for (const i of argsort(seen)) {
          place = countNotAbove(tails[j]!.values, seen[i]!, place);
          scores[i]! += share(j, seen[i]!, place);
        }
      }
      return scores;
    },
    explainRow(data, at, shares) {
      for (let j = 0; j < width; j++) shares[j] = shareAt(j, data[at + j]!);
    },
    state: () => ({
      tails: tails.map((one) => ({ ...one, values: Array.from(one.values), below: Array.from(one.below) })),
    }),
  });
}

function columnOf(data: Float32Array, column: number, width: number): Float32Array {
  const values = new Float32Array(data.length / width);
  for (let i = 0, at = column; i < values.length; i++, at += width) values[i] = data[at]!;
  return values;
}

/** Nats of every value of the baseline. */
function natsOfKnown(tails: Tails): Float64Array {
  const known = new Float64Array(tails.values.length);
  for (let i = 0; i < known.length; i++) known[i] = nats(tails, i + 1, true);
  return known;
}

/**
 * The largest of both tails, and of the tail that the skewness points to (both for none), for a value that has `place`
 * values of the baseline not above it and is one of them or not.
 */
function nats({ values, below, skewness, unseen }: Tails, place: number, isKnown: boolean): number {
  const atOrBelow = place === 0 ? unseen : below[place - 1]!;
  // The values that are not below this one.
  const start = isKnown ? place - 1 : place;
  const atOrAbove = start >= values.length ? unseen : 1 - (start === 0 ? 0 : below[start - 1]!);
  // The tail that the skewness points to is one of the two, so the larger of all is the larger of both.
  if (skewness !== 0) return -Math.log(Math.min(atOrBelow, atOrAbove));
  return -Math.log(atOrBelow) - Math.log(atOrAbove);
}

/** How many of the ascending values are not above this one; at least `least` of them are not. */
function countNotAbove(values: Float32Array, value: number, least: number): number {
  let low = least;
  let step = 1;
  while (low + step <= values.length && values[low + step - 1]! <= value) {
    low += step;
    step *= 2;
  }
  let high = Math.min(values.length, low + step);
  while (low < high) {
    const middle = (low + high) >> 1;
    if (values[middle]! <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function tailsOf(values: Float32Array, { weights, total }: TrainingRows): Tails {
  const distinct = new Float32Array(values.length);
  const below = new Float64Array(values.length);
  let count = 0;
  let sum = 0;
  for (const i of argsort(values)) {
    sum += weights[i]!;
    if (count === 0 || distinct[count - 1] !== values[i]) distinct[count++] = values[i]!;
    below[count - 1] = sum / total;
  }
  return {
    values: distinct.slice(0, count),
    below: below.slice(0, count),
    skewness: skewnessOf(values, weights, total),
    unseen: 1 / (total + 1),
  };
}

function skewnessOf(values: Float32Array, weights: Float64Array, total: number): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += weights[i]! * values[i]!;
  mean /= total;
  let [second, third] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const away = values[i]! - mean;
    second += weights[i]! * away * away;
    third += weights[i]! * away * away * away;
  }
  const variance = second / total;
  return variance === 0 ? 0 : third / total / variance ** 1.5;
}
