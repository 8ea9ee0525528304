import { describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkScore } from "../detect/checkMatrix";
import { collapse } from "../detect/collapse";
import { smoothed } from "../detect/frequency";
import type { AutoencoderModel, TrainingPoint } from "./autoencoderTypes";
import { layoutOf } from "./layout";
import { looksOf, type Mask } from "./masks";
import { hiddenWidths, type Weights } from "./network";
import { expectations, surprises, type Trained } from "./surprise";
import type { Tf } from "./tf";
import { type WeightJson, weightsFromJson, weightsToJson } from "./weightsJson";

/** All that a fitted autoencoder is. */
export interface AutoencoderState {
  readonly options: { readonly units: readonly number[]; readonly bottleneck: number; readonly mask: Mask };
  readonly columns: readonly MatrixColumn[];
  /** Of each category column the weight of every level in the baseline. */
  readonly counts: readonly Float64Array[];
  /** Weight of the baseline. */
  readonly total: number;
  readonly weights: Weights;
  readonly curve: readonly TrainingPoint[];
}

const NAME = "autoencoder";

/** The model over its state. Holds no tensors: they live as long as a call. */
export function autoencoderModel(tf: Tf, state: AutoencoderState): AutoencoderModel {
  const { columns, options } = state;
  const width = columns.length;
  const trained: Trained = {
    layout: layoutOf(columns),
    layers: hiddenWidths(options.units, options.bottleneck).length,
    weights: state.weights,
    frequencies: state.counts.map(smoothed),
    total: state.total,
  };
  const looks = looksOf(width, options.mask);
  // The plain autoencoder never learned to guess a hidden value: it expects what it reconstructs.
  const guesses = options.mask === "none" ? looks : looksOf(width, "each");
  const bitsOf = (x: Matrix) => byDistinctRow(x, columns, (rows) => surprises(tf, trained, looks, rows));
  return {
    name: NAME,
    columns: columns.map((column) => column.name),
    additive: true,
    unit: "bits",
    curve: state.curve,
    score: (x) => rowSums(bitsOf(x), x.rows, width),
    explain: (x) => ({ data: Float32Array.from(bitsOf(x)), rows: x.rows, columns: columns.map(asNumber) }),
    expect: (x) => ({
      data: Float32Array.from(byDistinctRow(x, columns, (rows) => expectations(tf, trained, guesses, rows))),
      rows: x.rows,
      columns,
    }),
    toJSON: () => stateToJson(state),
  };
}

/** Judges each distinct row once and gives the values back to all rows: [rows * columns]. */
function byDistinctRow(
  x: Matrix,
  columns: readonly MatrixColumn[],
  judge: (rows: Matrix) => Float64Array,
): Float64Array {
  checkScore(NAME, columns, x);
  const { matrix, groupOf } = collapse(x);
  const values = judge(matrix);
  const width = columns.length;
  const result = new Float64Array(x.rows * width);
  groupOf.forEach((group, i) => {
    result.set(values.subarray(group * width, (group + 1) * width), i * width);
  });
  return result;
}

function rowSums(values: Float64Array, rows: number, width: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) =>
    values.subarray(i * width, (i + 1) * width).reduce((sum, value) => sum + value, 0),
  );
}

function asNumber({ name }: MatrixColumn): MatrixColumn {
  return { name, type: { kind: "number" } };
}

function stateToJson({
  options,
  columns,
  counts,
  total,
  weights,
  curve,
}: AutoencoderState): Record<string, unknown> {
  return {
    method: NAME,
    version: 1,
    options,
    columns,
    counts: counts.map((levels) => Array.from(levels)),
    total,
    weights: weightsToJson(weights),
    curve: curve.map((point) => ({ ...point, heldOut: Number.isNaN(point.heldOut) ? null : point.heldOut })),
  };
}

/** The state behind a `toJSON()`. Throws a `SyntaxError` for another method or version. */
export function stateFromJson(json: unknown): AutoencoderState {
  const { method, version, ...state } = (json ?? {}) as Record<string, unknown>;
  if (method !== NAME || version !== 1) {
    throw new SyntaxError(
      `restoreAutoencoder: json must be of ${NAME} version 1, got ${describe(method)} version ${describe(version)}`,
    );
  }
  const saved = state as unknown as Omit<AutoencoderState, "counts" | "weights"> & {
    counts: number[][];
    weights: Record<string, WeightJson>;
  };
  return {
    ...saved,
    counts: saved.counts.map((levels) => Float64Array.from(levels)),
    weights: weightsFromJson(saved.weights),
    curve: saved.curve.map((point) => ({ ...point, heldOut: point.heldOut ?? Number.NaN })),
  };
}
