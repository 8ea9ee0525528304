import { type Random, random } from "../../core/random";
import { chiSquareQuantile } from "../../stats/chiSquareQuantile";
import { chiSquareTail } from "../../stats/chiSquareTail";
import type { TrainingRows } from "../trainingRows";
import { spreadOf } from "./covariance";
import { symmetricEigen } from "./symmetricEigen";

/** A robust middle and the inverse of a robust covariance, [width, width]. */
export interface RobustSpread {
  readonly mean: Float64Array;
  readonly precision: Float64Array;
}

/** How {@link fastMcd} searches. */
export interface McdSearch {
  /** Share of the weight taken for clean. */
  readonly support?: number;
  readonly starts: number;
  readonly seed: number;
}

interface Candidate extends RobustSpread {
  readonly logDeterminant: number;
}

const FINALISTS = 10;
// Of many rows, how many candidates are carried to their end on all of them.
const FULL = 3;
const STEPS = 100;
// Rows further out than this share of a clean normal sample are left out of the last estimate.
const CLEAN = 0.975;
// Directions without spread would make everything else infinitely far.
const FLOOR = 1e-12;
// Starts on many rows are compared on a sample: concentrating all of them takes most of the time.
const SAMPLE = 1500;

/**
 * Minimum covariance determinant: the part of the rows, `support` of them, whose covariance is smallest.
 *
 * From random subsets of d + 1 rows, concentrated until the determinant falls no more; beyond 1,500 rows the search
 * takes a sample of them, and only its best come to all rows. The winner is made consistent for normal data and
 * estimated anew from the rows within its 97.5 % ellipsoid. A support of 1 takes every row for clean: the classical mean
 * and covariance.
 *
 * Source: Rousseeuw and Van Driessen (1999); Croux and Haesbroeck, Influence function and efficiency of the minimum
 * covariance determinant scatter matrix estimator (1999), equation 4.2, for the factors of consistency.
 */
export function fastMcd(rows: TrainingRows, { support, starts, seed }: McdSearch): RobustSpread {
  const { total, width } = rows;
  if (support === 1) return estimate(rows, rows.weights);
  const clean = Math.min(total, support === undefined ? Math.ceil((total + width + 1) / 2) : support * total);
  const draw = random(seed);
  const sample = rows.rows > SAMPLE ? sampleOf(rows, draw, SAMPLE) : rows;
  const cleanInSample = Math.min(sample.total, (clean / total) * sample.total);
  const carry = (from: Candidate[], steps: number) =>
    from
      .map((candidate) => concentrate(sample, candidate, cleanInSample, steps))
      .sort((a, b) => a.logDeterminant - b.logDeterminant);
  let candidates = Array.from({ length: starts }, () => startOf(sample, draw));
  // Two steps tell good starts from bad ones, which matters where a step is dear.
  if (sample !== rows) candidates = carry(candidates, 2).slice(0, FINALISTS);
  const finalists = carry(candidates, STEPS).slice(0, sample === rows ? 1 : FULL);
  const best = finalists
    .map((candidate) => concentrate(rows, candidate, clean, STEPS))
    .reduce((a, b) => (b.logDeterminant < a.logDeterminant ? b : a));
  return reweighted(rows, best, clean / total);
}

/** Keeps the nearest rows and estimates anew, until the determinant falls no more. */
function concentrate(rows: TrainingRows, start: Candidate, clean: number, steps: number): Candidate {
  let current = start;
  for (let step = 0; step < steps; step++) {
    const next = estimate(rows, nearest(rows, distances(rows, current), clean));
    const isDone = next.logDeterminant >= current.logDeterminant - 1e-12;
    if (isDone && step > 0) break;
    current = next;
  }
  return current;
}

/** The covariance of d + 1 random rows; more where those lie in a plane. */
function startOf(rows: TrainingRows, draw: Random): Candidate {
  const weights = new Float64Array(rows.rows);
  const wanted = Math.min(rows.rows, rows.width + 1);
  for (let count = 0; count < wanted; ) {
    const i = draw.integer(rows.rows);
    if (weights[i] !== 0) continue;
    weights[i] = rows.weights[i]!;
    count += 1;
  }
  return { ...estimate(rows, weights), logDeterminant: Number.POSITIVE_INFINITY };
}

/** Some of the rows, each as likely as its weight. */
function sampleOf(rows: TrainingRows, draw: Random, count: number): TrainingRows {
  const picked = draw
    .shuffle(Array.from({ length: rows.rows }, (_, i) => i))
    .slice(0, count)
    .sort((a, b) => a - b);
  const data = new Float32Array(count * rows.width);
  picked.forEach((row, i) => {
    data.set(rows.data.subarray(row * rows.width, (row + 1) * rows.width), i * rows.width);
  });
  const weights = Float64Array.from(picked, (row) => rows.weights[row]!);
  return { data, rows: count, width: rows.width, weights, total: weights.reduce((a, b) => a + b, 0) };
}

