/*
 * Losses of the output layers, with their gradients. A value whose weight is 0 is not computed at all: a wide softmax
 * costs what the rows cost that are judged by it.
 */
import { addColumns, addRow, clear, fillRows } from "./arrays";
import { exp1, exp4 } from "./functions";
import { multiply, multiplyTransposed, sumLanes } from "./multiply";

/** Rows that pass a softmax together; bounds the memory that a column of a million levels takes. */
const BLOCK: i32 = 64;

/** Bytes of scratch memory that {@link categoryLoss} and {@link categoryBits} need. */
export function categoryScratch(width: i32, levels: i32): i32 {
  return (BLOCK * (1 + 2 * width + levels) * 4 + 64) & ~15;
}

/**
 * The cross-entropy of one category column: logits = hidden W + b, loss += weight (-log softmax(logits)[code - 1]).
 *
 * `codes` and `weights` are columns of row-major arrays (`codeStride`, `weightStride` apart); code 0, the unknown level,
 * is nobody's to predict. dHidden, dW and db gain the gradients; with dHidden 0 only the loss is computed.
 */
export function categoryLoss(
  rows: i32,
  width: i32,
  levels: i32,
  hidden: usize,
  codes: usize,
  codeStride: i32,
  weights: usize,
  weightStride: i32,
  w: usize,
  b: usize,
  dHidden: usize,
  dw: usize,
  db: usize,
  scratch: usize,
  loss: usize,
): void {
  const rowBytes = (<usize>width) << 2;
  const layer = scratch + ((<usize>BLOCK) << 2);
  const dLayer = layer + <usize>BLOCK * rowBytes;
  const logits = dLayer + <usize>BLOCK * rowBytes;
  let sum: f64 = load<f64>(loss);
  let row: i32 = 0;
  while (row < rows) {
    let count: i32 = 0;
    for (; row < rows && count < BLOCK; row++) {
      if (!isJudged(row, codes, codeStride, weights, weightStride)) continue;
      store<i32>(scratch + ((<usize>count) << 2), row);
      memory.copy(layer + <usize>count * rowBytes, hidden + <usize>row * rowBytes, rowBytes);
      count++;
    }
    if (count === 0) break;
    fillRows(count, levels, b, logits);
    multiply(count, levels, width, layer, width, 1, w, levels, logits, levels);
    for (let i: i32 = 0; i < count; i++) {
      const at = <usize>load<i32>(scratch + ((<usize>i) << 2));
      const target = load<i32>(codes + ((at * <usize>codeStride) << 2)) - 1;
      const weight = load<f32>(weights + ((at * <usize>weightStride) << 2));
      sum += <f64>weight * softmaxBack(levels, logits + ((<usize>i * <usize>levels) << 2), target, weight);
    }
    if (dHidden === 0) continue;
    multiply(width, levels, count, layer, 1, width, logits, levels, dw, levels);
    addColumns(count, levels, logits, db);
    clear(count * width, dLayer);
    multiplyTransposed(count, width, levels, logits, levels, w, levels, dLayer, width);
    for (let i: i32 = 0; i < count; i++) {
      const at = <usize>load<i32>(scratch + ((<usize>i) << 2));
      addRow(width, dHidden + at * rowBytes, dLayer + <usize>i * rowBytes);
    }
  }
  store<f64>(loss, sum);
}

function isJudged(row: i32, codes: usize, codeStride: i32, weights: usize, weightStride: i32): bool {
  return (
    load<f32>(weights + ((<usize>row * <usize>weightStride) << 2)) !== 0 &&
    load<i32>(codes + ((<usize>row * <usize>codeStride) << 2)) > 0
  );
}

