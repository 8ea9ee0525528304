import { compareTexts } from "../core/compareTexts";
import type { Matrix, MatrixColumn } from "../core/matrix";
import type { Detector, Model } from "../detect/detector";
import { type Reading, read, recoded, restoreRecoded } from "../detect/recoded";

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
 * Number columns are scaled by their range, too. The unknown level counts as the first. O(rows * columns + levels log levels).
 */
export function labelCodes(x: Matrix): Matrix {
  return read(x, labelReadings(x));
}

/**
 * A detector for numbers, fed with {@link labelCodes}: `onLabelCodes(ds4n6Simple())` takes the matrix of any encoder.
 *
 * Ranges are those of the fit; elsewhere values may leave [0, 1].
 */
export function onLabelCodes(detector: Detector): Detector {
  return recoded(detector, METHOD, labelReadings);
}

/** The model behind a `toJSON()`; `restoreModel` is that of the detector. Throws a `SyntaxError` for another method's. */
export function restoreOnLabelCodes(
  json: unknown,
  restoreModel: (json: unknown) => Model | Promise<Model>,
): Promise<Model> {
  return restoreRecoded("restoreOnLabelCodes", METHOD, json, restoreModel);
}

function labelReadings(x: Matrix): Reading[] {
  return x.columns.map((column, j) => {
    const levels = alphabetical(column);
    let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let at = j; at < x.data.length; at += x.columns.length) {
      const value = x.data[at]!;
      const number = levels === undefined ? value : levels[value]!;
      [least, most] = [Math.min(least, number), Math.max(most, number)];
    }
    const scale = most > least ? most - least : 1;
    return { ...(levels && { levels }), shift: least, scale };
  });
}

/** The place of each code's level in alphabetical order. */
function alphabetical({ type }: MatrixColumn): number[] | undefined {
  if (type.kind === "number") return undefined;
  const known = type.levels.map((text, code) => ({ text, code })).slice(1);
  known.sort((a, b) => compareTexts(a.text, b.text) || a.code - b.code);
  const place = new Array<number>(type.levels.length).fill(0);
  known.forEach(({ code }, rank) => {
    place[code] = rank;
  });
  return place;
}
