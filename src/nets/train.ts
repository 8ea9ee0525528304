import type { Matrix } from "../core/matrix";
import { type Random, random } from "../core/random";
import { adam, type Optimizer } from "./adam";
import { inputOf, type Layout } from "./layout";
import { drawLooks, type Mask } from "./masks";
import { gaussians, hidden, logits, type Tensors, toTensors, type Weights } from "./network";
import { crossEntropy } from "./operations";
import type { Scalar, Tensor2D, Tf } from "./tf";

/** One epoch of the learning curve; both in bits a row. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly loss: number;
  /** Of rows that were not trained on; NaN when there are too few. */
  readonly heldOut: number;
}

/** What training needs beside the network. */
export interface TrainingOptions {
  readonly layers: number;
  readonly mask: Mask;
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly decay: number;
  /** Epochs without a better held-out loss before training stops. */
  readonly patience: number;
  readonly seed: number;
  readonly onEpoch: (point: TrainingPoint) => void;
}

/** An epoch takes at least this many steps, so that a hundred distinct rows are learned like ten thousand. */
const LEAST_STEPS = 10;
/** Log standard deviations stay in this range, so that a constant column cannot reach density infinity. */
export const LOG_DEVIATION_RANGE = [-4, 4] as const;

/**
 * Trains on some rows, and measures others after every epoch when there are any.
 *
 * Returns the weights after the best epoch by held-out loss (the last one without held-out rows).
 * Rows count by their weight. Gives way to other work of the process after every epoch.
 */
export async function train(
  tf: Tf,
  layout: Layout,
  start: Weights,
  x: Matrix,
  rowWeights: Float64Array,
  split: { readonly trained: readonly number[]; readonly heldOut: readonly number[] },
  options: TrainingOptions,
): Promise<{ weights: Weights; curve: TrainingPoint[] }> {
  const weights = copyOf(start);
  const optimize = adam(weights, options.learningRate, options.decay);
  const draw = random(options.seed).fork("training");
  const loss = batchLoss(tf, layout, x, options);
  const meanWeight = split.trained.reduce((sum, i) => sum + rowWeights[i]!, 0) / split.trained.length;
  const curve: TrainingPoint[] = [];
  if (layout.numbers.length === 0 && layout.categories.every(({ levels }) => levels === 1))
    return { weights, curve };
  let best = { epoch: 0, weights: start, heldOut: Number.POSITIVE_INFINITY };
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const order = passesOver(split.trained, options.batch, draw);
    let total = 0;
    for (let from = 0; from < order.length; from += options.batch) {
      const rows = order.slice(from, from + options.batch);
      const scale = rows.map((i) => rowWeights[i]! / meanWeight);
      total += step(tf, optimize, weights, (tensors) => loss(tensors, rows, scale, draw)) * rows.length;
    }
    const heldOut = measure(tf, loss, weights, split.heldOut, options);
    const point = { epoch, loss: total / order.length / Math.LN2, heldOut };
    curve.push(point);
    options.onEpoch(point);
    if (split.heldOut.length === 0 || heldOut < best.heldOut) {
      best = { epoch, weights: copyOf(weights), heldOut };
    } else if (epoch - best.epoch >= options.patience) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { weights: best.weights, curve };
}

/** The rows in random order; several times when one pass is shorter than {@link LEAST_STEPS}. */
function passesOver(rows: readonly number[], batch: number, draw: Random): number[] {
  const passes = Math.ceil(LEAST_STEPS / Math.ceil(rows.length / batch));
  return Array.from({ length: passes }, () => draw.shuffle(rows)).flat();
}

type Loss = (tensors: Tensors, rows: readonly number[], scale: readonly number[], draw: Random) => Scalar;

