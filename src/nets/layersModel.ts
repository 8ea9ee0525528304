import type * as TensorFlow from "@tensorflow/tfjs";
import type { DenseShape } from "./denseNetwork";
import { inputsOf, type Layout, outputsOf } from "./layout";
import type { LstmShape } from "./lstmNetwork";
import type { Tf } from "./tf";
import type { Weights } from "./weights";

type LayersModel = TensorFlow.LayersModel;
type SymbolicTensor = TensorFlow.SymbolicTensor;
type Layer = TensorFlow.layers.Layer;

/** A weight of a layer: one of ours, or several stacked (embedding rows over numbers). */
type Stack = readonly string[];

/** A layers model, and which of our weights its weights are, in the order of `getWeights()`. */
export interface LayersForm {
  readonly model: LayersModel;
  readonly stacks: readonly Stack[];
}

/** Numbers that a row has at the entrance of a layers model: one-hot levels of all categories, then the numbers. */
export function entranceOf(layout: Layout): number {
  return layout.levels + inputsOf(layout);
}

/** Collects layers, and what their weights are called here. */
class Builder {
  private readonly named: { layer: Layer; stacks: readonly Stack[] }[] = [];

  constructor(readonly tf: Tf) {}

  apply(layer: Layer, to: SymbolicTensor, ...stacks: Stack[]): SymbolicTensor {
    this.named.push({ layer, stacks });
    return layer.apply(to) as SymbolicTensor;
  }

  /** The model with our weights in it; layers stand in another order there than they were made in. */
  finish(inputs: SymbolicTensor, outputs: SymbolicTensor[], weights: Weights): LayersForm {
    const model = this.tf.model({ inputs, outputs });
    const stacks = model.layers.flatMap(
      (layer) => this.named.find((one) => one.layer === layer)?.stacks ?? [],
    );
    this.tf.tidy(() => model.setWeights(stacks.map((stack) => this.stacked(stack, weights))));
    return { model, stacks };
  }

  private stacked(stack: Stack, weights: Weights): TensorFlow.Tensor {
    const parts = stack.filter((name) => weights[name] !== undefined).map((name) => weights[name]!);
    const tensors = parts.map(({ values, shape }) => this.tf.tensor(values.slice(), [...shape]));
    return tensors.length === 1 ? tensors[0]! : this.tf.concat(tensors, 0);
  }
}

/**
 * A dense autoencoder in the Keras layout: [rows, entrance] to one output for each category column (softmax over its known
 * levels) and one for all numbers (means, then log deviations where there are any).
 */
export function denseLayers(tf: Tf, shape: DenseShape, weights: Weights): LayersForm {
  if (shape.variational > 0) {
    throw new RangeError(
      "toLayersModel: variational must be 0, got a bottleneck that draws; Keras has no layer for it",
    );
  }
  const build = new Builder(tf);
  const entrance = tf.input({ shape: [entranceOf(shape.layout)] });
  let signal: SymbolicTensor = entrance;
  shape.widths.forEach((units, l) => {
    const kernel = l === 0 ? ["table", "numbers"] : [`dense${l}`];
    const layer = tf.layers.dense({ units, activation: shape.activation });
    signal = build.apply(layer, signal, kernel, [`denseBias${l}`]);
  });
  return build.finish(entrance, headsOf(build, shape.layout, signal), weights);
}

/** An LSTM autoencoder in the Keras layout: [windows, timesteps, entrance] to the same outputs at every step. */
export function lstmLayers(tf: Tf, shape: LstmShape, weights: Weights): LayersForm {
  const { timesteps, units, layers, activation } = shape;
  const build = new Builder(tf);
  const entrance = tf.input({ shape: [timesteps, entranceOf(shape.layout)] });
  const cells = (returnSequences: boolean, first: boolean, goBackwards = false) =>
    tf.layers.lstm({
      ...{ units, returnSequences, goBackwards, activation: first ? activation : "tanh" },
      recurrentActivation: "sigmoid",
    });
  const names = (name: string, kernel: Stack): Stack[] => [kernel, [`${name}Recurrent`], [`${name}Bias`]];
  const inputNames = (name: string) => names(name, [`${name}Table`, `${name}Numbers`]);

  let signal = build.apply(cells(layers > 1, true), entrance, ...inputNames("encoder0"));
  for (let l = 1; l < layers; l++) {
    const name = `encoder${l}`;
    signal = build.apply(cells(l + 1 < layers, false), signal, ...names(name, [`${name}Kernel`]));
  }
  if (shape.bidirectional) {
    const back = build.apply(cells(false, true, true), entrance, ...inputNames("reverse0"));
    signal = tf.layers.concatenate().apply([signal, back]) as SymbolicTensor;
  }
  signal = tf.layers.repeatVector({ n: timesteps }).apply(signal) as SymbolicTensor;
  for (let l = 0; l < layers; l++) {
    const name = `decoder${l}`;
    signal = build.apply(cells(true, false), signal, ...names(name, [`${name}Kernel`]));
  }
  return build.finish(entrance, headsOf(build, shape.layout, signal, true), weights);
}

function headsOf(
  build: Builder,
  layout: Layout,
  signal: SymbolicTensor,
  everyStep = false,
): SymbolicTensor[] {
  const { layers } = build.tf;
  const head = (units: number, activation: "softmax" | "linear", name: string) => {
    const dense = layers.dense({ units, activation });
    const layer = everyStep ? layers.timeDistributed({ layer: dense }) : dense;
    const [kernel, bias] = [name.replace("#", ""), name.replace("#", "Bias")];
    return build.apply(layer, signal, [kernel], [bias]);
  };
  const outputs = layout.categories.flatMap(({ levels }, c) =>
    levels === 1 ? [] : [head(levels - 1, "softmax", `head#${c}`)],
  );
  if (layout.numbers.length > 0) outputs.push(head(outputsOf(layout), "linear", "numberHead#0"));
  if (outputs.length === 0) throw new RangeError("toLayersModel: columns must have known levels, got none");
  return outputs;
}

/** Our weights out of a layers model of the same shape. Throws a `TypeError` when its weights have other shapes. */
export function weightsFromLayers(model: LayersModel, like: LayersForm, weights: Weights): Weights {
  const theirs = model.getWeights();
  const expected = like.model.getWeights();
  const shapes = (tensors: TensorFlow.Tensor[]) => tensors.map(({ shape }) => shape.join("x")).join(", ");
  if (shapes(theirs) !== shapes(expected)) {
    throw new TypeError(`fromLayersModel: weights must be ${shapes(expected)}, got ${shapes(theirs)}`);
  }
  const result: Record<string, Weights[string]> = {};
  like.stacks.forEach((stack, i) => {
    const values = theirs[i]!.dataSync() as Float32Array;
    let from = 0;
    for (const name of stack) {
      const own = weights[name];
      if (own === undefined) continue;
      result[name] = { shape: own.shape, values: values.slice(from, from + own.values.length) };
      from += own.values.length;
    }
  });
  return result;
}
