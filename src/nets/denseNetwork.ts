import type { Random } from "../core/random";
import type { Block, Engine } from "./engine/engine";
import { ACTIVATIONS, type Activation, Graph, type Signal } from "./graph";
import { headsOn } from "./heads";
import { initialHeads } from "./initialHeads";
import { inputsOf, type Layout } from "./layout";
import type { Parameters } from "./parameters";
import { RowInput } from "./rowInput";
import type { Slice } from "./slice";
import type { Weights } from "./weights";

/** The plan of a network of dense layers. */
export interface DenseShape {
  readonly layout: Layout;
  /** Widths of the hidden layers, input side to output side. */
  readonly widths: readonly number[];
  /** Which of them is the bottleneck. */
  readonly bottleneck: number;
  readonly activation: Activation;
  /** Weight of the divergence of a variational bottleneck; 0 for a plain one. */
  readonly variational: number;
}

/**
 * The widths of the hidden layers, input side to output side: `units`, the bottleneck, and the decoder's or `units` mirrored.
 *
 * @example
 * hiddenWidths([64, 32], 8, "mirror") // [64, 32, 8, 32, 64]
 */
export function hiddenWidths(
  units: readonly number[],
  bottleneck: number,
  decoderUnits: readonly number[] | "mirror",
): number[] {
  return [...units, bottleneck, ...(decoderUnits === "mirror" ? units.slice().reverse() : decoderUnits)];
}

/**
 * The weights before training.
 *
 * Hidden layers start random (He's scale). `frequencies` is one array a category column, unknown level first; see {@link initialHeads}.
 *
 * Source: He et al., Delving deep into rectifiers (2015).
 */
export function initialDense(
  shape: DenseShape,
  frequencies: readonly Float64Array[],
  draw: Random,
  engine: Engine,
): Weights {
  const { layout, widths } = shape;
  const weights: Record<string, Weights[string]> = {};
  const add = (name: string, sizes: number[], values: Float32Array) => {
    weights[name] = { shape: sizes, values };
  };
  const normal = (count: number, scale: number) =>
    Float32Array.from({ length: count }, () => scale * draw.normal());
  const first = outputsAt(shape, 0);
  const inputScale = Math.sqrt(2 / layout.columns.length);
  if (layout.levels > 0) add("table", [layout.levels, first], normal(layout.levels * first, inputScale));
  const inputs = inputsOf(layout);
  if (inputs > 0) add("numbers", [inputs, first], normal(inputs * first, inputScale));
  add("denseBias0", [first], new Float32Array(first));
  for (let l = 1; l < widths.length; l++) {
    const [from, to] = [widths[l - 1]!, outputsAt(shape, l)];
    add(`dense${l}`, [from, to], normal(from * to, Math.sqrt(2 / from)));
    add(`denseBias${l}`, [to], new Float32Array(to));
  }
  const last = widths[widths.length - 1]!;
  return { ...weights, ...initialHeads(layout, last, frequencies, draw, engine) };
}

/** A variational bottleneck gives a mean and a log deviation for each of its units. */
function outputsAt({ widths, bottleneck, variational }: DenseShape, l: number): number {
  return widths[l]! * (variational > 0 && l === bottleneck ? 2 : 1);
}

/** A dense network on a slice of a batch, with what it reads. */
export interface DenseSlice extends Slice {
  readonly input: RowInput;
  /** The last hidden layer. */
  readonly hidden: Signal;
  /** The narrow layer; of a variational one a sample, or its mean without noise. */
  readonly bottleneck: Signal;
  readonly chance: Chance | undefined;
}