/** Mean loss in nats of a batch: the sum over columns of the negative log probability of the known values. */
function batchLoss(tf: Tf, layout: Layout, x: Matrix, options: TrainingOptions): Loss {
  const width = layout.columns.length;
  return (tensors, rows, scale, draw) => {
    const { visible, weight } = drawLooks(rows.length, width, options.mask, draw);
    const layer = hidden(tf, tensors, options.layers, inputOf(layout, x, rows, visible));
    const columnWeights = (j: number) =>
      Float32Array.from(rows, (_, i) => (weight[i * width + j]! * scale[i]!) / rows.length);
    const losses: Scalar[] = [];
    layout.categories.forEach(({ column, levels }, c) => {
      if (levels === 1) return; // no known level to predict
      const codes = Int32Array.from(rows, (row) => x.data[row * width + column]!);
      const weights = columnWeights(column).map((value, i) => (codes[i] === 0 ? 0 : value));
      const targets = codes.map((code) => Math.max(0, code - 1));
      losses.push(crossEntropy(tf, logits(tf, tensors, layer, c), targets, weights));
    });
    if (layout.numbers.length > 0)
      losses.push(gaussianLoss(tf, layout, tensors, layer, x, rows, columnWeights));
    return losses.reduce((sum, part) => tf.add(sum, part));
  };
}

/** Sum of weight * (z^2 / 2 + log deviation), z = (value - mean) / deviation. */
function gaussianLoss(
  tf: Tf,
  layout: Layout,
  tensors: Tensors,
  layer: Tensor2D,
  x: Matrix,
  rows: readonly number[],
  columnWeights: (column: number) => Float32Array,
): Scalar {
  const count = layout.numbers.length;
  const shape: [number, number] = [rows.length, count];
  const values = new Float32Array(rows.length * count);
  const weights = new Float32Array(rows.length * count);
  layout.numbers.forEach((column, c) => {
    columnWeights(column).forEach((weight, i) => {
      weights[i * count + c] = weight;
      values[i * count + c] = x.data[rows[i]! * layout.columns.length + column]!;
    });
  });
  const output = gaussians(tf, tensors, layer); // (rows, 2 * numbers)
  const mean = tf.slice(output, [0, 0], shape);
  const log = tf.clipByValue(tf.slice(output, [0, count], shape), ...LOG_DEVIATION_RANGE);
  const z = tf.mul(tf.sub(tf.tensor2d(values, shape), mean), tf.exp(tf.neg(log)));
  const loss = tf.add(tf.mul(tf.square(z), 0.5), log);
  return tf.sum(tf.mul(loss, tf.tensor2d(weights, shape)));
}

/** One optimiser step; returns the loss before it. */
function step(tf: Tf, optimize: Optimizer, weights: Weights, loss: (tensors: Tensors) => Scalar): number {
  return tf.tidy(() => {
    const names = Object.keys(weights);
    const withNames = (list: readonly Tensor2D[]) =>
      Object.fromEntries(names.map((name, i) => [name, list[i]!]));
    const gradient = tf.valueAndGrads((...list) => loss(withNames(list as Tensor2D[])));
    const { value, grads } = gradient(Object.values(toTensors(tf, weights)));
    const arrays = names.map((name, i) => [name, grads[i]!.dataSync() as Float32Array] as const);
    optimize(Object.fromEntries(arrays));
    return value.dataSync()[0]!;
  });
}

/** Loss in bits of the held-out rows, each counted once, always with the same draws. */
function measure(
  tf: Tf,
  loss: Loss,
  weights: Weights,
  rows: readonly number[],
  options: TrainingOptions,
): number {
  if (rows.length === 0) return Number.NaN;
  const draw = random(options.seed).fork("held out");
  let total = 0;
  for (let from = 0; from < rows.length; from += options.batch) {
    const part = rows.slice(from, from + options.batch);
    const ones = part.map(() => 1);
    total += tf.tidy(() => loss(toTensors(tf, weights), part, ones, draw).dataSync()[0]!) * part.length;
  }
  return total / rows.length / Math.LN2;
}

function copyOf(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );
}
