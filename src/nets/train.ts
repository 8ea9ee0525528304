import { type Random, random } from "../core/random";
import type { TrainingPoint } from "./autoencoderTypes";
import type { Engine } from "./engine/engine";
import { SliceRunner } from "./engine/sliceRunner";
import type { Parameters, StepOptions } from "./parameters";
import type { Slice } from "./slice";
import type { Weights } from "./weights";

/** A network that can be trained, and the items it is trained on: distinct rows, or distinct windows. */
export interface Trainable {
  readonly engine: Engine;
  readonly parameters: Parameters;
  /** The parts of a batch; their sizes add up to it. */
  readonly slices: readonly Slice[];
  /** Fills the slices with some items, each counted `scale` times; what they show is drawn. */
  load(items: ArrayLike<number>, scale: ArrayLike<number>, draw: Random): void;
}

/** What training asks beside the network. */
export interface TrainingOptions {
  readonly epochs: number;
  readonly batch: number;
  readonly optimizer: StepOptions["optimizer"];
  readonly learningRate: number;
  readonly schedule: "constant" | "linear";
  readonly decay: number;
  /** Epochs without a better held-out loss before training stops. */
  readonly patience: number;
  readonly seed: number;
}

/** Which items are trained on, with their weights; the others are measured. */
export interface TrainingItems {
  readonly weights: Float64Array;
  readonly trained: readonly number[];
  readonly heldOut: readonly number[];
}

/** What training tells its caller, and what can end it early. */
export interface TrainingWatch {
  readonly signal?: AbortSignal | undefined;
  /** Epochs done, with the part of the running one. */
  readonly onStep?: ((epochs: number) => void) | undefined;
  readonly onEpoch?: ((point: TrainingPoint) => void) | undefined;
}

/** Weights after training, and how it went. */
export interface TrainingResult {
  readonly weights: Weights;
  readonly curve: readonly TrainingPoint[];
  /** Whether it was stopped by its signal. */
  readonly aborted: boolean;
}

/** An epoch takes at least this many full steps, so that ten distinct rows are learned like ten thousand. */
const LEAST_STEPS = 10;
/** How much of the running average of the weights stays at each step. */
const AVERAGE_KEPT = 0.98;
/** Other work of the process, and an abort, wait at most this long. */
const PAUSE_MS = 50;
/** Threads pay when the rest of the training takes longer than they take to start, and a step longer than waking them. */
const THREADS_FROM = { trainingMs: 1500, stepMs: 0.3 };

/**
 * Trains on some items, and measures others after every epoch when there are any.
 *
 * What is measured and returned is the running average of the weights, which has less of the noise of single steps:
 * that after the best epoch by held-out loss, or the last one without held-out items. Items count by their weight.
 * Gives way to other work of the process now and then; an abort returns the best so far.
 *
 * Source: Polyak and Juditsky, Acceleration of stochastic approximation by averaging (1992).
 */
export async function train(
  network: Trainable,
  items: TrainingItems,
  options: TrainingOptions,
  watch: TrainingWatch = {},
): Promise<TrainingResult> {
  const runner = new SliceRunner(network.engine, network.slices);
  try {
    return await runEpochs(network, runner, items, options, watch);
  } finally {
    runner.stop();
  }
}

async function runEpochs(
  network: Trainable,
  runner: SliceRunner,
  items: TrainingItems,
  options: TrainingOptions,
  { signal, onStep, onEpoch }: TrainingWatch,
): Promise<TrainingResult> {
  const { parameters } = network;
  const curve: TrainingPoint[] = [];
  let best = { epoch: 0, weights: parameters.average(), heldOut: Number.POSITIVE_INFINITY };
  const draw = random(options.seed).fork("training");
  const pause = pauser();
  for (let epoch = 1; epoch <= options.epochs; epoch++) {
    const loss = await runEpoch(network, runner, items, options, draw, epoch, async (part) => {
      onStep?.(epoch - 1 + part);
      await pause();
      return signal?.aborted ?? false;
    });
    if (loss === undefined) {
      // The first epoch has nothing better than itself so far.
      return { weights: epoch === 1 ? parameters.average() : best.weights, curve, aborted: true };
    }
    const heldOut = parameters.withAverage(() => measure(network, runner, items.heldOut, options));
    const point = { epoch, loss, heldOut };
    curve.push(point);
    onEpoch?.(point);
    if (items.heldOut.length === 0 || heldOut < best.heldOut) {
      best = { epoch, weights: parameters.average(), heldOut };
    } else if (epoch - best.epoch >= options.patience) break;
  }
  return { weights: best.weights, curve, aborted: false };
}

/** One epoch: the mean loss in bits, or undefined when `goOn` ended it. */
async function runEpoch(
  network: Trainable,
  runner: SliceRunner,
  { weights, trained }: TrainingItems,
  options: TrainingOptions,
  draw: Random,
  epoch: number,
  isOver: (part: number) => Promise<boolean>,
): Promise<number | undefined> {
  const order = passesOver(trained, options.batch, draw);
  const meanWeight = trained.reduce((sum, i) => sum + weights[i]!, 0) / trained.length;
  const steps = Math.ceil(order.length / options.batch);
  let total = 0;
  const began = performance.now();
  for (let step = 0; step < steps; step++) {
    const batch = order.slice(step * options.batch, (step + 1) * options.batch);
    network.load(
      batch,
      batch.map((i) => weights[i]! / meanWeight),
      draw,
    );
    runner.run("train");
    total += lossOf(network) * batch.length;
    const rate = rateAt(options, (epoch - 1 + step / steps) / options.epochs);
    network.parameters.step({ optimizer: options.optimizer, rate, decay: options.decay }, AVERAGE_KEPT);
    if (epoch === 1 && step === 2) {
      const each = (performance.now() - began) / 3;
      const whole = each * steps * options.epochs;
      if (each > THREADS_FROM.stepMs && whole > THREADS_FROM.trainingMs) runner.startThreads();
    }
    if (await isOver((step + 1) / steps)) return undefined;
  }
  return total / order.length / Math.LN2;
}

/** The step size at a part of the training. */
function rateAt({ learningRate, schedule }: TrainingOptions, part: number): number {
  return schedule === "linear" ? learningRate * (1 - part) : learningRate;
}

/** The items in random order; several times when one pass has fewer than {@link LEAST_STEPS} batches. */
function passesOver(items: readonly number[], batch: number, draw: Random): number[] {
  const passes = Math.ceil((LEAST_STEPS * batch) / items.length);
  return Array.from({ length: passes }, () => draw.shuffle(items)).flat();
}

/** Loss in bits of the held-out items, each counted once, always with the same looks. */
function measure(
  network: Trainable,
  runner: SliceRunner,
  items: readonly number[],
  { seed, batch }: TrainingOptions,
): number {
  if (items.length === 0) return Number.NaN;
  const draw = random(seed).fork("held out");
  let total = 0;
  for (let from = 0; from < items.length; from += batch) {
    const part = items.slice(from, from + batch);
    network.load(
      part,
      part.map(() => 1),
      draw,
    );
    runner.run("measure");
    total += lossOf(network) * part.length;
  }
  return total / items.length / Math.LN2;
}

function lossOf({ slices }: Trainable): number {
  return slices.reduce((sum, { loss }) => sum + loss[0]!, 0);
}

/** Lets the rest of the process run, when it has waited long enough. */
function pauser(): () => Promise<void> {
  let last = performance.now();
  return async () => {
    if (performance.now() - last < PAUSE_MS) return;
    await new Promise((resolve) => setImmediate(resolve));
    last = performance.now();
  };
}