/** Logits become weight (softmax - one-hot); returns -log softmax[target] in nats. */
function softmaxBack(n: i32, logits: usize, target: i32, weight: f32): f64 {
  const place = logits + ((<usize>target) << 2);
  const most = largest(n, logits);
  const own = load<f32>(place) - most;
  const sum = exponentials(n, logits, most);
  const scale = weight / sum;
  const four = f32x4.splat(scale);
  const bytes = (<usize>n) << 2;
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) v128.store(logits + at, f32x4.mul(v128.load(logits + at), four));
  for (; at < bytes; at += 4) store<f32>(logits + at, load<f32>(logits + at) * scale);
  store<f32>(place, load<f32>(place) - weight);
  return Math.log(<f64>sum) - <f64>own;
}

/** Each x becomes e^(x - most); returns their sum. */
function exponentials(n: i32, x: usize, most: f32): f32 {
  const four = f32x4.splat(most);
  const bytes = (<usize>n) << 2;
  let sums = f32x4.splat(0);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) {
    const e = exp4(f32x4.sub(v128.load(x + at), four));
    v128.store(x + at, e);
    sums = f32x4.add(sums, e);
  }
  let sum = sumLanes(sums);
  for (; at < bytes; at += 4) {
    const e = exp1(load<f32>(x + at) - most);
    store<f32>(x + at, e);
    sum += e;
  }
  return sum;
}

function largest(n: i32, x: usize): f32 {
  const bytes = (<usize>n) << 2;
  let most = f32x4.splat(-f32.MAX_VALUE);
  let at: usize = 0;
  for (; at + 16 <= bytes; at += 16) most = f32x4.pmax(most, v128.load(x + at));
  let result = max(
    max(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1)),
    max(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)),
  );
  for (; at < bytes; at += 4) result = max(result, load<f32>(x + at));
  return result;
}

/**
 * What a category column's head says of rows: `out[i]` (f64) is softmax(hidden W + b)[code - 1] of the row's level, 0 for
 * the unknown one; `expected[i]` (i32) is the code of the most probable level.
 */
export function categoryProbability(
  rows: i32,
  width: i32,
  levels: i32,
  hidden: usize,
  codes: usize,
  codeStride: i32,
  w: usize,
  b: usize,
  scratch: usize,
  out: usize,
  expected: usize,
): void {
  const rowBytes = (<usize>width) << 2;
  const logits = scratch + ((<usize>BLOCK) << 2) + 2 * <usize>BLOCK * rowBytes;
  for (let from: i32 = 0; from < rows; from += BLOCK) {
    const count = min(BLOCK, rows - from);
    fillRows(count, levels, b, logits);
    multiply(count, levels, width, hidden + <usize>from * rowBytes, width, 1, w, levels, logits, levels);
    for (let i: i32 = 0; i < count; i++) {
      const at = <usize>(from + i);
      const row = logits + ((<usize>i * <usize>levels) << 2);
      const code = load<i32>(codes + ((at * <usize>codeStride) << 2));
      const most = largest(levels, row);
      store<i32>(expected + (at << 2), indexOf(levels, row, most) + 1);
      const sum = exponentials(levels, row, most);
      const own: f64 = code > 0 ? <f64>load<f32>(row + ((<usize>(code - 1)) << 2)) : 0;
      store<f64>(out + (at << 3), own / <f64>sum);
    }
  }
}

function indexOf(n: i32, x: usize, value: f32): i32 {
  for (let i: i32 = 0; i < n; i++) if (load<f32>(x + ((<usize>i) << 2)) === value) return i;
  return 0;
}

/** A normal distribution with a deviation of its own: z² / 2 + log deviation. */
export const GAUSSIAN: i32 = 0;
/** |value - mean|. */
export const ABSOLUTE: i32 = 1;
/** (value - mean)². */
export const SQUARED: i32 = 2;

/** The least log deviation: a constant column cannot reach density infinity. */
export const LOWEST: f32 = -4;
/** The most log deviation. */
export const HIGHEST: f32 = 4;

/**
 * The losses of number columns. Output[rows, outputs] holds `count` means, then the log deviations when there is room for
 * them; `kinds` (i32) names each column's loss, `places` (i32) its column in `weights`. dOutput becomes the gradient, loss
 * gains weight times the loss.
 */
