/*
 * A layer of LSTM cells over a batch of sequences, in Keras' layout (gates i f c o). Arrays are time-major:
 * gates[steps, batch, 4 units], states and outputs [steps, batch, units]. A step whose mask is 0 leaves zeros.
 *
 * Source: Hochreiter and Schmidhuber, Long short-term memory (1997); Gers, Schmidhuber, Cummins, Learning to forget (2000).
 */
import { activate4, logistic4, slope4, TANH, tanh4 } from "./functions";
import { multiply, multiplyTransposed } from "./multiply";

/**
 * All steps forward. `gates` holds the projected inputs with their bias, and becomes the activated gates;
 * `squashed` becomes activation(state), which the way back needs. `mask` [steps, batch] or 0.
 */
export function lstm(
  steps: i32,
  batch: i32,
  units: i32,
  kind: i32,
  recurrent: usize,
  gates: usize,
  states: usize,
  squashed: usize,
  outputs: usize,
  mask: usize,
): void {
  const slab = (<usize>(batch * units)) << 2;
  for (let t: i32 = 0; t < steps; t++) {
    const at = <usize>t * slab;
    if (t > 0) {
      multiply(
        batch,
        4 * units,
        units,
        outputs + at - slab,
        units,
        1,
        recurrent,
        4 * units,
        gates + 4 * at,
        4 * units,
      );
    }
    const maskRow: usize = mask === 0 ? 0 : mask + ((<usize>(t * batch)) << 2);
    for (let i: i32 = 0; i < batch; i++) {
      const row = (<usize>(i * units)) << 2;
      const before: usize = t === 0 ? 0 : states + at - slab + row;
      if (maskRow !== 0 && load<f32>(maskRow + ((<usize>i) << 2)) === 0) {
        memory.fill(gates + 4 * (at + row), 0, (<usize>units) << 4);
        memory.fill(states + at + row, 0, (<usize>units) << 2);
        memory.fill(squashed + at + row, 0, (<usize>units) << 2);
        memory.fill(outputs + at + row, 0, (<usize>units) << 2);
      } else {
        cell(
          units,
          kind,
          gates + 4 * (at + row),
          before,
          states + at + row,
          squashed + at + row,
          outputs + at + row,
        );
      }
    }
  }
}

/**
 * One row. Several short passes, since the work of one pass over several units overlaps in the processor, and one long
 * chain of work does not. Units beyond the last whole four go through the same arithmetic lane by lane.
 */
function cell(
  units: i32,
  kind: i32,
  z: usize,
  before: usize,
  state: usize,
  squashed: usize,
  output: usize,
): void {
  const bytes = (<usize>units) << 2;
  const f = z + bytes;
  const g = f + bytes;
  const o = g + bytes;
  logisticPass(2 * bytes, z);
  activatePass(bytes, g, g, kind);
  logisticPass(bytes, o);
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = bytes - at;
    let c = f32x4.mul(lanes(z + at, left), lanes(g + at, left));
    if (before !== 0) c = f32x4.add(f32x4.mul(lanes(f + at, left), lanes(before + at, left)), c);
    keep(state + at, c, left);
  }
  activatePass(bytes, state, squashed, kind);
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = bytes - at;
    keep(output + at, f32x4.mul(lanes(o + at, left), lanes(squashed + at, left)), left);
  }
}

function logisticPass(bytes: usize, x: usize): void {
  let at: usize = 0;
  // Four at a time: the many constants are made once for all of them.
  for (; at + 64 <= bytes; at += 64) {
    v128.store(x + at, logistic4(v128.load(x + at)));
    v128.store(x + at, logistic4(v128.load(x + at, 16)), 16);
    v128.store(x + at, logistic4(v128.load(x + at, 32)), 32);
    v128.store(x + at, logistic4(v128.load(x + at, 48)), 48);
  }
  for (; at < bytes; at += 16) keep(x + at, logistic4(lanes(x + at, bytes - at)), bytes - at);
}

