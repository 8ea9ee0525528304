import type * as TensorFlow from "@tensorflow/tfjs";
import { checkInteger, checkNumber, checkOptions, describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { startProgress } from "../core/progress";
import { checkScore } from "../detect/checkMatrix";
import type { Detector, Model } from "../detect/detector";
import { jsonOf, trainingRows } from "../detect/trainingRows";
import { copyLayers, type LayersJson, layersFromJson, layersToJson } from "./layersJson";
import type { LayersModelLike } from "./layersTypes";
import { loadTf, type Tf } from "./tf";
import { trainLayers } from "./trainLayers";

/** Options of {@link anyLayersModel}. */
export interface AnyLayersModelOptions {
  /** Passes over the baseline; 0 takes a model as it was trained elsewhere. @default 0 */
  readonly epochs?: number;
  /** Rows in a step of training. @default 128 */
  readonly batch?: number;
  /** Of Adam. @default 0.001 */
  readonly learningRate?: number;
  /** What of a difference counts. @default "squared" */
  readonly error?: "squared" | "absolute";
  /** Of the order of rows in training; the model's own initialisers have theirs. @default 1 */
  readonly seed?: number;
}

/** A model, or what makes a fresh one for so many columns. */
export type LayersSource = LayersModelLike | ((columns: number) => LayersModelLike);

const NAME = "anyLayersModel";
const ERRORS = ["squared", "absolute"] as const;
/** Rows that a model predicts at a time: always as many, so that no row's score depends on how many there are. */
const ROWS = 256;

/**
 * Any `tf.LayersModel` that gives back what it reads, [rows, columns] to [rows, columns], as a detector.
 *
 * score = mean over columns of the squared (or absolute) difference between a row and its reconstruction; the shares
 * are the columns' parts of it. For networks that huntbook does not build. The model itself is never changed: each fit
 * trains a copy, from the weights it has; sample weights count in the loss. Numbers only; standardise them first.
 * Unit: squared or absolute error. tfjs keeps a fitted model's tensors until the process ends.
 */
export function anyLayersModel(source: LayersSource, options: AnyLayersModelOptions = {}): Detector {
  checkOptions(NAME, options, ["epochs", "batch", "learningRate", "error", "seed"]);
  const complete = Object.freeze({
    epochs: checkInteger(NAME, "epochs", options.epochs ?? 0, 0, 1_000_000),
    batch: checkInteger(NAME, "batch", options.batch ?? 128, 1, 1_000_000),
    learningRate: checkNumber(NAME, "learningRate", options.learningRate ?? 0.001, 0, 10),
    error: checkError(options.error ?? "squared"),
    seed: checkInteger(NAME, "seed", options.seed ?? 1, 0),
  });
  return {
    name: NAME,
    options: complete,
    async fit(x, fitOptions = {}) {
      const rows = trainingRows(NAME, x, fitOptions);
      const tf = await loadTf();
      const given = typeof source === "function" ? source(rows.width) : source;
      const layers = await copyLayers(tf, checkShape(given, rows.width));
      const { onProgress } = fitOptions;
      const progress = startProgress("training", 100, { unit: "%", quiet: onProgress !== undefined });
      const report = onProgress ?? ((part: number, note: string) => progress.update(100 * part, note));
      await trainLayers(tf, layers, rows, complete, report).finally(() => progress.finish());
      return modelOf(tf, layers, x.columns, complete.error, await layersToJson(tf, layers));
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export async function restoreAnyLayersModel(json: unknown): Promise<Model> {
  const { columns, error, layers } = jsonOf<{ error: "squared" | "absolute"; layers: LayersJson }>(
    "restoreAnyLayersModel",
    NAME,
    json,
  );
  const tf = await loadTf();
  return modelOf(tf, await layersFromJson(tf, layers), columns, error, layers);
}

function modelOf(
  tf: Tf,
  layers: TensorFlow.LayersModel,
  columns: readonly MatrixColumn[],
  error: "squared" | "absolute",
  json: LayersJson,
): Model {
  const width = columns.length;
  const numbers = (data: Float32Array): Matrix => ({
    ...{ data, rows: data.length / width },
    columns: columns.map(({ name }) => ({ name, type: { kind: "number" } })),
  });
  const rebuilt = (x: Matrix) => {
    checkScore(NAME, columns, x);
    return predictAll(tf, layers, x);
  };
  const shareOf = (value: number, guess: number) =>
    (error === "squared" ? (value - guess) ** 2 : Math.abs(value - guess)) / width;
  return {
    ...{ name: NAME, columns: columns.map(({ name }) => name), additive: true, unit: `${error} error` },
    score(x) {
      const guesses = rebuilt(x);
      return Float64Array.from({ length: x.rows }, (_, i) => {
        let sum = 0;
        for (let at = i * width; at < (i + 1) * width; at++) sum += shareOf(x.data[at]!, guesses[at]!);
        return sum;
      });
    },
    explain(x) {
      const guesses = rebuilt(x);
      return numbers(x.data.map((value, at) => shareOf(value, guesses[at]!)));
    },
    expect: (x) => numbers(rebuilt(x)),
    toJSON: () => ({ method: NAME, columns, error, layers: json }),
  };
}

/** What the model makes of every row, [rows, columns]. */
function predictAll(tf: Tf, layers: TensorFlow.LayersModel, { data, rows, columns }: Matrix): Float32Array {
  const width = columns.length;
  const guesses = new Float32Array(data.length);
  const block = new Float32Array(ROWS * width);
  for (let from = 0; from < rows; from += ROWS) {
    const part = data.subarray(from * width, Math.min(rows, from + ROWS) * width);
    block.fill(0).set(part);
    const output = tf.tidy(() => {
      const predicted = layers.predict(tf.tensor2d(block, [ROWS, width]), { batchSize: ROWS });
      return (predicted as TensorFlow.Tensor).dataSync() as Float32Array;
    });
    guesses.set(output.subarray(0, part.length), from * width);
  }
  const bad = guesses.findIndex((guess) => !Number.isFinite(guess));
  if (bad >= 0) {
    throw new RangeError(
      `${NAME}: the model must give finite numbers, got ${guesses[bad]} for row ${Math.floor(bad / width)}`,
    );
  }
  return guesses;
}

function checkError(error: unknown): "squared" | "absolute" {
  if (ERRORS.includes(error as "squared")) return error as "squared";
  throw new RangeError(`${NAME}: error must be ${ERRORS.join(" or ")}, got ${describe(error)}`);
}

/** Throws a `TypeError` unless the model reads and gives rows of so many numbers. */
function checkShape(given: LayersModelLike, width: number): TensorFlow.LayersModel {
  const layers = given as unknown as TensorFlow.LayersModel;
  const shapes = [layers.inputs, layers.outputs].map((ends) => ends?.map(({ shape }) => shape.slice(1)));
  const wanted = JSON.stringify([[[width]], [[width]]]);
  if (JSON.stringify(shapes) !== wanted) {
    const got = shapes.map((shape) => JSON.stringify(shape)).join(" to ");
    throw new TypeError(`${NAME}: model must read and give rows of ${width} numbers, got ${got}`);
  }
  return layers;
}
