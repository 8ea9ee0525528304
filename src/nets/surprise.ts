import type { Matrix } from "../core/matrix";
import { inputOf, type Layout } from "./layout";
import { LOG_DEVIATION_RANGE } from "./loss";
import type { Look } from "./masks";
import { gaussians, hidden, logits, type Tensors, toTensors, type Weights } from "./network";
import type { Tensor2D, Tf } from "./tf";

/** What a trained network needs to judge rows. */
export interface Trained {
  readonly layout: Layout;
  readonly layers: number;
  readonly weights: Weights;
  /** Smoothed frequencies of the levels of each category column, unknown first. */
  readonly frequencies: readonly Float64Array[];
  /** Weight of the rows of the fit. */
  readonly total: number;
}

/** Rows are judged in blocks of this size, the last one filled up: the same shapes give the same bits. */
const BLOCK = 128;

/** Receives what the network says of one value: logits of the known levels, or mean and log deviation. */
type Reader = (row: number, column: number, output: Float32Array, share: number) => void;

/**
 * The surprise of every value, in bits: [rows * columns].
 *
 * - Known level: -log2 p, p = (1 - e) (1 - u) softmax + e f, with f the level's smoothed frequency, u that of the unknown
 *   level, and e = 1 / (n + 1): after n rows no network may be surer than that of a context.
 * - Unknown level: -log2 u; it has a small probability of its own, whatever the context.
 * - Number: z^2 / 2 / ln 2, the loss of density against the mode, so that it is never negative; z = (value - mean) / deviation.
 */
export function surprises(tf: Tf, trained: Trained, looks: readonly Look[], x: Matrix): Float64Array {
  const { columns, partOf } = trained.layout;
  const bits = new Float64Array(x.data.length);
  readLooks(tf, trained, looks, x, (row, column, output, share) => {
    const at = row * columns.length + column;
    const isNumber = columns[column]!.type.kind === "number";
    bits[at]! +=
      share *
      (isNumber
        ? numberBits(x.data[at]!, output)
        : categoryBits(x.data[at]!, output, trained.frequencies[partOf[column]!]!, trained.total));
  });
  return bits;
}

/** What the network expects in every place, given what it sees: the most probable known level, or the mean. */
export function expectations(tf: Tf, trained: Trained, looks: readonly Look[], x: Matrix): Float64Array {
  const { columns } = trained.layout;
  const expected = new Float64Array(x.data.length);
  readLooks(tf, trained, looks, x, (row, column, output) => {
    const isNumber = columns[column]!.type.kind === "number";
    expected[row * columns.length + column] = isNumber ? output[0]! : 1 + indexOfMost(output);
  });
  return expected;
}

function indexOfMost(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return values.length === 0 ? -1 : best;
}

function categoryBits(code: number, logits: Float32Array, frequencies: Float64Array, total: number): number {
  const unknown = frequencies[0]!;
  if (code === 0) return -Math.log2(unknown);
  const most = logits[indexOfMost(logits)]!;
  let sum = 0;
  for (const logit of logits) sum += Math.exp(logit - most);
  const softmax = Math.exp(logits[code - 1]! - most) / sum;
  const doubt = 1 / (total + 1);
  return -Math.log2((1 - doubt) * (1 - unknown) * softmax + doubt * frequencies[code]!);
}

function numberBits(value: number, output: Float32Array): number {
  const [lowest, highest] = LOG_DEVIATION_RANGE;
  const z = (value - output[0]!) * Math.exp(-Math.max(lowest, Math.min(highest, output[1]!)));
  return (z * z) / 2 / Math.LN2;
}

function readLooks(tf: Tf, trained: Trained, looks: readonly Look[], x: Matrix, read: Reader): void {
  tf.tidy(() => {
    const tensors = toTensors(tf, trained.weights);
    for (let from = 0; from < x.rows; from += BLOCK) {
      for (const look of looks) tf.tidy(() => readBlock(tf, trained, tensors, look, x, from, read));
    }
  });
}

function readBlock(
  tf: Tf,
  { layout, layers }: Trained,
  tensors: Tensors,
  look: Look,
  x: Matrix,
  from: number,
  read: Reader,
): void {
  const count = Math.min(BLOCK, x.rows - from);
  const rows = Int32Array.from({ length: BLOCK }, (_, i) => from + Math.min(i, count - 1));
  const visible = new Uint8Array(BLOCK * layout.columns.length);
  for (let i = 0; i < BLOCK; i++) visible.set(look.visible, i * layout.columns.length);
  const layer = hidden(tf, tensors, layers, inputOf(layout, x, rows, visible));
  for (const column of look.predicted) {
    const output = readHead(tf, layout, tensors, layer, column);
    const width = output.length / BLOCK;
    for (let i = 0; i < count; i++) {
      read(from + i, column, output.subarray(i * width, (i + 1) * width), look.share);
    }
  }
}

/** [BLOCK, levels - 1] logits of a category column, [BLOCK, 2] mean and log deviation of a number column. */
function readHead(tf: Tf, layout: Layout, tensors: Tensors, layer: Tensor2D, column: number): Float32Array {
  const part = layout.partOf[column]!;
  if (layout.columns[column]!.type.kind === "category") {
    if (layout.categories[part]!.levels === 1) return new Float32Array(0); // no known level
    return logits(tf, tensors, layer, part).dataSync() as Float32Array;
  }
  const output = gaussians(tf, tensors, layer); // (BLOCK, 2 * numbers)
  const mean = tf.slice(output, [0, part], [BLOCK, 1]);
  const logDeviation = tf.slice(output, [0, layout.numbers.length + part], [BLOCK, 1]);
  return tf.concat([mean, logDeviation], 1).dataSync() as Float32Array;
}
