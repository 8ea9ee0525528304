import { describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkScore } from "../detect/checkMatrix";
import { collapse } from "../detect/collapse";
import { smoothed } from "../detect/frequency";
import { type CompleteOptions, DEFAULTS } from "./autoencoderOptions";
import type { AutoencoderModel } from "./autoencoderTypes";
import { type DenseShape, hiddenWidths } from "./denseNetwork";
import { judge, latent, type TrainedDense } from "./judge";
import { denseLayers } from "./layersModel";
import { isInBits, layoutOf } from "./layout";
import { looksOf } from "./masks";
import { asNumber, type FittedNetwork, fittedFromJson, fittedToJson, rowSums } from "./modelParts";
import { loadTf } from "./tf";
import type { Weights } from "./weights";

/** All that a fitted autoencoder is. */
export interface AutoencoderState extends FittedNetwork {
  readonly options: CompleteOptions;
}

const NAME = "autoencoder";
/** States of the models of this process, for those who go on with one: tfjs, a second fit. */
const states = new WeakMap<object, AutoencoderState>();

/** The network that these options make for these columns. */
export function shapeOf(columns: readonly MatrixColumn[], options: CompleteOptions): DenseShape {
  const { units, decoderUnits, bottleneck, activation, variational, numberLoss, mask, denoise } = options;
  return {
    layout: layoutOf(columns, { flags: mask !== "none" || denoise > 0, numberLoss }),
    widths: hiddenWidths(units, bottleneck, decoderUnits),
    bottleneck: units.length,
    activation,
    variational,
  };
}

/** The model over its state. Holds no memory of the engine: that lives as long as a call. */
export function autoencoderModel(state: AutoencoderState): AutoencoderModel {
  const { columns, options } = state;
  const width = columns.length;
  const shape = shapeOf(columns, options);
  const trained: TrainedDense = {
    shape,
    layout: shape.layout,
    weights: state.weights,
    frequencies: state.counts.map(smoothed),
    total: state.total,
  };
  const looks = looksOf(width, options.mask);
  // The plain autoencoder never learned to guess a hidden value: it expects what it reconstructs.
  const guesses = options.mask === "none" ? looks : looksOf(width, "each");
  const sharesOf = (x: Matrix) =>
    byDistinctRow(x, columns, width, (rows) => judge(trained, looks, rows).shares);
  const expectedOf = (rows: Matrix) => judge(trained, guesses, rows).expected;
  const { bottleneck } = options;
  const plain = options.numberLoss === "absolute" ? "absolute error" : "squared error";
  const model: AutoencoderModel = {
    name: NAME,
    columns: columns.map((column) => column.name),
    additive: true,
    unit: isInBits(shape.layout) ? "bits" : plain,
    curve: state.curve,
    restarts: state.restarts,
    aborted: state.aborted,
    score: (x) => rowSums(sharesOf(x), x.rows, width),
    explain: (x) => ({
      data: Float32Array.from(sharesOf(x)),
      rows: x.rows,
      columns: columns.map(asNumber),
    }),
    expect: (x) => ({
      data: Float32Array.from(byDistinctRow(x, columns, width, expectedOf)),
      rows: x.rows,
      columns,
    }),
    latent: (x) => ({
      data: Float32Array.from(byDistinctRow(x, columns, bottleneck, (rows) => latent(trained, rows))),
      rows: x.rows,
      columns: Array.from({ length: bottleneck }, (_, j) => ({
        name: `unit ${j + 1}`,
        type: { kind: "number" },
      })),
    }),
    toJSON: () => fittedToJson(NAME, state),
    toLayersModel: async () => denseLayers(await loadTf(), shape, state.weights).model,
  };
  states.set(model, state);
  return model;
}

/** The state of a model of this process, if it is one of ours. */
export function findState(model: object): AutoencoderState | undefined {
  return states.get(model);
}

/** The weights to go on with. Throws unless the model has these columns and this shape. */
export function weightsOfModel(
  model: AutoencoderModel,
  columns: readonly MatrixColumn[],
  options: CompleteOptions,
): Weights {
  const state = states.get(model);
  if (state === undefined) {
    throw new TypeError(`${NAME}: resume must be a model of ${NAME}, got ${describe(model)}`);
  }
  checkScore(NAME, state.columns, { data: new Float32Array(0), rows: 0, columns });
  const names = ["units", "decoderUnits", "bottleneck", "activation", "variational", "numberLoss"] as const;
  for (const name of names) {
    const [then, now] = [JSON.stringify(state.options[name]), JSON.stringify(options[name])];
    if (then !== now) {
      throw new RangeError(`${NAME}: ${name} must be ${then} as in the model to resume, got ${now}`);
    }
  }
  return state.weights;
}

/** So many rows tell whether rows repeat. */
const SAMPLE = 2048;

/**
 * Looks at each distinct row once and gives its `width` values back to all its copies: [rows * width].
 *
 * Where the first rows hardly repeat, looking for equal ones costs more than it saves; a row's value is the same.
 */
function byDistinctRow(
  x: Matrix,
  columns: readonly MatrixColumn[],
  width: number,
  valuesOf: (rows: Matrix) => Float64Array,
): Float64Array {
  checkScore(NAME, columns, x);
  const rows = Math.min(x.rows, SAMPLE);
  const sample = collapse({ data: x.data.subarray(0, rows * columns.length), rows, columns });
  if (rows === SAMPLE && sample.matrix.rows > 0.9 * rows) return valuesOf(x);
  const { matrix, groupOf } = collapse(x);
  const values = valuesOf(matrix);
  const result = new Float64Array(x.rows * width);
  for (let i = 0; i < x.rows; i++) {
    const from = groupOf[i]! * width;
    for (let j = 0; j < width; j++) result[i * width + j] = values[from + j]!;
  }
  return result;
}

/** The state behind a `toJSON()`. Throws a `SyntaxError` for another method or version. */
export function stateFromJson(json: unknown): AutoencoderState {
  const saved = fittedFromJson("restoreAutoencoder", NAME, json) as unknown as AutoencoderState;
  return { ...saved, options: { ...DEFAULTS, ...saved.options } };
}
