import type { Block, Engine } from "./engine/engine";
import type { Call } from "./engine/kernels";
import type { Parameters } from "./parameters";

/** What a layer can do with its sums; the numbers are the kernels'. */
export const ACTIVATIONS = { linear: 0, relu: 1, tanh: 2, sigmoid: 3 } as const;
/** The name of an activation. */
export type Activation = keyof typeof ACTIVATIONS;

/** The output of a layer and its gradient: [rows, width] each. */
export interface Signal {
  readonly rows: number;
  readonly width: number;
  readonly y: Block<Float32Array>;
  readonly dy: Block<Float32Array>;
}

/**
 * A network on a slice of a batch, written down as calls of kernels: those forward in order, those back in reverse.
 *
 * A slice has its own gradients, so that slices can run in any thread; they are added in their order.
 */
export class Graph {
  readonly forward: Call[] = [];
  /** Last layer first. */
  readonly back: Call[] = [];
  /** [1]; the sum of weighted losses in nats. */
  readonly loss: Block<Float64Array>;

  constructor(
    readonly engine: Engine,
    readonly parameters: Parameters,
    readonly slice: number,
  ) {
    this.loss = engine.doubles(1);
  }

  /** Adds a layer. */
  add(forward: readonly Call[], back: readonly Call[]): void {
    this.forward.push(...forward);
    this.back.unshift(...back);
  }

  /** Room for a layer's output. */
  signal(rows: number, width: number): Signal {
    return { rows, width, y: this.engine.floats(rows * width), dy: this.engine.floats(rows * width) };
  }

  /** Address of a weight. */
  at(name: string): number {
    return this.parameters.at(name);
  }

  /** Address of the gradient of a weight; 0 in a graph that never goes back. */
  gradientAt(name: string): number {
    return this.slice < 0 ? 0 : this.parameters.gradientAt(name, this.slice);
  }

  /** activation(x W + bias), W = weights `${name}${index}`, bias `${name}Bias${index}`. */
  dense(x: Signal, width: number, name: string, index: number, activation: Activation): Signal {
    const { rows, width: from } = x;
    const [w, bias] = [`${name}${index}`, `${name}Bias${index}`];
    const out = this.signal(rows, width);
    const kind = ACTIVATIONS[activation];
    this.add(
      [
        ["fillRows", rows, width, this.at(bias), out.y.at],
        ["multiply", rows, width, from, x.y.at, from, 1, this.at(w), width, out.y.at, width],
        ["activate", rows * width, out.y.at, kind],
        ["clear", rows * width, out.dy.at],
      ],
      [
        ["activateBack", rows * width, out.y.at, out.dy.at, kind],
        ["multiply", from, width, rows, x.y.at, 1, from, out.dy.at, width, this.gradientAt(w), width],
        ["addColumns", rows, width, out.dy.at, this.gradientAt(bias)],
        ["multiplyTransposed", rows, from, width, out.dy.at, width, this.at(w), width, x.dy.at, from],
      ],
    );
    return out;
  }
}