/** Writes the network down for `rows` rows; slice -1 is for scoring and never goes back. */
export function denseSlice(
  engine: Engine,
  shape: DenseShape,
  parameters: Parameters,
  rows: number,
  slice: number,
): DenseSlice {
  const graph = new Graph(engine, parameters, slice);
  const input = new RowInput(engine, shape.layout, rows);
  const chance = shape.variational > 0 ? chanceFor(engine, shape, rows) : undefined;
  let signal = firstLayer(graph, shape, input);
  let bottleneck = signal;
  for (let l = 0; l < shape.widths.length; l++) {
    if (l > 0) signal = graph.dense(signal, outputsAt(shape, l), "dense", l, activationAt(shape, l));
    if (chance !== undefined && l === shape.bottleneck) signal = latent(graph, shape, signal, chance);
    if (l === shape.bottleneck) bottleneck = signal;
  }
  const heads = headsOn(graph, signal, input);
  return {
    input,
    hidden: signal,
    bottleneck,
    chance,
    forward: graph.forward,
    train: [...graph.forward, ...heads.train, ...graph.back],
    measure: [...graph.forward, ...heads.measure],
    loss: graph.loss.values,
  };
}

/** A variational bottleneck is linear: its deviations must be able to shrink. */
function activationAt({ bottleneck, variational, activation }: DenseShape, l: number): Activation {
  return variational > 0 && l === bottleneck ? "linear" : activation;
}

/** Sum of the table rows of the levels, the numbers times their weights, and the bias; activated. */
function firstLayer(graph: Graph, shape: DenseShape, { indices, numbers, rows, layout }: RowInput): Signal {
  const width = outputsAt(shape, 0);
  const [levels, inputs] = [layout.categories.length, inputsOf(layout)];
  const kind = ACTIVATIONS[activationAt(shape, 0)];
  const out = graph.signal(rows, width);
  const bias = "denseBias0";
  graph.forward.push(["fillRows", rows, width, graph.at(bias), out.y.at]);
  if (levels > 0)
    graph.forward.push(["gatherRows", rows, levels, width, indices.at, graph.at("table"), out.y.at]);
  if (inputs > 0) {
    const w = graph.at("numbers");
    graph.forward.push(["multiply", rows, width, inputs, numbers.at, inputs, 1, w, width, out.y.at, width]);
  }
  graph.forward.push(["activate", rows * width, out.y.at, kind], ["clear", rows * width, out.dy.at]);
  graph.back.push(["activateBack", rows * width, out.y.at, out.dy.at, kind]);
  graph.back.push(["addColumns", rows, width, out.dy.at, graph.gradientAt(bias)]);
  if (levels > 0)
    graph.back.push(["scatterRows", rows, levels, width, indices.at, out.dy.at, graph.gradientAt("table")]);
  if (inputs > 0) {
    const dw = graph.gradientAt("numbers");
    graph.back.push(["multiply", inputs, width, rows, numbers.at, 1, inputs, out.dy.at, width, dw, width]);
  }
  return out;
}

/** What a variational bottleneck needs of chance, and of the rows' weights. */
export interface Chance {
  /** [rows, bottleneck]; standard normal numbers, zeros for the mean alone. */
  readonly noise: Block<Float32Array>;
  /** [rows]; how much each row counts in the divergence. */
  readonly rowWeights: Block<Float32Array>;
}

function chanceFor(engine: Engine, { widths, bottleneck }: DenseShape, rows: number): Chance {
  return { noise: engine.floats(rows * widths[bottleneck]!), rowWeights: engine.floats(rows) };
}

/** mean + deviation * noise of a variational bottleneck. Source: Kingma and Welling, Auto-encoding variational Bayes (2014). */
function latent(graph: Graph, shape: DenseShape, from: Signal, { noise, rowWeights }: Chance): Signal {
  const { rows } = from;
  const width = shape.widths[shape.bottleneck]!;
  const out = graph.signal(rows, width);
  graph.add(
    [
      ["sampleLatent", rows, width, from.y.at, noise.at, out.y.at],
      ["clear", rows * width, out.dy.at],
    ],
    [
      [
        ...(["sampleLatentBack", rows, width, from.y.at, noise.at, out.dy.at] as const),
        ...[rowWeights.at, shape.variational, from.dy.at, graph.loss.at],
      ],
    ],
  );
  return out;
}
