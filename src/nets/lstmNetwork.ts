import type { Random } from "../core/random";
import type { Block, Engine } from "./engine/engine";
import { ACTIVATIONS, Graph, type Signal } from "./graph";
import { headsOn } from "./heads";
import { initialHeads } from "./initialHeads";
import { inputsOf, type Layout } from "./layout";
import { inputProjection, laterProjection, lstmLayer, repeatedProjection } from "./lstmLayer";
import type { Parameters } from "./parameters";
import { RowInput } from "./rowInput";
import type { Slice } from "./slice";
import type { Weights } from "./weights";

/** The plan of an LSTM autoencoder. */
export interface LstmShape {
  readonly layout: Layout;
  readonly timesteps: number;
  readonly units: number;
  /** LSTM layers of the encoder, and of the decoder. */
  readonly layers: number;
  readonly bidirectional: boolean;
  /** Of the first layer; the others use tanh, as in the series. */
  readonly activation: "tanh" | "relu";
}

/** Width of the vector that a window becomes. */
export function latentWidth({ units, bidirectional }: LstmShape): number {
  return units * (bidirectional ? 2 : 1);
}

/**
 * The weights before training, with gates in the order i f c o.
 *
 * Kernels start random (Glorot's scale), recurrent kernels with deviation 1 / sqrt(units), biases at zero but for the
 * forget gate's, which start at one, so that a cell remembers before it has learned to.
 *
 * Source: Jozefowicz, Zaremba, Sutskever, An empirical exploration of recurrent network architectures (2015).
 */
export function initialLstm(
  shape: LstmShape,
  frequencies: readonly Float64Array[],
  draw: Random,
  engine: Engine,
): Weights {
  const { layout, units, layers, bidirectional } = shape;
  const gates = 4 * units;
  const weights: Record<string, Weights[string]> = {};
  const add = (name: string, from: number, scale: number) => {
    if (from === 0) return;
    const values = Float32Array.from({ length: from * gates }, () => scale * draw.normal());
    weights[name] = { shape: [from, gates], values };
  };
  const addCell = (name: string) => {
    add(`${name}Recurrent`, units, 1 / Math.sqrt(units));
    weights[`${name}Bias`] = { shape: [gates], values: new Float32Array(gates).fill(1, units, 2 * units) };
  };
  const addInput = (name: string) => {
    const scale = Math.sqrt(2 / (layout.columns.length + units));
    add(`${name}Table`, layout.levels, scale);
    add(`${name}Numbers`, inputsOf(layout), scale);
    addCell(name);
  };
  const addLater = (name: string, from: number) => {
    add(`${name}Kernel`, from, Math.sqrt(2 / (from + units)));
    addCell(name);
  };
  addInput("encoder0");
  for (let l = 1; l < layers; l++) addLater(`encoder${l}`, units);
  if (bidirectional) addInput("reverse0");
  addLater("decoder0", latentWidth(shape));
  for (let l = 1; l < layers; l++) addLater(`decoder${l}`, units);
  return { ...weights, ...initialHeads(layout, units, frequencies, draw, engine) };
}

/** An LSTM autoencoder on a slice of a batch of windows, with what it reads; row t * batch + b is step t of window b. */
export interface LstmSlice extends Slice {
  /** Windows. */
  readonly batch: number;
  readonly input: RowInput;
  /** The same windows with their rows in reverse order, for the second half of a bidirectional encoder. */
  readonly reversed: RowInput | undefined;
  /** [timesteps * batch]; 0 where a window has no row: short windows stand at the end of theirs. */
  readonly mask: Block<Float32Array>;
  /** The decoder's last layer. */
  readonly hidden: Signal;
}

/** Writes the network down for `batch` windows; slice -1 is for scoring and never goes back. */
export function lstmSlice(
  engine: Engine,
  shape: LstmShape,
  parameters: Parameters,
  batch: number,
  slice: number,
): LstmSlice {
  const { timesteps, layout, layers, activation } = shape;
  const graph = new Graph(engine, parameters, slice);
  const mask = engine.floats(timesteps * batch);
  const input = new RowInput(engine, layout, timesteps * batch);
  const reversed = shape.bidirectional ? new RowInput(engine, layout, timesteps * batch) : undefined;
  const cell = { timesteps, batch, units: shape.units, mask: mask.at };
  const first = { ...cell, activation: ACTIVATIONS[activation] };
  const later = { ...cell, activation: ACTIVATIONS.tanh };

  let hidden = lstmLayer(graph, "encoder0", first, inputProjection(graph, "encoder0", cell, input));
  for (let l = 1; l < layers; l++) {
    hidden = lstmLayer(graph, `encoder${l}`, later, laterProjection(graph, `encoder${l}`, cell, hidden));
  }
  let latent = lastStep(hidden, batch);
  if (reversed !== undefined) {
    const back = lstmLayer(graph, "reverse0", first, inputProjection(graph, "reverse0", cell, reversed));
    latent = sideBySide(graph, latent, lastStep(back, batch));
  }
  hidden = lstmLayer(graph, "decoder0", later, repeatedProjection(graph, "decoder0", cell, latent));
  for (let l = 1; l < layers; l++) {
    hidden = lstmLayer(graph, `decoder${l}`, later, laterProjection(graph, `decoder${l}`, cell, hidden));
  }
  const heads = headsOn(graph, hidden, input);
  return {
    ...{ batch, input, reversed, mask, hidden, forward: graph.forward, loss: graph.loss.values },
    train: [...graph.forward, ...heads.train, ...graph.back],
    measure: [...graph.forward, ...heads.measure],
  };
}

/** The state after the last step: the end of a layer's output, no copy. */
function lastStep({ rows, width, y, dy }: Signal, batch: number): Signal {
  const from = (rows - batch) * width;
  const end = (block: Block<Float32Array>) => ({
    at: block.at + 4 * from,
    values: block.values.subarray(from),
  });
  return { rows: batch, width, y: end(y), dy: end(dy) };
}

function sideBySide(graph: Graph, a: Signal, b: Signal): Signal {
  const out = graph.signal(a.rows, a.width + b.width);
  const place = (part: Signal, offset: number) =>
    ["placeColumns", a.rows, part.width, part.y.at, out.y.at, out.width, offset] as const;
  const take = (part: Signal, offset: number) =>
    ["takeColumns", a.rows, part.width, out.dy.at, out.width, offset, part.dy.at] as const;
  graph.add(
    [place(a, 0), place(b, a.width), ["clear", out.rows * out.width, out.dy.at]],
    [take(a, 0), take(b, a.width)],
  );
  return out;
}
