import type * as TensorFlow from "@tensorflow/tfjs";
import { random } from "../core/random";
import type { TrainingRows } from "../detect/trainingRows";
import type { Tf } from "./tf";

/** How {@link trainLayers} trains. */
export interface LayersTraining {
  readonly epochs: number;
  readonly batch: number;
  readonly learningRate: number;
  readonly error: "squared" | "absolute";
  readonly seed: number;
}

/**
 * Trains a `tf.LayersModel` to give back its rows, each counted by its weight, with Adam; the weights are changed in
 * place.
 *
 * tfjs's own `fit` knows no sample weights and draws the order of rows from `Math.random`.
 */
export async function trainLayers(
  tf: Tf,
  layers: TensorFlow.LayersModel,
  rows: TrainingRows,
  { epochs, batch, learningRate, error, seed }: LayersTraining,
  onProgress: (part: number, note: string) => void,
): Promise<void> {
  const optimizer = tf.train.adam(learningRate);
  const draw = random(seed);
  const variables = layers.trainableWeights.map((weight) => weight.read() as TensorFlow.Variable);
  for (let epoch = 0; epoch < epochs; epoch++) {
    const order = draw.shuffle(Array.from({ length: rows.rows }, (_, i) => i));
    let sum = 0;
    for (let from = 0; from < order.length; from += batch) {
      const { data, weights, total } = batchOf(rows, order.slice(from, from + batch));
      const loss = optimizer.minimize(
        () => {
          const truth = tf.tensor2d(data, [weights.length, rows.width]);
          const difference = tf.sub(layers.apply(truth, { training: true }) as TensorFlow.Tensor, truth);
          const errors = error === "squared" ? tf.square(difference) : tf.abs(difference);
          return tf.sum(tf.mul(tf.mean(errors, 1), tf.tensor1d(weights))).div(total) as TensorFlow.Scalar;
        },
        true,
        variables,
      )!;
      sum += loss.dataSync()[0]! * total;
      loss.dispose();
    }
    onProgress((epoch + 1) / epochs, `error ${(sum / rows.total).toPrecision(3)}`);
    // Lets a notebook draw, and a signal come in.
    await new Promise(setImmediate);
  }
  optimizer.dispose();
}

function batchOf({ data, width, weights }: TrainingRows, picked: readonly number[]) {
  const values = new Float32Array(picked.length * width);
  picked.forEach((row, i) => {
    values.set(data.subarray(row * width, (row + 1) * width), i * width);
  });
  const own = Float32Array.from(picked, (row) => weights[row]!);
  return { data: values, weights: own, total: own.reduce((sum, weight) => sum + weight, 0) };
}