function estimate(rows: TrainingRows, weights: Float64Array): Candidate {
  const { mean, covariance } = spreadOf(rows, weights);
  return { mean, ...inverseOf(covariance, rows.width) };
}

function inverseOf(covariance: Float64Array, n: number): Pick<Candidate, "precision" | "logDeterminant"> {
  const { values, vectors } = symmetricEigen(covariance, n);
  const floor = Math.max(values[0]! * FLOOR, Number.MIN_VALUE * 1e20);
  const precision = new Float64Array(n * n);
  let logDeterminant = 0;
  for (let c = 0; c < n; c++) {
    const value = Math.max(values[c]!, floor);
    logDeterminant += Math.log(value);
    for (let j = 0; j < n; j++) {
      const scaled = vectors[c * n + j]! / value;
      for (let k = 0; k < n; k++) precision[j * n + k]! += scaled * vectors[c * n + k]!;
    }
  }
  return { precision, logDeterminant };
}

/** Squared Mahalanobis distance of every row; half of the symmetric matrix is enough. */
function distances({ data, rows, width }: TrainingRows, { mean, precision }: RobustSpread): Float64Array {
  const result = new Float64Array(rows);
  const away = new Float64Array(width);
  for (let i = 0, at = 0; i < rows; i++, at += width) {
    let sum = 0;
    for (let j = 0, row = 0; j < width; j++, row += width) {
      const own = data[at + j]! - mean[j]!;
      away[j] = own;
      let inner = 0;
      for (let k = 0; k < j; k++) inner += precision[row + k]! * away[k]!;
      sum += own * (2 * inner + precision[row + j]! * own);
    }
    result[i] = sum;
  }
  return result;
}

/** Weights of the nearest rows up to a sum; the last ones, at equal distance, count in their order, the last in part. */
function nearest({ rows, weights }: TrainingRows, squared: Float64Array, clean: number): Float64Array {
  const limit = distanceOfSum(squared, weights, clean);
  const kept = new Float64Array(rows);
  let left = clean;
  for (let i = 0; i < rows; i++) {
    if (squared[i]! < limit) {
      kept[i] = weights[i]!;
      left -= weights[i]!;
    }
  }
  for (let i = 0; i < rows && left > 0; i++) {
    if (squared[i]! !== limit) continue;
    kept[i] = Math.min(weights[i]!, left);
    left -= kept[i]!;
  }
  return kept;
}

/** The distance at which rows, from the nearest on, weigh as much as `sum`: selection around pivots, O(n). */
function distanceOfSum(squared: Float64Array, weights: Float64Array, sum: number): number {
  const order = Uint32Array.from({ length: squared.length }, (_, i) => i);
  let [low, high, left] = [0, order.length, sum];
  for (;;) {
    const pivot = squared[order[(low + high) >> 1]!]!;
    let [below, equal, above, weightBelow, weightEqual] = [low, low, high, 0, 0];
    // Below, equal and above the pivot, in one pass (Dijkstra's flag).
    while (equal < above) {
      const row = order[equal]!;
      const value = squared[row]!;
      if (value < pivot) {
        weightBelow += weights[row]!;
        order[equal++] = order[below]!;
        order[below++] = row;
      } else if (value > pivot) {
        order[equal] = order[--above]!;
        order[above] = row;
      } else {
        weightEqual += weights[row]!;
        equal += 1;
      }
    }
    if (left <= weightBelow && below > low) high = below;
    else if (left <= weightBelow + weightEqual || equal >= high) return pivot;
    else {
      left -= weightBelow + weightEqual;
      low = equal;
    }
  }
}

function reweighted(rows: TrainingRows, raw: RobustSpread, share: number): RobustSpread {
  const squared = distances(rows, raw);
  const limit = chiSquareQuantile(CLEAN, rows.width) * consistency(share, rows.width);
  const inside = rows.weights.map((weight, i) => (squared[i]! < limit ? weight : 0));
  if (!inside.some((weight) => weight > 0)) return raw;
  const { mean, precision } = estimate(rows, inside);
  const factor = consistency(CLEAN, rows.width);
  return { mean, precision: precision.map((value) => value / factor) };
}

/** How much wider a normal sample is than the `share` of it that lies nearest to its middle. */
function consistency(share: number, width: number): number {
  return share >= 1 ? 1 : share / (1 - chiSquareTail(chiSquareQuantile(share, width), width + 2));
}
