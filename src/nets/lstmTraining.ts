import type { Matrix } from "../core/matrix";
import type { Random } from "../core/random";
import type { Windows } from "../core/sequences";
import { slicesOf } from "./denseTraining";
import { Engine } from "./engine/engine";
import { isInBits } from "./layout";
import { type LstmShape, type LstmSlice, lstmSlice } from "./lstmNetwork";
import { Parameters } from "./parameters";
import type { Trainable } from "./train";
import type { Weights } from "./weights";

/** Windows over rows, of which some are trained on. */
export interface WindowedRows {
  readonly x: Matrix;
  readonly windows: Windows;
  /** [items]; the window that each item is. */
  readonly example: Int32Array;
}

/** An LSTM autoencoder in an engine of its own, ready to be trained on distinct windows; a loss is a mean over rows. */
export function lstmTraining(
  shape: LstmShape,
  start: Weights,
  rows: WindowedRows,
  { batch, denoise }: { readonly batch: number; readonly denoise: number },
  engine = new Engine(),
): Trainable {
  const { count, rows: share } = slicesOf(batch);
  const parameters = new Parameters(engine, start, count);
  const slices = Array.from({ length: count }, (_, s) => lstmSlice(engine, shape, parameters, share, s));
  const columns = shape.layout.columns.length;
  const visible = new Uint8Array(columns);
  const unit = isInBits(shape.layout) ? 1 : 1 / columns;
  const load = (items: ArrayLike<number>, scale: ArrayLike<number>, draw: Random) => {
    const show = () => {
      for (let j = 0; j < columns; j++) visible[j] = denoise > 0 && draw.next() < denoise ? 0 : 1;
      return visible;
    };
    for (let i = 0; i < count * share; i++) {
      const slice = slices[Math.floor(i / share)]!;
      const place = i % share;
      if (i >= items.length) {
        clearWindow(slice, place);
        continue;
      }
      const w = rows.example[items[i]!]!;
      const weight = (scale[i]! * unit) / (items.length * rows.windows.length[w]!);
      fillWindow(slice, place, rows, w, show, weight);
    }
  };
  return { engine, parameters, slices, load };
}

/**
 * Place `b` of a slice becomes window `w`: a short one stands at the end of its steps, the mask says so.
 *
 * `weight` is what each of its values counts in the loss.
 */
export function fillWindow(
  slice: LstmSlice,
  b: number,
  { x, windows }: Pick<WindowedRows, "x" | "windows">,
  w: number,
  show: () => Uint8Array,
  weight: number,
): void {
  const columns = x.columns.length;
  const { timesteps, from, length, sequences } = windows;
  const { batch } = slice;
  const short = timesteps - length[w]!;
  for (let t = 0; t < timesteps; t++) {
    const at = t * batch + b;
    slice.mask.values[at] = t < short ? 0 : 1;
    if (t < short) {
      slice.input.clear(at);
      slice.reversed?.clear(at);
      continue;
    }
    const row = sequences.order[from[w]! + t - short]! * columns;
    const visible = show();
    slice.input.set(at, x.data, row, visible, 0);
    slice.input.weights.values.fill(weight, at * columns, (at + 1) * columns);
    // Reversed, the last row stands first, behind the same number of empty steps.
    slice.reversed?.set((timesteps - 1 - (t - short)) * batch + b, x.data, row, visible, 0);
  }
}

/** Place `b` of a slice holds no window. */
export function clearWindow(slice: LstmSlice, b: number): void {
  for (let at = b; at < slice.mask.values.length; at += slice.batch) {
    slice.mask.values[at] = 0;
    slice.input.clear(at);
    slice.reversed?.clear(at);
  }
}