function activatePass(bytes: usize, from: usize, to: usize, kind: i32): void {
  let at: usize = 0;
  if (kind === TANH) {
    for (; at + 64 <= bytes; at += 64) {
      v128.store(to + at, tanh4(v128.load(from + at)));
      v128.store(to + at, tanh4(v128.load(from + at, 16)), 16);
      v128.store(to + at, tanh4(v128.load(from + at, 32)), 32);
      v128.store(to + at, tanh4(v128.load(from + at, 48)), 48);
    }
  }
  for (; at < bytes; at += 16) keep(to + at, activate4(lanes(from + at, bytes - at), kind), bytes - at);
}

/**
 * All steps back. dOutputs[steps, batch, units] holds the gradients from above and gains those through time; `gates`
 * becomes the gradient of the projected inputs. dState[batch, units] is scratch memory.
 */
export function lstmBack(
  steps: i32,
  batch: i32,
  units: i32,
  kind: i32,
  recurrent: usize,
  gates: usize,
  states: usize,
  squashed: usize,
  mask: usize,
  dOutputs: usize,
  dState: usize,
): void {
  const slab = (<usize>(batch * units)) << 2;
  memory.fill(dState, 0, slab);
  for (let t: i32 = steps - 1; t >= 0; t--) {
    const at = <usize>t * slab;
    const maskRow: usize = mask === 0 ? 0 : mask + ((<usize>(t * batch)) << 2);
    for (let i: i32 = 0; i < batch; i++) {
      const row = (<usize>(i * units)) << 2;
      const before: usize = t === 0 ? 0 : states + at - slab + row;
      if (maskRow !== 0 && load<f32>(maskRow + ((<usize>i) << 2)) === 0) continue; // its gates are zeros already
      cellBack(
        units,
        kind,
        gates + 4 * (at + row),
        before,
        squashed + at + row,
        dOutputs + at + row,
        dState + row,
      );
    }
    if (t > 0) {
      multiplyTransposed(
        batch,
        units,
        4 * units,
        gates + 4 * at,
        4 * units,
        recurrent,
        4 * units,
        dOutputs + at - slab,
        units,
      );
    }
  }
}

function cellBack(
  units: i32,
  kind: i32,
  z: usize,
  before: usize,
  squashed: usize,
  dOutput: usize,
  dState: usize,
): void {
  const bytes = (<usize>units) << 2;
  const one = f32x4.splat(1);
  for (let at: usize = 0; at < bytes; at += 16) {
    const left = bytes - at;
    const i = lanes(z + at, left);
    const f = lanes(z + bytes + at, left);
    const g = lanes(z + 2 * bytes + at, left);
    const o = lanes(z + 3 * bytes + at, left);
    const s = lanes(squashed + at, left);
    const dh = lanes(dOutput + at, left);
    const dc = f32x4.add(lanes(dState + at, left), f32x4.mul(f32x4.mul(dh, o), slope4(s, kind)));
    const c = before === 0 ? f32x4.splat(0) : lanes(before + at, left);
    keep(z + at, f32x4.mul(f32x4.mul(dc, g), f32x4.mul(i, f32x4.sub(one, i))), left);
    keep(z + bytes + at, f32x4.mul(f32x4.mul(dc, c), f32x4.mul(f, f32x4.sub(one, f))), left);
    keep(z + 2 * bytes + at, f32x4.mul(f32x4.mul(dc, i), slope4(g, kind)), left);
    keep(z + 3 * bytes + at, f32x4.mul(f32x4.mul(dh, s), f32x4.mul(o, f32x4.sub(one, o))), left);
    keep(dState + at, f32x4.mul(dc, f), left);
  }
}

/** Four numbers, of which `left` bytes are there. */
function lanes(from: usize, left: usize): v128 {
  if (left >= 16) return v128.load(from);
  let x = v128.load32_zero(from);
  if (left > 4) x = f32x4.replace_lane(x, 1, load<f32>(from + 4));
  if (left > 8) x = f32x4.replace_lane(x, 2, load<f32>(from + 8));
  return x;
}

function keep(to: usize, x: v128, left: usize): void {
  if (left >= 16) {
    v128.store(to, x);
    return;
  }
  store<f32>(to, f32x4.extract_lane(x, 0));
  if (left > 4) store<f32>(to + 4, f32x4.extract_lane(x, 1));
  if (left > 8) store<f32>(to + 8, f32x4.extract_lane(x, 2));
}
