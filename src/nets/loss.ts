import type { Matrix } from "../core/matrix";
import type { Random } from "../core/random";
import { inputOf, type Layout } from "./layout";
import { type Draw, drawLooks, type Mask } from "./masks";
import { gaussians, hidden, logits, type Tensors } from "./network";
import { crossEntropy, gatherSum } from "./operations";
import type { Scalar, Tensor2D, Tf } from "./tf";

/** Log standard deviations stay in this range, so that a constant column cannot reach density infinity. */
export const LOG_DEVIATION_RANGE = [-4, 4] as const;

/** Mean loss in nats of some rows, each times its scale: the sum over columns of the negative log probability. */
export type Loss = (
  tensors: Tensors,
  rows: readonly number[],
  scale: readonly number[],
  draw: Random,
) => Scalar;

/** What a batch is judged on: the rows, what they show, and how much each prediction counts. */
interface Batch {
  readonly rows: readonly number[];
  readonly looks: Draw;
  readonly scale: readonly number[];
  readonly layer: Tensor2D;
}

/**
 * The loss of a network on rows of `x`, over random looks at them.
 *
 * Values of an unknown level do not count: their probability is not the network's to say.
 */
export function lossOn(tf: Tf, layout: Layout, x: Matrix, mask: Mask, layers: number): Loss {
  const width = layout.columns.length;
  return (tensors, rows, scale, draw) => {
    const looks = drawLooks(rows.length, width, mask, draw);
    const layer = hidden(tf, tensors, layers, inputOf(layout, x, rows, looks.visible)); // (rows, units)
    const batch = { rows, looks, scale, layer };
    const losses: Scalar[] = [];
    layout.categories.forEach(({ levels }, c) => {
      if (levels > 1) losses.push(categoryLoss(tf, layout, tensors, x, batch, c));
    });
    if (layout.numbers.length > 0) losses.push(gaussianLoss(tf, layout, tensors, x, batch));
    return losses.reduce((sum, part) => tf.add(sum, part));
  };
}

/** Sum of weight * -log p over the rows that predict this column; the others do not reach its softmax. */
function categoryLoss(tf: Tf, layout: Layout, tensors: Tensors, x: Matrix, batch: Batch, c: number): Scalar {
  const { column } = layout.categories[c]!;
  const { rows, layer } = batch;
  const codes = rows.map((row) => x.data[row * layout.columns.length + column]!);
  const weights = rows.map((_, i) => (codes[i] === 0 ? 0 : weightOf(layout, batch, i, column)));
  let predicting = Int32Array.from(rows.keys()).filter((i) => weights[i]! > 0);
  if (predicting.length === 0) predicting = Int32Array.of(0); // at weight 0, so that every head has a gradient
  const part = gatherSum(tf, layer, predicting, predicting.length); // (predicting, units)
  return crossEntropy(
    tf,
    logits(tf, tensors, part, c), // (predicting, levels - 1)
    predicting.map((i) => Math.max(0, codes[i]! - 1)),
    Float32Array.from(predicting, (i) => weights[i]!),
  );
}

/** Sum of weight * (z^2 / 2 + log deviation), z = (value - mean) / deviation. */
function gaussianLoss(tf: Tf, layout: Layout, tensors: Tensors, x: Matrix, batch: Batch): Scalar {
  const count = layout.numbers.length;
  const shape: [number, number] = [batch.rows.length, count];
  const values = new Float32Array(batch.rows.length * count);
  const weights = new Float32Array(batch.rows.length * count);
  batch.rows.forEach((row, i) => {
    layout.numbers.forEach((column, c) => {
      values[i * count + c] = x.data[row * layout.columns.length + column]!;
      weights[i * count + c] = weightOf(layout, batch, i, column);
    });
  });
  const output = gaussians(tf, tensors, batch.layer); // (rows, 2 * numbers)
  const mean = tf.slice(output, [0, 0], shape);
  const log = tf.clipByValue(tf.slice(output, [0, count], shape), ...LOG_DEVIATION_RANGE);
  const z = tf.mul(tf.sub(tf.tensor2d(values, shape), mean), tf.exp(tf.neg(log)));
  const loss = tf.add(tf.mul(tf.square(z), 0.5), log);
  return tf.sum(tf.mul(loss, tf.tensor2d(weights, shape)));
}

function weightOf(layout: Layout, { looks, scale, rows }: Batch, i: number, column: number): number {
  return (looks.weight[i * layout.columns.length + column]! * scale[i]!) / rows.length;
}