export function numberLoss(
  rows: i32,
  count: i32,
  outputs: i32,
  kinds: usize,
  output: usize,
  values: usize,
  weights: usize,
  weightStride: i32,
  places: usize,
  dOutput: usize,
  loss: usize,
): void {
  let sum: f64 = load<f64>(loss);
  for (let i: usize = 0; i < <usize>rows; i++) {
    for (let c: usize = 0; c < <usize>count; c++) {
      const mean = (i * <usize>outputs + c) << 2;
      const log = mean + ((<usize>count) << 2);
      const place = <usize>load<i32>(places + (c << 2));
      const weight = load<f32>(weights + ((i * <usize>weightStride + place) << 2));
      const error = load<f32>(values + ((i * <usize>count + c) << 2)) - load<f32>(output + mean);
      const kind = load<i32>(kinds + (c << 2));
      let dLog: f32 = 0;
      if (weight === 0) {
        store<f32>(dOutput + mean, 0);
      } else if (kind === GAUSSIAN) {
        const raw = load<f32>(output + log);
        const bounded = max(LOWEST, min(HIGHEST, raw));
        const precision = exp1(-bounded);
        const z = error * precision;
        sum += <f64>(weight * (z * z * 0.5 + bounded));
        store<f32>(dOutput + mean, -weight * z * precision);
        if (raw >= LOWEST && raw <= HIGHEST) dLog = weight * (1 - z * z);
      } else if (kind === ABSOLUTE) {
        sum += <f64>(weight * abs(error));
        store<f32>(dOutput + mean, error > 0 ? -weight : error < 0 ? weight : 0);
      } else {
        sum += <f64>(weight * error * error);
        store<f32>(dOutput + mean, -2 * weight * error);
      }
      if (outputs > count) store<f32>(dOutput + log, dLog);
    }
  }
  store<f64>(loss, sum);
}

/**
 * A variational bottleneck: output[rows, 2 n] holds means and log deviations, z = mean + deviation noise. [rows, n]
 */
export function sampleLatent(rows: i32, n: i32, output: usize, noise: usize, z: usize): void {
  for (let i: usize = 0; i < <usize>rows; i++) {
    for (let c: usize = 0; c < <usize>n; c++) {
      const mean = load<f32>(output + ((i * 2 * <usize>n + c) << 2));
      const log = load<f32>(output + (((i * 2 + 1) * <usize>n + c) << 2));
      const at = (i * <usize>n + c) << 2;
      store<f32>(z + at, mean + exp1(max(LOWEST, min(HIGHEST, log))) * load<f32>(noise + at));
    }
  }
}

/**
 * Back through {@link sampleLatent}, with the divergence from a standard normal distribution times `weights[i] beta`:
 * (mean² + deviation² - 1) / 2 - log deviation, added to loss and gradients.
 */
export function sampleLatentBack(
  rows: i32,
  n: i32,
  output: usize,
  noise: usize,
  dz: usize,
  rowWeights: usize,
  beta: f32,
  dOutput: usize,
  loss: usize,
): void {
  let sum: f64 = load<f64>(loss);
  for (let i: usize = 0; i < <usize>rows; i++) {
    const weight = beta * load<f32>(rowWeights + (i << 2));
    for (let c: usize = 0; c < <usize>n; c++) {
      const meanAt = (i * 2 * <usize>n + c) << 2;
      const logAt = ((i * 2 + 1) * <usize>n + c) << 2;
      const at = (i * <usize>n + c) << 2;
      const mean = load<f32>(output + meanAt);
      const raw = load<f32>(output + logAt);
      const log = max(LOWEST, min(HIGHEST, raw));
      const deviation = exp1(log);
      const square = deviation * deviation;
      const d = load<f32>(dz + at);
      sum += <f64>(weight * ((mean * mean + square - 1) * 0.5 - log));
      store<f32>(dOutput + meanAt, d + weight * mean);
      const inside = raw >= LOWEST && raw <= HIGHEST;
      store<f32>(dOutput + logAt, inside ? d * load<f32>(noise + at) * deviation + weight * (square - 1) : 0);
    }
  }
  store<f64>(loss, sum);
}
