import type { Block } from "./engine/engine";
import type { Call } from "./engine/kernels";
import type { Graph, Signal } from "./graph";
import { inputsOf } from "./layout";
import type { RowInput } from "./rowInput";

/** Sizes that the layers of a network share. */
export interface LstmSize {
  readonly timesteps: number;
  readonly batch: number;
  readonly units: number;
  /** Address of [timesteps * batch]; 0 where a window has no row. */
  readonly mask: number;
}

/** The projected input of a layer: [timesteps * batch, 4 units], and how its gradient goes on. */
export interface Projection {
  readonly gates: Block<Float32Array>;
  readonly forward: readonly Call[];
  readonly back: readonly Call[];
}

/**
 * One layer of LSTM cells over all steps: gates are filled by the projection, activated in place, and hold their own
 * gradient on the way back. Weights: `${name}Recurrent` [units, 4 units].
 */
export function lstmLayer(
  graph: Graph,
  name: string,
  { timesteps, batch, units, mask, activation }: LstmSize & { readonly activation: number },
  projection: Projection,
): Signal {
  const rows = timesteps * batch;
  const out = graph.signal(rows, units);
  const states = graph.engine.floats(rows * units);
  const squashed = graph.engine.floats(rows * units);
  const dState = graph.engine.floats(batch * units);
  const u = graph.at(`${name}Recurrent`);
  const du = graph.gradientAt(`${name}Recurrent`);
  const { gates, forward, back } = projection;
  const size = [timesteps, batch, units, activation, u, gates.at] as const;
  const second = gates.at + 4 * batch * 4 * units; // gates of the second step
  graph.add(
    [
      ...forward,
      ["lstm", ...size, states.at, squashed.at, out.y.at, mask],
      ["clear", rows * units, out.dy.at],
    ],
    [
      ["lstmBack", ...size, states.at, squashed.at, mask, out.dy.at, dState.at],
      ["multiply", units, 4 * units, rows - batch, out.y.at, 1, units, second, 4 * units, du, 4 * units],
      ...back,
    ],
  );
  return out;
}

/** Rows of a matrix as gates: sum of table rows of the levels, the numbers times their weights, and the bias. */
export function inputProjection(
  graph: Graph,
  name: string,
  { timesteps, batch, units }: LstmSize,
  { indices, numbers, layout }: RowInput,
): Projection {
  const rows = timesteps * batch;
  const gates = graph.engine.floats(rows * 4 * units);
  const width = 4 * units;
  const [levels, inputs] = [layout.categories.length, inputsOf(layout)];
  const forward: Call[] = [["fillRows", rows, width, graph.at(`${name}Bias`), gates.at]];
  const back: Call[] = [["addColumns", rows, width, gates.at, graph.gradientAt(`${name}Bias`)]];
  if (levels > 0) {
    const table = `${name}Table`;
    forward.push(["gatherRows", rows, levels, width, indices.at, graph.at(table), gates.at]);
    back.push(["scatterRows", rows, levels, width, indices.at, gates.at, graph.gradientAt(table)]);
  }
  if (inputs > 0) {
    const [w, dw] = [graph.at(`${name}Numbers`), graph.gradientAt(`${name}Numbers`)];
    forward.push(["multiply", rows, width, inputs, numbers.at, inputs, 1, w, width, gates.at, width]);
    back.push(["multiply", inputs, width, rows, numbers.at, 1, inputs, gates.at, width, dw, width]);
  }
  return { gates, forward, back };
}

/** The output of the layer below as gates. */
export function laterProjection(graph: Graph, name: string, { units }: LstmSize, below: Signal): Projection {
  const { rows, width: from, y, dy } = below;
  const width = 4 * units;
  const gates = graph.engine.floats(rows * width);
  const [w, bias] = [`${name}Kernel`, `${name}Bias`];
  return {
    gates,
    forward: [
      ["fillRows", rows, width, graph.at(bias), gates.at],
      ["multiply", rows, width, from, y.at, from, 1, graph.at(w), width, gates.at, width],
    ],
    back: [
      ["addColumns", rows, width, gates.at, graph.gradientAt(bias)],
      ["multiply", from, width, rows, y.at, 1, from, gates.at, width, graph.gradientAt(w), width],
      ["multiplyTransposed", rows, from, width, gates.at, width, graph.at(w), width, dy.at, from],
    ],
  };
}

/** The same vector at every step: projected once, not once a step. */
export function repeatedProjection(
  graph: Graph,
  name: string,
  { timesteps, batch, units }: LstmSize,
  latent: Signal,
): Projection {
  const { width: from, y, dy } = latent;
  const width = 4 * units;
  const once = graph.engine.floats(batch * width);
  const gates = graph.engine.floats(timesteps * batch * width);
  const [w, bias] = [`${name}Kernel`, `${name}Bias`];
  return {
    gates,
    forward: [
      ["fillRows", batch, width, graph.at(bias), once.at],
      ["multiply", batch, width, from, y.at, from, 1, graph.at(w), width, once.at, width],
      ["repeat", timesteps, batch * width, once.at, gates.at],
    ],
    back: [
      ["sumBlocks", timesteps, batch * width, gates.at, once.at],
      ["addColumns", batch, width, once.at, graph.gradientAt(bias)],
      ["multiply", from, width, batch, y.at, 1, from, once.at, width, graph.gradientAt(w), width],
      ["multiplyTransposed", batch, from, width, once.at, width, graph.at(w), width, dy.at, from],
    ],
  };
}
