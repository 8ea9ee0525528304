import { checkInteger, checkOptions } from "../core/check";
import type { Matrix } from "../core/matrix";
import { random } from "../core/random";
import { takeRows } from "../detect/collapse";
import type { Detector, FitOptions, Model } from "../detect/detector";
import { tailProbability } from "./tailProbability";

/** Options of {@link calibrate}. */
export interface CalibrateOptions {
  /** Parts of the baseline, of which each is judged by a model of the others. @default 5 */
  readonly folds?: number;
  /** Whether the model is that of the first fold, which gives the guarantee, or one of all rows. @default false */
  readonly exact?: boolean;
  /** [rows]; rows of one group are never torn apart: hosts, users, sessions. @default every row by itself */
  readonly groups?: ArrayLike<number | string>;
  /** How often each row counts. @default all 1 */
  readonly weights?: Float64Array;
  readonly onProgress?: FitOptions["onProgress"];
  /** @default 1 */
  readonly seed?: number;
}

/** A model, and what baseline rows score that it had not seen. */
export interface Calibration {
  readonly model: Model;
  /** Scores of held-out baseline rows. */
  readonly scores: Float64Array;
  /** How often each of them counts. */
  readonly weights: Float64Array;
  /** How usual scores of the model are: (1 + weight of held-out scores >= score) / (their weight + 1). [scores] */
  tailProbability(scores: ArrayLike<number>): Float64Array;
}

/** So many held-out rows tell tails of 0.001 well; then no further fold is fitted. */
const ENOUGH = 10_000;

/**
 * Fits a detector and learns from held-out rows of the baseline how usual its scores are: conformal calibration.
 *
 * On the rows that it was fitted on a model is too content: what it has seen looks ordinary. So the baseline is cut into
 * `folds`, and each fold is judged by a model of the others, until 10,000 rows have been.
 *
 * - `exact: true` keeps the model of the first fold, and the scores of the rows that it left out. A new row that is
 *   drawn like the baseline then gets p <= a with probability at most a, whatever the detector: a promise. Without
 *   `weights`; when rows of a host depend on each other it holds for hosts drawn like those, with `groups`.
 * - `exact: false` fits on all rows and judges by the scores of the folds. The model knows more than those of the folds,
 *   so that new rows score a little lower than held-out ones did: in practice p errs on the side of calling a row usual.
 *
 * n held-out rows cannot show less than 1 / (n + 1). Same seed, same bits. Throws a `RangeError` for fewer groups than
 * folds. Costs up to `folds` fits and one more.
 *
 * Source: Vovk, Gammerman, Shafer, Algorithmic Learning in a Random World (2005), chapters 2 and 4; Vovk, Cross-conformal
 * predictors (2015).
 */
export async function calibrate(
  detector: Detector,
  x: Matrix,
  options: CalibrateOptions = {},
): Promise<Calibration> {
  checkOptions("calibrate", options, ["folds", "exact", "groups", "weights", "onProgress", "seed"]);
  const { exact = false, onProgress } = options;
  const folds = checkInteger("calibrate", "folds", options.folds ?? 5, 2, 1000);
  const foldOf = drawFolds(x.rows, folds, options);
  const given = options.weights;
  const fitOn = (rows: readonly number[]) =>
    detector.fit(takeRows(x, rows), {
      ...(given !== undefined && { weights: Float64Array.from(rows, (i) => given[i]!) }),
      ...(onProgress !== undefined && { onProgress }),
    });
  const heldOut: number[] = [];
  const scores: number[] = [];
  let model: Model | undefined;
  for (let fold = 0; fold < (exact ? 1 : folds) && scores.length < ENOUGH; fold++) {
    const [part, rest] = [true, false].map((isIn) => indices(x.rows, (i) => (foldOf[i] === fold) === isIn));
    model = await fitOn(rest!);
    for (const i of part!) heldOut.push(i);
    for (const score of model.score(takeRows(x, part!))) scores.push(score);
  }
  if (!exact) model = await fitOn(indices(x.rows, () => true));
  const weights = Float64Array.from(heldOut, (i) => given?.[i] ?? 1);
  return {
    model: model!,
    scores: Float64Array.from(scores),
    weights,
    tailProbability: (values) => tailProbability(scores, values, { weights }),
  };
}

/** [rows]; the fold of each row: groups in random order, one after the other. */
function drawFolds(
  rows: number,
  folds: number,
  { groups, seed = 1 }: Pick<CalibrateOptions, "groups" | "seed">,
): Int32Array {
  checkInteger("calibrate", "seed", seed, Number.MIN_SAFE_INTEGER);
  if (groups !== undefined && groups.length !== rows) {
    throw new TypeError(`calibrate: groups must be one a row, got ${groups.length} for ${rows} rows`);
  }
  const names = groups === undefined ? undefined : [...new Set(Array.from(groups))];
  const count = names?.length ?? rows;
  if (count < folds) {
    const things = names === undefined ? "rows" : "groups";
    throw new RangeError(
      `calibrate: a baseline must have a part for each of ${folds} folds, got ${count} ${things}`,
    );
  }
  const order = random(seed)
    .fork("folds")
    .shuffle(Array.from({ length: count }, (_, g) => g));
  const foldOf = new Int32Array(count);
  order.forEach((g, place) => {
    foldOf[g] = place % folds;
  });
  if (names === undefined) return foldOf;
  const place = new Map(names.map((name, g) => [name, g]));
  return Int32Array.from({ length: rows }, (_, i) => foldOf[place.get(groups![i]!)!]!);
}

function indices(count: number, isWanted: (i: number) => boolean): number[] {
  return Array.from({ length: count }, (_, i) => i).filter(isWanted);
}
