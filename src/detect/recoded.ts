import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkFit, checkScore } from "./checkMatrix";
import type { Detector, Model } from "./detector";
import { jsonOf } from "./trainingRows";

/** A fitted way to read category columns as numbers. */
export interface Recoding {
  /** [made columns]; the column of the original matrix that each of them tells of. */
  readonly sourceOf: readonly number[];
  /** [rows, made columns]; numbers only. O(rows * made columns). */
  transform(x: Matrix): Matrix;
  /** What `restore` of its coding needs; JSON-safe. */
  toJSON(): Record<string, unknown>;
}

/** A way to read category columns as numbers, before data. */
export interface Coding {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  /** Learns from the rows of a fit; `weights` has one weight a row. */
  fit(x: Matrix, weights?: Float64Array): Recoding;
  /** The recoding behind a `toJSON()`, for a matrix with these columns. */
  restore(json: unknown, columns: readonly MatrixColumn[]): Recoding;
}

const METHOD = "recoded";

/**
 * A detector for numbers that also takes categories: `coding` makes numbers of them first.
 *
 * Which coding is a decision about meaning: a detector for numbers sees nothing of a level but the numbers it gets. The
 * coding is fitted with the detector, on the same rows. Explanations are folded back: a column's share is the sum of
 * the shares of the numbers made of it. Costs what the detector costs on the made columns.
 */
export function recoded(detector: Detector, coding: Coding): Detector {
  return {
    name: detector.name,
    options: Object.freeze({
      ...detector.options,
      coding: coding.name,
      codingOptions: coding.options,
    }),
    async fit(x, fitOptions = {}) {
      checkFit(detector.name, x, fitOptions);
      const recoding = coding.fit(x, fitOptions.weights);
      return modelOf(x.columns, recoding, await detector.fit(recoding.transform(x), fitOptions));
    },
  };
}

/**
 * The model behind a `toJSON()` of a {@link recoded} detector; `restoreModel` is the detector's own.
 *
 * Throws a `SyntaxError` for another method's JSON, and for one with another coding.
 */
export async function restoreRecoded(
  json: unknown,
  coding: Coding,
  restoreModel: (json: unknown) => Model | Promise<Model>,
): Promise<Model> {
  const where = "restoreRecoded";
  const parts = jsonOf<{ recoding: unknown; model: unknown }>(where, METHOD, json);
  const recoding = coding.restore(parts.recoding, parts.columns);
  return modelOf(parts.columns, recoding, await restoreModel(parts.model));
}

function modelOf(columns: readonly MatrixColumn[], recoding: Recoding, inner: Model): Model {
  const { name, unit, additive } = inner;
  const made = (x: Matrix) => {
    checkScore(name, columns, x);
    return recoding.transform(x);
  };
  return {
    name,
    columns: columns.map((column) => column.name),
    additive,
    unit,
    score: (x, sequences) => inner.score(made(x), sequences),
    explain: (x, sequences) => folded(inner.explain(made(x), sequences), columns, recoding.sourceOf),
    toJSON: () => ({ method: METHOD, columns, recoding: recoding.toJSON(), model: inner.toJSON() }),
  };
}

/** Sums the shares of the columns that were made of one. */
function folded(shares: Matrix, columns: readonly MatrixColumn[], sourceOf: readonly number[]): Matrix {
  const sums = new Float64Array(shares.rows * columns.length);
  for (let i = 0; i < shares.rows; i++) {
    sourceOf.forEach((source, j) => {
      sums[i * columns.length + source]! += shares.data[i * sourceOf.length + j]!;
    });
  }
  return {
    data: Float32Array.from(sums),
    rows: shares.rows,
    columns: columns.map(({ name }) => ({ name, type: { kind: "number" } })),
  };
}
