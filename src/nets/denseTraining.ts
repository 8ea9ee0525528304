import type { Matrix } from "../core/matrix";
import type { Random } from "../core/random";
import { type DenseShape, denseSlice } from "./denseNetwork";
import { Engine } from "./engine/engine";
import { drawLooks, type Mask } from "./masks";
import { Parameters } from "./parameters";
import type { Trainable } from "./train";
import type { Weights } from "./weights";

/** What the rows of a batch show while a dense network is trained. */
export interface DenseTrainingOptions {
  readonly batch: number;
  readonly mask: Mask;
  /** Share of what is visible that is hidden at random. */
  readonly denoise: number;
}

/** A batch below this is one slice: its halves would not fill the registers. */
const LEAST_TO_SPLIT = 32;

/**
 * The slices of a batch. Always two from 32 rows on, whatever the machine: the sums of gradients, and with them every bit
 * of the result, follow the slices. More would cost more in adding gradients than they gain on a laptop.
 */
export function slicesOf(batch: number): { count: number; rows: number } {
  const count = batch < LEAST_TO_SPLIT ? 1 : 2;
  return { count, rows: Math.ceil(batch / count) };
}

/** A dense network in an engine of its own, ready to be trained on the rows of `x`. */
export function denseTraining(
  shape: DenseShape,
  start: Weights,
  x: Matrix,
  options: DenseTrainingOptions,
  engine = new Engine(),
): Trainable {
  const { count, rows } = slicesOf(options.batch);
  const parameters = new Parameters(engine, start, count);
  const slices = Array.from({ length: count }, (_, s) => denseSlice(engine, shape, parameters, rows, s));
  const width = shape.layout.columns.length;
  const load = (items: ArrayLike<number>, scale: ArrayLike<number>, draw: Random) => {
    const { visible, weight } = drawLooks(items.length, width, options.mask, draw);
    if (options.denoise > 0) hideSome(visible, options.denoise, draw);
    const unit = lossUnit(shape) / items.length;
    for (let i = 0; i < count * rows; i++) {
      const { input, chance } = slices[Math.floor(i / rows)]!;
      const row = i % rows;
      if (i >= items.length) {
        input.clear(row);
        chance?.rowWeights.values.fill(0, row, row + 1);
        continue;
      }
      input.set(row, x.data, items[i]! * width, visible, i * width);
      for (let j = 0; j < width; j++) {
        input.weights.values[row * width + j] = weight[i * width + j]! * scale[i]! * unit;
      }
      if (chance !== undefined) {
        chance.rowWeights.values[row] = scale[i]! / items.length;
        const latent = chance.noise.values.length / rows;
        for (let u = row * latent; u < (row + 1) * latent; u++) chance.noise.values[u] = draw.normal();
      }
    }
  };
  return { engine, parameters, slices, load };
}

/** Plain errors are means over the columns, as in Keras; bits are sums. */
function lossUnit({ layout }: DenseShape): number {
  const plain = layout.categories.length === 0 && !layout.deviations;
  return plain ? 1 / layout.columns.length : 1;
}

function hideSome(visible: Uint8Array, share: number, draw: Random): void {
  for (let k = 0; k < visible.length; k++) if (visible[k] === 1 && draw.next() < share) visible[k] = 0;
}
