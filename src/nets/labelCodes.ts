import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkFit, checkScore } from "../detect/checkMatrix";
import type { Detector, Model } from "../detect/detector";
import { jsonOf } from "../detect/trainingRows";

/*
 * How the series reads its columns. Only for its networks, whose experiments it reproduces: an order of names is no order
 * of things.
 *
 * Source: Garcia, Threat hunting with AI (2021), and its public code (ds4n6_lib 0.8.3).
 */

const METHOD = "label codes";

/**
 * Category columns as the series reads them: the number of a level in alphabetical order, scaled to [0, 1].
 *
 * Number columns are scaled by their range, too. The unknown level becomes the first. O(rows * columns + levels log levels).
 */
export function labelCodes(x: Matrix): Matrix {
  return coded(x, rangesOf(x));
}

/**
 * A detector for numbers, fed with {@link labelCodes}: `onLabelCodes(ds4n6Simple())` takes the matrix of any encoder.
 *
 * Ranges are those of the fit, so that a row is read alike whatever stands beside it; elsewhere values may leave [0, 1].
 */
export function onLabelCodes(detector: Detector): Detector {
  return {
    name: detector.name,
    options: detector.options,
    async fit(x, options = {}) {
      checkFit(detector.name, x, options);
      const ranges = rangesOf(x);
      return modelOf(x.columns, ranges, await detector.fit(coded(x, ranges), options));
    },
  };
}

/** The model behind a `toJSON()`; `restoreModel` is that of the detector. Throws a `SyntaxError` for another method's. */
export async function restoreOnLabelCodes(
  json: unknown,
  restoreModel: (json: unknown) => Model | Promise<Model>,
): Promise<Model> {
  const where = "restoreOnLabelCodes";
  const { columns, ranges, model } = jsonOf<{ ranges: Range[]; model: unknown }>(where, METHOD, json);
  return modelOf(columns, ranges, await restoreModel(model));
}

function modelOf(columns: readonly MatrixColumn[], ranges: readonly Range[], inner: Model): Model {
  const { name, additive, unit } = inner;
  const read = (x: Matrix) => {
    checkScore(name, columns, x);
    return coded(x, ranges);
  };
  return {
    name,
    columns: inner.columns,
    additive,
    unit,
    score: (x, sequences) => inner.score(read(x), sequences),
    explain: (x, sequences) => inner.explain(read(x), sequences),
    toJSON: () => ({ method: METHOD, columns, ranges, model: inner.toJSON() }),
  };
}

/** Smallest and largest number of a column. */
type Range = readonly [number, number];

function rangesOf(x: Matrix): Range[] {
  return x.columns.map((column, j) => {
    const numberOf = numbering(column);
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = j; at < x.data.length; at += x.columns.length) {
      const number = numberOf(x.data[at]!);
      [least, most] = [Math.min(least, number), Math.max(most, number)];
    }
    return [least, most];
  });
}

function coded(x: Matrix, ranges: readonly Range[]): Matrix {
  const data = new Float32Array(x.data.length);
  x.columns.forEach((column, j) => {
    const numberOf = numbering(column);
    const [least, most] = ranges[j]!;
    const span = most > least ? most - least : 1;
    for (let at = j; at < data.length; at += x.columns.length) {
      data[at] = (numberOf(x.data[at]!) - least) / span;
    }
  });
  return { data, rows: x.rows, columns: x.columns.map(({ name }) => ({ name, type: { kind: "number" } })) };
}

/** The place of each code's level in alphabetical order; numbers are what they are. */
function numbering({ type }: MatrixColumn): (value: number) => number {
  if (type.kind === "number") return (value) => value;
  const known = type.levels.map((text, code) => ({ text, code })).slice(1);
  known.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.code - b.code));
  const place = new Float64Array(type.levels.length);
  known.forEach(({ code }, rank) => {
    place[code] = rank;
  });
  return (code) => place[code]!;
}
