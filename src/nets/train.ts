import type { Matrix } from "../core/matrix";
import { type Random, random } from "../core/random";
import { adam, type Optimizer } from "./adam";
import type { TrainingPoint } from "./autoencoderTypes";
import type { Layout } from "./layout";
import { type Loss, lossOn } from "./loss";
import type { Mask } from "./masks";
import { type Tensors, toTensors, type Weights } from "./network";
import type { Scalar, Tensor2D, Tf } from "./tf";

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

/** Distinct rows with their weights, and which of them are trained on. */
export interface TrainingRows {
  readonly x: Matrix;
  readonly weights: Float64Array;
  readonly trained: readonly number[];
  readonly heldOut: readonly number[];
}

/** An epoch takes at least this many full steps, so that ten distinct rows are learned like ten thousand. */
const LEAST_STEPS = 10;
/** How much of the running average of the weights stays at each step. */
const AVERAGE_KEPT = 0.98;

/**
 * Trains on some rows, and measures others after every epoch when there are any.
 *
 * What is measured and returned is the running average of the weights, which has less of the noise of single steps:
 * that after the best epoch by held-out loss, or the last one without held-out rows. Rows count by their weight.
 * Gives way to other work of the process after every epoch.
 *
 * Source: Polyak and Juditsky, Acceleration of stochastic approximation by averaging (1992).
 */
export async function train(
  tf: Tf,
  layout: Layout,
  start: Weights,
  rows: TrainingRows,
  options: TrainingOptions,
): Promise<{ weights: Weights; curve: TrainingPoint[] }> {
  const weights = copyOf(start);
  const average = copyOf(start);
  const curve: TrainingPoint[] = [];
  if (layout.numbers.length === 0 && layout.categories.every(({ levels }) => levels === 1)) {
    return { weights, curve }; // nothing to predict
  }
  const loss = lossOn(tf, layout, rows.x, options.mask, options.layers);
  const runEpoch = epochOf(tf, loss, weights, average, rows, options);
  let best = { epoch: 0, weights: start, heldOut: Number.POSITIVE_INFINITY };
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const point = { epoch, loss: runEpoch(), heldOut: measure(tf, loss, average, rows.heldOut, options) };
    curve.push(point);
    options.onEpoch(point);
    if (rows.heldOut.length === 0 || point.heldOut < best.heldOut) {
      best = { epoch, weights: copyOf(average), heldOut: point.heldOut };
    } else if (epoch - best.epoch >= options.patience) break;
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { weights: best.weights, curve };
}

/** One epoch at each call: changes the weights and their average, returns the mean loss in bits. */
function epochOf(
  tf: Tf,
  loss: Loss,
  weights: Weights,
  average: Weights,
  rows: TrainingRows,
  options: TrainingOptions,
): () => number {
  const optimize = adam(weights, options.learningRate, options.decay);
  const draw = random(options.seed).fork("training");
  const meanWeight = rows.trained.reduce((sum, i) => sum + rows.weights[i]!, 0) / rows.trained.length;
  let steps = 0;
  return () => {
    const order = passesOver(rows.trained, options.batch, draw);
    let total = 0;
    for (let from = 0; from < order.length; from += options.batch) {
      const batch = order.slice(from, from + options.batch);
      const scale = batch.map((i) => rows.weights[i]! / meanWeight);
      total += step(tf, optimize, weights, (tensors) => loss(tensors, batch, scale, draw)) * batch.length;
      steps += 1;
      follow(average, weights, Math.min(AVERAGE_KEPT, steps / (steps + 9)));
    }
    return total / order.length / Math.LN2;
  };
}

/** The rows in random order; several times when one pass has fewer than {@link LEAST_STEPS} batches. */
function passesOver(rows: readonly number[], batch: number, draw: Random): number[] {
  const passes = Math.ceil((LEAST_STEPS * batch) / rows.length);
  return Array.from({ length: passes }, () => draw.shuffle(rows)).flat();
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

/** Loss in bits of the held-out rows, each counted once, always with the same looks. */
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

/** average = kept * average + (1 - kept) * weights. */
function follow(average: Weights, weights: Weights, kept: number): void {
  for (const [name, { values }] of Object.entries(average)) {
    const now = weights[name]!.values;
    for (let i = 0; i < values.length; i++) values[i] = kept * values[i]! + (1 - kept) * now[i]!;
  }
}

function copyOf(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );
}
