import type { Matrix, MatrixColumn } from "../core/matrix";
import type { Coding, Recoding } from "../detect/recoded";
import { jsonOf } from "../detect/trainingRows";

const NAME = "label";

/**
 * Reads a category as the series does: the number of its level in alphabetical order; every column scaled to [0, 1].
 *
 * Only for the networks of the series, whose experiments it reproduces: an order of names is no order of things. Numbers
 * are scaled by their range in the baseline, too, and may leave [0, 1] elsewhere. The unknown level counts as the first.
 *
 * Source: Garcia, Threat hunting with AI (2021), and its public code (ds4n6_lib 0.8.3).
 */
export function labelCoding(): Coding {
  return {
    name: NAME,
    options: Object.freeze({}),
    fit(x) {
      const places = placesOf(x.columns);
      const ranges = x.columns.map((_, j) => rangeOf(x, j, places[j]));
      return recodingOf(x.columns, ranges);
    },
    restore(json, columns) {
      return recodingOf(columns, jsonOf<{ ranges: Range[] }>("labelCoding", NAME, json).ranges);
    },
  };
}

/**
 * A matrix as the series reads it; see {@link labelCoding}, here fitted on the same rows. O(rows * columns + levels log levels).
 */
export function labelCodes(x: Matrix): Matrix {
  return labelCoding().fit(x).transform(x);
}

/** Smallest and largest number of a column. */
type Range = readonly [number, number];

/** Of each category column: the place of each code in alphabetical order. */
function placesOf(columns: readonly MatrixColumn[]): (Float64Array | undefined)[] {
  return columns.map(({ type }) => (type.kind === "category" ? alphabetical(type.levels) : undefined));
}

function alphabetical(levels: readonly string[]): Float64Array {
  const known = levels.map((text, code) => ({ text, code })).slice(1);
  known.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.code - b.code));
  const place = new Float64Array(levels.length);
  known.forEach(({ code }, rank) => {
    place[code] = rank;
  });
  return place;
}

function rangeOf(x: Matrix, column: number, place: Float64Array | undefined): Range {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let at = column; at < x.data.length; at += x.columns.length) {
    const value = place === undefined ? x.data[at]! : place[x.data[at]!]!;
    [least, most] = [Math.min(least, value), Math.max(most, value)];
  }
  return [least, most];
}

function recodingOf(columns: readonly MatrixColumn[], ranges: readonly Range[]): Recoding {
  const places = placesOf(columns);
  const made = columns.map(({ name }): MatrixColumn => ({ name, type: { kind: "number" } }));
  return {
    sourceOf: columns.map((_, j) => j),
    transform(x): Matrix {
      const data = new Float32Array(x.data.length);
      ranges.forEach(([least, most], j) => {
        const [place, span] = [places[j], most > least ? most - least : 1];
        for (let at = j; at < data.length; at += columns.length) {
          const value = place === undefined ? x.data[at]! : place[x.data[at]!]!;
          data[at] = (value - least) / span;
        }
      });
      return { data, rows: x.rows, columns: made };
    },
    toJSON: () => ({ method: NAME, ranges }),
  };
}
