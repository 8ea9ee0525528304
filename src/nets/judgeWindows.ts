import type { Matrix } from "../core/matrix";
import type { Windows } from "../core/sequences";
import type { DistinctWindows } from "./distinctWindows";
import { Engine } from "./engine/engine";
import { programOf } from "./engine/kernels";
import { graderOf, type Judged } from "./grade";
import type { Judgement } from "./judge";
import { type LstmShape, type LstmSlice, lstmSlice } from "./lstmNetwork";
import { clearWindow, fillWindow } from "./lstmTraining";
import { Parameters } from "./parameters";
import type { Weights } from "./weights";

/** What a trained LSTM autoencoder needs to judge rows. */
export interface TrainedLstm extends Judged {
  readonly shape: LstmShape;
  readonly weights: Weights;
}

/** Windows are judged in blocks of about this many rows, so that memory is bounded. */
const BLOCK_ROWS = 8192;
/**
 * Shares are summed in steps of 2^-32: such sums are exact below 2^21, so that they do not depend on their order, nor
 * a row's score on what other entities did.
 */
const STEP = 2 ** -32;

/**
 * Judges every row as the mean over the windows that cover it; equal windows are judged once.
 *
 * What is expected of a row is said by the last window that covers it. O(distinct windows * timesteps * weights).
 */
export function judgeWindows(
  trained: TrainedLstm,
  x: Matrix,
  windows: Windows,
  distinct: DistinctWindows,
): Judgement {
  const { shape, weights } = trained;
  const engine = new Engine();
  const parameters = new Parameters(engine, weights, 0);
  const batch = Math.max(1, Math.min(distinct.example.length, Math.ceil(BLOCK_ROWS / shape.timesteps)));
  const slice = lstmSlice(engine, shape, parameters, batch, -1);
  const forward = programOf(engine.kernels, slice.forward);
  const grader = graderOf(engine, trained, parameters, slice.hidden, slice.input);
  const sums = new WindowSums(x, windows);
  const all = new Uint8Array(x.columns.length).fill(1);
  for (let first = 0; first < distinct.example.length; first += batch) {
    const count = Math.min(batch, distinct.example.length - first);
    fillBlock(slice, x, windows, distinct, first, count, all);
    forward();
    grader.look(slice.hidden.rows);
    for (let j = 0; j < x.columns.length; j++) {
      grader.grade(j);
      for (let b = 0; b < count; b++) sums.add(distinct, first + b, j, grader, b, batch);
    }
  }
  return sums.means();
}

function fillBlock(
  slice: LstmSlice,
  x: Matrix,
  windows: Windows,
  distinct: DistinctWindows,
  first: number,
  count: number,
  all: Uint8Array,
): void {
  for (let b = 0; b < slice.batch; b++) {
    if (b < count) fillWindow(slice, b, { x, windows }, distinct.example[first + b]!, () => all, 0);
    else clearWindow(slice, b);
  }
}

/** Sums over the windows that cover a row. */
class WindowSums {
  private readonly sums: Float64Array;
  private readonly expected: Float64Array;
  /** [rows]; windows that cover each. */
  private readonly covered: Int32Array;
  /** [rows]; where the last window that covers each starts. */
  private readonly last: Int32Array;

  constructor(
    private readonly x: Matrix,
    private readonly windows: Windows,
  ) {
    const { order } = windows.sequences;
    this.sums = new Float64Array(x.data.length);
    this.expected = new Float64Array(x.data.length);
    this.covered = new Int32Array(x.rows);
    this.last = new Int32Array(x.rows).fill(-1);
    const { from, length } = windows;
    for (let w = 0; w < from.length; w++) {
      for (let p = from[w]!; p < from[w]! + length[w]!; p++) {
        this.covered[order[p]!]! += 1;
        this.last[order[p]!] = Math.max(this.last[order[p]!]!, from[w]!);
      }
    }
  }

  /** Adds what one kind of window, at place `b` of a batch, says of column `j` to the rows of all windows of its kind. */
  add(
    { members, starts }: DistinctWindows,
    kind: number,
    j: number,
    { shares, expected }: Judgement,
    b: number,
    batch: number,
  ): void {
    const { order } = this.windows.sequences;
    const columns = this.x.columns.length;
    for (let m = starts[kind]!; m < starts[kind + 1]!; m++) {
      const w = members[m]!;
      const [from, length] = [this.windows.from[w]!, this.windows.length[w]!];
      const short = this.windows.timesteps - length;
      for (let t = 0; t < length; t++) {
        const row = order[from + t]!;
        const at = (t + short) * batch + b;
        this.sums[row * columns + j]! += Math.round(shares[at]! / STEP);
        if (this.last[row] === from) this.expected[row * columns + j] = expected[at]!;
      }
    }
  }

  /** Means over the covering windows. */
  means(): Judgement {
    const columns = this.x.columns.length;
    const shares = this.sums.map((sum, k) => (sum * STEP) / this.covered[Math.floor(k / columns)]!);
    return { shares, expected: this.expected };
  }
}
