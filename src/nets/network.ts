import type { Random } from "../core/random";
import type { Input, Layout } from "./layout";
import { dense, gatherSum } from "./operations";
import type { Tensor1D, Tensor2D, Tf } from "./tf";

/** Trainable numbers by name, with their shape. */
export interface Weights {
  readonly [name: string]: { readonly shape: readonly number[]; readonly values: Float32Array };
}

/** The same as tensors (constants when scoring, variables when training). */
export type Tensors = Readonly<Record<string, Tensor1D | Tensor2D>>;

/**
 * The widths of the hidden layers, input side to output side: `units`, the bottleneck, `units` mirrored.
 *
 * @example
 * hiddenWidths([64, 32], 8) // [64, 32, 8, 32, 64]
 */
export function hiddenWidths(units: readonly number[], bottleneck: number): number[] {
  return [...units, bottleneck, ...units.slice().reverse()];
}

/**
 * The weights before training.
 *
 * Hidden layers start random (He's scale); each head starts at zero with the logarithm of the column's smoothed frequencies
 * as bias (`frequencies`, one array a category column, unknown level first), so an untrained network is exactly the model of
 * independent columns, and training adds context to it.
 *
 * Source: He et al., Delving deep into rectifiers (2015).
 */
export function initialWeights(
  layout: Layout,
  widths: readonly number[],
  frequencies: readonly Float64Array[],
  draw: Random,
): Weights {
  const weights: Record<string, Weights[string]> = {};
  const add = (name: string, shape: number[], values: Float32Array) => {
    weights[name] = { shape, values };
  };
  const normal = (count: number, scale: number) =>
    Float32Array.from({ length: count }, () => scale * draw.normal());
  const first = widths[0]!;
  const inputScale = Math.sqrt(2 / layout.columns.length);
  if (layout.levels > 0) add("table", [layout.levels, first], normal(layout.levels * first, inputScale));
  const inputs = layout.numbers.length * 2;
  if (inputs > 0) add("numbers", [inputs, first], normal(inputs * first, inputScale));
  add("denseBias0", [first], new Float32Array(first));
  for (let l = 1; l < widths.length; l++) {
    const [from, to] = [widths[l - 1]!, widths[l]!];
    add(`dense${l}`, [from, to], normal(from * to, Math.sqrt(2 / from)));
    add(`denseBias${l}`, [to], new Float32Array(to));
  }
  const last = widths[widths.length - 1]!;
  layout.categories.forEach(({ levels }, c) => {
    if (levels === 1) return; // no known level to predict
    add(`head${c}`, [last, levels - 1], new Float32Array(last * (levels - 1)));
    add(`headBias${c}`, [levels - 1], Float32Array.from(frequencies[c]!.subarray(1), Math.log));
  });
  if (inputs > 0) {
    add("numberHead0", [last, inputs], new Float32Array(last * inputs));
    add("numberHeadBias0", [inputs], new Float32Array(inputs));
  }
  return weights;
}

/** Copies weights into tfjs; dispose them, or call within `tidy`. */
export function toTensors(tf: Tf, weights: Weights): Tensors {
  const tensors: Record<string, Tensor1D | Tensor2D> = {};
  for (const [name, { shape, values }] of Object.entries(weights)) {
    tensors[name] = tf.tensor(values.slice(), shape as [number, number]) as Tensor1D | Tensor2D;
  }
  return tensors;
}

/** The last hidden layer [rows, units] for a batch. */
export function hidden(tf: Tf, tensors: Tensors, layers: number, input: Input): Tensor2D {
  let layer = tf.relu(firstLayer(tf, tensors, input)); // (rows, first)
  for (let l = 1; l < layers; l++) layer = tf.relu(applyDense(tf, tensors, "dense", l, layer)); // (rows, width l)
  return layer;
}

/** Sum of the table rows of the levels, the numbers times their weights, and the bias. */
function firstLayer(tf: Tf, tensors: Tensors, input: Input): Tensor2D {
  const bias = tensors.denseBias0 as Tensor1D;
  const { table, numbers } = tensors as { table?: Tensor2D; numbers?: Tensor2D };
  const ofLevels = table === undefined ? undefined : gatherSum(tf, table, input.indices, input.rows);
  if (numbers === undefined) return tf.add(ofLevels!, bias);
  const values = tf.tensor2d(input.numbers, [input.rows, input.numbers.length / input.rows]);
  const ofNumbers = dense(tf, values, numbers, bias);
  return ofLevels === undefined ? ofNumbers : tf.add(ofLevels, ofNumbers);
}

/** Logits [rows, levels - 1] of the known levels of category part `c`. */
export function logits(tf: Tf, tensors: Tensors, layer: Tensor2D, c: number): Tensor2D {
  return applyDense(tf, tensors, "head", c, layer);
}

/** Of every number column the mean, then of every one the log standard deviation: [rows, 2 * numbers]. */
export function gaussians(tf: Tf, tensors: Tensors, layer: Tensor2D): Tensor2D {
  return applyDense(tf, tensors, "numberHead", 0, layer);
}

function applyDense(tf: Tf, tensors: Tensors, name: string, index: number, x: Tensor2D): Tensor2D {
  return dense(tf, x, tensors[`${name}${index}`] as Tensor2D, tensors[`${name}Bias${index}`] as Tensor1D);
}
