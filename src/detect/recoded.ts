import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkFit, checkScore } from "./checkMatrix";
import type { Detector, Model } from "./detector";
import { jsonOf } from "./trainingRows";

/** How one column is read as a number: (value - shift) / scale, where a code first becomes the number of its level. */
export interface Reading {
  /** [levels]; the number of each level of a category column. */
  readonly levels?: readonly number[];
  readonly shift: number;
  readonly scale: number;
}

/** A way to read columns as numbers, learned from the rows of a fit; `weights` has one weight a row. */
export type LearnReadings = (x: Matrix, weights?: Float64Array) => Reading[];

/**
 * A detector for numbers that takes the matrix of any encoder: `learn` says how each column is read.
 *
 * Readings are learned with the detector, on the same rows, so that a row is read alike whatever stands beside it.
 * `method` names them in the JSON. Costs what the detector costs.
 */
export function recoded(detector: Detector, method: string, learn: LearnReadings): Detector {
  return {
    name: detector.name,
    options: detector.options,
    async fit(x, options = {}) {
      checkFit(detector.name, x, options);
      const readings = learn(x, options.weights);
      return modelOf(method, x.columns, readings, await detector.fit(read(x, readings), options));
    },
  };
}

/** The model behind the `toJSON()` of a {@link recoded} detector; `restoreModel` is that of the detector itself. */
export async function restoreRecoded(
  where: string,
  method: string,
  json: unknown,
  restoreModel: (json: unknown) => Model | Promise<Model>,
): Promise<Model> {
  const parts = jsonOf<{ readings: Reading[]; model: unknown }>(where, method, json);
  return modelOf(method, parts.columns, parts.readings, await restoreModel(parts.model));
}

/** A matrix of numbers, column for column. O(rows * columns). */
export function read(x: Matrix, readings: readonly Reading[]): Matrix {
  const width = x.columns.length;
  const data = new Float32Array(x.data.length);
  readings.forEach(({ levels, shift, scale }, j) => {
    for (let at = j; at < data.length; at += width) {
      const value = x.data[at]!;
      data[at] = ((levels === undefined ? value : levels[value]!) - shift) / scale;
    }
  });
  return { data, rows: x.rows, columns: x.columns.map(({ name }) => ({ name, type: { kind: "number" } })) };
}

function modelOf(
  method: string,
  columns: readonly MatrixColumn[],
  readings: readonly Reading[],
  inner: Model,
): Model {
  const { name, additive, unit } = inner;
  const numbers = (x: Matrix) => {
    checkScore(name, columns, x);
    return read(x, readings);
  };
  return {
    ...{ name, additive, unit, columns: inner.columns },
    score: (x, sequences) => inner.score(numbers(x), sequences),
    explain: (x, sequences) => inner.explain(numbers(x), sequences),
    toJSON: () => ({ method, columns, readings, model: inner.toJSON() }),
  };
}
