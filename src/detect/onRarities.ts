import type { Matrix } from "../core/matrix";
import type { Detector, Model } from "./detector";
import { levelCounts, smoothed } from "./frequency";
import { type Reading, recoded, restoreRecoded } from "./recoded";

const METHOD = "rarities";

/**
 * A detector for numbers that reads of a category how rare its level is: -log2 of its smoothed share, in bits.
 *
 * A real quantity, with an order and distances that mean something, and one column whatever the number of levels. What
 * is lost is which level it was: two levels that are equally rare are equal. A level that the baseline did not have is
 * the rarest. Numbers stay as they are. For encoders with `output: "numbers"` the same is the kind `frequency`.
 *
 * @example
 * onRarities({ name: "knn", options: {}, fit: async () => { throw new Error() } }).name // "knn"
 *
 * Source: Laplace's rule of succession for the shares.
 */
export function onRarities(detector: Detector): Detector {
  return recoded(detector, METHOD, raritiesOf);
}

/** The model behind a `toJSON()`; `restoreModel` is that of the detector. Throws a `SyntaxError` for another method's. */
export function restoreOnRarities(
  json: unknown,
  restoreModel: (json: unknown) => Model | Promise<Model>,
): Promise<Model> {
  return restoreRecoded("restoreOnRarities", METHOD, json, restoreModel);
}

function raritiesOf(x: Matrix, given?: Float64Array): Reading[] {
  const weights = given ?? new Float64Array(x.rows).fill(1);
  return x.columns.map(({ type }, j) => {
    if (type.kind === "number") return { shift: 0, scale: 1 };
    const shares = smoothed(levelCounts(x, j, type.levels.length, weights));
    return { levels: Array.from(shares, (share) => -Math.log2(share)), shift: 0, scale: 1 };
  });
}
