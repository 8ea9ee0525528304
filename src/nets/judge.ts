import type { Matrix } from "../core/matrix";
import { type DenseShape, type DenseSlice, denseSlice } from "./denseNetwork";
import { Engine } from "./engine/engine";
import { programOf } from "./engine/kernels";
import { type Grader, graderOf, type Judged } from "./grade";
import type { Look } from "./masks";
import { Parameters } from "./parameters";
import type { Weights } from "./weights";

/** What a trained dense network needs to judge rows. */
export interface TrainedDense extends Judged {
  readonly shape: DenseShape;
  readonly weights: Weights;
}

/** Rows are judged in blocks of this size, so that memory is bounded. */
const BLOCK = 256;

/** What was said of a block of rows: [rows * columns] each. */
export interface Judgement {
  /** Shares of the score. */
  readonly shares: Float64Array;
  /** What the network expects, given what it sees: the most probable known level, or the mean. */
  readonly expected: Float64Array;
}

/** Judges every value of `x` by the looks at it; see {@link graderOf} for the score. O(rows * looks * weights). */
export function judge(trained: TrainedDense, looks: readonly Look[], x: Matrix): Judgement {
  const { shape, weights } = trained;
  const engine = new Engine();
  const parameters = new Parameters(engine, weights, 0);
  const slice = denseSlice(engine, shape, parameters, BLOCK, -1);
  const forward = programOf(engine.kernels, slice.forward);
  const grader = graderOf(engine, trained, parameters, slice.hidden, slice.input);
  const judgement = {
    shares: new Float64Array(x.data.length),
    expected: new Float64Array(x.data.length),
  };
  for (let from = 0; from < x.rows; from += BLOCK) {
    const count = Math.min(BLOCK, x.rows - from);
    for (const look of looks) {
      showBlock(slice, x, from, count, look);
      forward();
      grader.look(count);
      for (const column of look.predicted) takeColumn(grader, judgement, look, column, from, count);
    }
  }
  return judgement;
}

/** Where each row lies in the narrow layer, all of it visible: [rows * bottleneck]. O(rows * weights). */
export function latent({ shape, weights }: TrainedDense, x: Matrix): Float64Array {
  const engine = new Engine();
  const slice = denseSlice(engine, shape, new Parameters(engine, weights, 0), BLOCK, -1);
  const forward = programOf(engine.kernels, slice.forward);
  const { y, width } = slice.bottleneck;
  const values = new Float64Array(x.rows * width);
  const visible = new Uint8Array(x.columns.length).fill(1);
  for (let from = 0; from < x.rows; from += BLOCK) {
    const count = Math.min(BLOCK, x.rows - from);
    for (let i = 0; i < count; i++) slice.input.set(i, x.data, (from + i) * x.columns.length, visible, 0);
    forward();
    values.set(y.values.subarray(0, count * width), from * width);
  }
  return values;
}

function showBlock({ input }: DenseSlice, x: Matrix, from: number, count: number, look: Look): void {
  const width = x.columns.length;
  for (let i = 0; i < count; i++) input.set(i, x.data, (from + i) * width, look.visible, 0);
}

function takeColumn(
  grader: Grader,
  judgement: Judgement,
  look: Look,
  column: number,
  from: number,
  count: number,
): void {
  grader.grade(column);
  const { shares, expected } = judgement;
  const [ownShares, ownExpected, weight] = [grader.shares, grader.expected, look.share];
  const width = look.visible.length;
  let at = from * width + column;
  for (let i = 0; i < count; i++, at += width) {
    shares[at]! += weight * ownShares[i]!;
    expected[at] = ownExpected[i]!;
  }
}
