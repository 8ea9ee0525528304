import type { Matrix } from "../core/matrix";
import { startProgress } from "../core/progress";
import { random } from "../core/random";
import { checkFit } from "../detect/checkMatrix";
import { distinctRows } from "../detect/collapse";
import { levelCounts, smoothed } from "../detect/frequency";
import {
  type AutoencoderState,
  autoencoderModel,
  shapeOf,
  stateFromJson,
  weightsOfModel,
} from "./autoencoderModel";
import { type AutoencoderOptions, type CompleteOptions, completeOptions } from "./autoencoderOptions";
import type { AutoencoderDetector, AutoencoderFitOptions, AutoencoderModel } from "./autoencoderTypes";
import { checkMemory } from "./checkMemory";
import { initialDense } from "./denseNetwork";
import { denseTraining } from "./denseTraining";
import { Engine } from "./engine/engine";
import { fitWeights } from "./fitWeights";
import { restartsOf } from "./restarts";

const NAME = "autoencoder";

/**
 * An autoencoder for mixed columns whose score is surprise in bits.
 *
 * Each column is predicted from the others through a bottleneck: a category by a softmax over its levels, a number by
 * a normal distribution. score = sum over columns of -log2 p(value | what is visible): how many bits a reader who
 * knows what is usual still needs to write the row down. Loss and score are the same quantity.
 *
 * `mask` says what is visible, and is what differs from the plain autoencoder of the series:
 * with `none` the network may copy a value through the bottleneck, and a rare value that it copies well is not odd;
 * with `each` (the default) it must guess a value from the rest of the row (a pseudo-likelihood), so that what counts
 * is whether the columns belong together; with `order` the columns come one after the other, which gives the
 * probability of the whole row: general rarity counts as well, and a fact told by two columns counts once.
 *
 * Identical rows are trained as one with their weight, so cost follows distinct rows. The number of epochs is found on
 * held-out rows; then the network is trained anew on all of them. Same seed, same bits, whatever the order of rows, the
 * machine and its number of cores.
 *
 * Source: Besag, Statistical analysis of non-lattice data (1975), for `each`; Uria, Murray, Larochelle, A deep and
 * tractable density estimator (2014), for `order`; Garcia, Threat hunting with AI (2021), for `none`.
 */
export function autoencoder(options: AutoencoderOptions = {}): AutoencoderDetector {
  const complete = completeOptions(NAME, options);
  return { name: NAME, options: complete, fit: (x, fitOptions = {}) => learn(x, complete, fitOptions) };
}

/** The model behind a `toJSON()`, scoring bit for bit the same. Throws a `SyntaxError` for another method's. */
export async function restoreAutoencoder(json: unknown): Promise<AutoencoderModel> {
  return autoencoderModel(stateFromJson(json));
}

async function learn(
  x: Matrix,
  options: CompleteOptions,
  { weights, onProgress, signal, resume }: AutoencoderFitOptions,
): Promise<AutoencoderModel> {
  checkFit(NAME, x, { weights });
  const shape = shapeOf(x.columns, options);
  checkMemory(NAME, shape.layout, shape.widths, options.batch);
  const { matrix: rows, weights: rowWeights } = distinctRows(x, weights);
  const counts = shape.layout.categories.map(({ column, levels }) =>
    levelCounts(rows, column, levels, rowWeights),
  );
  const frequencies = counts.map(smoothed);
  const start = resume === undefined ? undefined : weightsOfModel(resume, x.columns, options);
  const make = (seed: number) => {
    const engine = new Engine();
    const draw = random(seed).fork("weights");
    return denseTraining(
      shape,
      start ?? initialDense(shape, frequencies, draw, engine),
      rows,
      options,
      engine,
    );
  };
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const base: Omit<AutoencoderState, "weights" | "curve" | "restarts" | "aborted"> = {
    ...{ options, columns: x.columns, counts, total },
  };
  const isNothing =
    shape.layout.numbers.length === 0 && shape.layout.categories.every(({ levels }) => levels === 1);
  if (isNothing) {
    const network = make(options.seed);
    const weightsOfStart = network.parameters.average();
    return autoencoderModel({ ...base, weights: weightsOfStart, curve: [], restarts: [], aborted: false });
  }
  const progress = startProgress("training", 100, { unit: "%", quiet: onProgress !== undefined });
  const report = onProgress ?? ((part, note) => progress.update(100 * part, note));
  const plan = { make, weights: rowWeights };
  const fitted = await fitWeights(plan, options, { onProgress: report, signal }).finally(() =>
    progress.finish(),
  );
  const { searches, ...kept } = fitted;
  const scoreBy = (search: (typeof searches)[number]) =>
    autoencoderModel({ ...base, ...kept, restarts: [], weights: search.weights }).score(rows);
  return autoencoderModel({ ...base, ...kept, restarts: restartsOf(searches, scoreBy) });
}
