import type { Matrix, MatrixColumn } from "../core/matrix";
import { loneRows, type Sequences, type Windows, windowsOf } from "../core/sequences";
import { checkScore } from "../detect/checkMatrix";
import { canonicalOrder, collapse } from "../detect/collapse";
import { smoothed } from "../detect/frequency";
import { type DistinctWindows, distinctWindows } from "./distinctWindows";
import type { Judgement } from "./judge";
import { judgeWindows, type TrainedLstm } from "./judgeWindows";
import { lstmLayers } from "./layersModel";
import { isInBits, layoutOf } from "./layout";
import type { LstmShape } from "./lstmNetwork";
import { type CompleteLstmOptions, LSTM_DEFAULTS } from "./lstmOptions";
import type { LstmAutoencoderModel } from "./lstmTypes";
import { asNumber, type FittedNetwork, fittedFromJson, fittedToJson, rowSums } from "./modelParts";
import { loadTf } from "./tf";

/** All that a fitted LSTM autoencoder is. */
export interface LstmState extends FittedNetwork {
  readonly options: CompleteLstmOptions;
}

const NAME = "lstmAutoencoder";
const states = new WeakMap<object, LstmState>();

/** The network that these options make for these columns. */
export function lstmShapeOf(columns: readonly MatrixColumn[], options: CompleteLstmOptions): LstmShape {
  const { units, layers, bidirectional, activation, timesteps, denoise, numberLoss } = options;
  const layout = layoutOf(columns, { flags: denoise > 0, numberLoss });
  return { layout, units, layers, bidirectional, activation, timesteps };
}

/** The windows of rows, and which of them are equal. */
export function windowsIn(
  x: Matrix,
  sequences: Sequences | undefined,
  { timesteps, stride }: CompleteLstmOptions,
  rowWeights?: Float64Array,
): { windows: Windows; distinct: DistinctWindows } {
  const chosen = sequences ?? loneRows(x.rows);
  checkSequences(chosen, x.rows);
  const { matrix, groupOf } = collapse(x);
  const idOfGroup = new Int32Array(matrix.rows);
  canonicalOrder(matrix).forEach((group, id) => {
    idOfGroup[group] = id;
  });
  const windows = windowsOf(chosen, timesteps, stride);
  const ids = groupOf.map((group) => idOfGroup[group]!);
  return { windows, distinct: distinctWindows(windows, ids, rowWeights) };
}

/** Throws unless every row stands in exactly one sequence. */
function checkSequences({ order, starts }: Sequences, rows: number): void {
  const seen = new Uint8Array(rows);
  for (const row of order) if (row >= 0 && row < rows) seen[row] = 1;
  const ends = starts[0] === 0 && starts[starts.length - 1] === order.length;
  if (
    order.length !== rows ||
    !ends ||
    seen.includes(0) ||
    starts.some((at, e) => e > 0 && at < starts[e - 1]!)
  ) {
    throw new TypeError(
      `${NAME}: sequences must hold each of ${rows} rows once, got an order of ${order.length}`,
    );
  }
}

/** The model over its state. Holds no memory of the engine: that lives as long as a call. */
export function lstmModel(state: LstmState): LstmAutoencoderModel {
  const { columns, options } = state;
  const width = columns.length;
  const shape = lstmShapeOf(columns, options);
  const trained: TrainedLstm = {
    ...{ shape, layout: shape.layout, weights: state.weights, total: state.total },
    frequencies: state.counts.map(smoothed),
  };
  const judge = (x: Matrix, sequences: Sequences | undefined): Judgement => {
    checkScore(NAME, columns, x);
    const { windows, distinct } = windowsIn(x, sequences, options);
    return judgeWindows(trained, x, windows, distinct);
  };
  const plain = options.numberLoss === "absolute" ? "absolute error" : "squared error";
  const model: LstmAutoencoderModel = {
    name: NAME,
    columns: columns.map((column) => column.name),
    additive: true,
    unit: isInBits(shape.layout) ? "bits" : plain,
    ...{ curve: state.curve, restarts: state.restarts, aborted: state.aborted },
    score: (x, sequences) => rowSums(judge(x, sequences).shares, x.rows, width),
    explain: (x, sequences) => ({
      data: Float32Array.from(judge(x, sequences).shares),
      rows: x.rows,
      columns: columns.map(asNumber),
    }),
    expect: (x, sequences) => ({
      data: Float32Array.from(judge(x, sequences).expected),
      rows: x.rows,
      columns,
    }),
    toJSON: () => fittedToJson(NAME, state),
    toLayersModel: async () => lstmLayers(await loadTf(), shape, state.weights).model,
  };
  states.set(model, state);
  return model;
}

/** The state of a model of this process, if it is one of ours. */
export function findLstmState(model: object): LstmState | undefined {
  return states.get(model);
}

/** The state behind a `toJSON()`. Throws a `SyntaxError` for another method or version. */
export function lstmStateFromJson(json: unknown): LstmState {
  const saved = fittedFromJson("restoreLstmAutoencoder", NAME, json) as unknown as LstmState;
  return { ...saved, options: { ...LSTM_DEFAULTS, ...saved.options } };
}
