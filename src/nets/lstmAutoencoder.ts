import { describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { startProgress } from "../core/progress";
import { random } from "../core/random";
import { checkFit, checkScore } from "../detect/checkMatrix";
import { levelCounts, smoothed } from "../detect/frequency";
import { refuseAbove } from "./checkMemory";
import { Engine } from "./engine/engine";
import { fitWeights } from "./fitWeights";
import { findLstmState, lstmModel, lstmShapeOf, lstmStateFromJson, windowsIn } from "./lstmModel";
import { initialLstm, type LstmShape } from "./lstmNetwork";
import { type CompleteLstmOptions, completeLstmOptions, type LstmAutoencoderOptions } from "./lstmOptions";
import { lstmTraining } from "./lstmTraining";
import type { LstmAutoencoderDetector, LstmAutoencoderModel, LstmFitOptions } from "./lstmTypes";
import { restartsOf } from "./restarts";
import type { Weights } from "./weights";

const NAME = "lstmAutoencoder";

/**
 * An autoencoder for sequences: each window of rows becomes one vector, and the rows are told from it.
 *
 * encoder: LSTM cells read a window, the last state is its vector; decoder: LSTM cells fed with that vector at every
 * step, then a softmax for each category column, and a mean with its deviation for numbers. The score of a row is the mean
 * over the windows that cover it of -log2 p(row | window), in bits; every row has one, and windows never
 * cross from one entity to another. What is odd here is a row, or an order of rows, that the vector cannot tell.
 *
 * Which row follows which is told by `sequences` (`fit(x, { sequences })`, `score(x, sequences)`). Windows are never
 * copied out; equal ones are trained and judged once, with their weight. Same seed, same bits.
 *
 * Source: Malhotra et al., LSTM-based encoder-decoder for multi-sensor anomaly detection (2016); Garcia, Threat hunting
 * with AI (2021).
 */
export function lstmAutoencoder(options: LstmAutoencoderOptions = {}): LstmAutoencoderDetector {
  const complete = completeLstmOptions(NAME, options);
  return { name: NAME, options: complete, fit: (x, fitOptions = {}) => learn(x, complete, fitOptions) };
}

/** The model behind a `toJSON()`, scoring bit for bit the same. Throws a `SyntaxError` for another method's. */
export async function restoreLstmAutoencoder(json: unknown): Promise<LstmAutoencoderModel> {
  return lstmModel(lstmStateFromJson(json));
}

async function learn(
  x: Matrix,
  options: CompleteLstmOptions,
  { weights, sequences, onProgress, signal, resume }: LstmFitOptions,
): Promise<LstmAutoencoderModel> {
  checkFit(NAME, x, { weights });
  const shape = lstmShapeOf(x.columns, options);
  checkLstmMemory(shape, options.batch);
  const { windows, distinct } = windowsIn(x, sequences, options, weights);
  const rowWeights = weights ?? new Float64Array(x.rows).fill(1);
  const counts = shape.layout.categories.map(({ column, levels }) =>
    levelCounts(x, column, levels, rowWeights),
  );
  const frequencies = counts.map(smoothed);
  const start = resume === undefined ? undefined : weightsToResume(resume, x.columns, options);
  const rows = { x, windows, example: distinct.example };
  const make = (seed: number) => {
    const engine = new Engine();
    const draw = random(seed).fork("weights");
    return lstmTraining(shape, start ?? initialLstm(shape, frequencies, draw, engine), rows, options, engine);
  };
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  const base = { options, columns: x.columns, counts, total };
  const progress = startProgress("training", 100, { unit: "%", quiet: onProgress !== undefined });
  const report = onProgress ?? ((part, note) => progress.update(100 * part, note));
  const plan = { make, weights: distinct.weights };
  const { searches, ...kept } = await fitWeights(plan, options, { onProgress: report, signal }).finally(() =>
    progress.finish(),
  );
  const scoreBy = (search: (typeof searches)[number]) =>
    lstmModel({ ...base, ...kept, restarts: [], weights: search.weights }).score(x, sequences);
  return lstmModel({ ...base, ...kept, restarts: restartsOf(searches, scoreBy) });
}

/** The weights to go on with. Throws unless the model has these columns and this shape. */
function weightsToResume(
  model: LstmAutoencoderModel,
  columns: readonly MatrixColumn[],
  options: CompleteLstmOptions,
): Weights {
  const state = findLstmState(model);
  if (state === undefined) {
    throw new TypeError(`${NAME}: resume must be a model of ${NAME}, got ${describe(model)}`);
  }
  checkScore(NAME, state.columns, { data: new Float32Array(0), rows: 0, columns });
  for (const name of ["units", "layers", "bidirectional", "activation", "numberLoss"] as const) {
    const [then, now] = [JSON.stringify(state.options[name]), JSON.stringify(options[name])];
    if (then !== now) {
      throw new RangeError(`${NAME}: ${name} must be ${then} as in the model to resume, got ${now}`);
    }
  }
  return state.weights;
}

/** Refuses what would not fit, before anything is allocated. */
function checkLstmMemory(
  { layout, units, layers, bidirectional, timesteps }: LstmShape,
  batch: number,
): void {
  const cells = 2 * layers + (bidirectional ? 1 : 0);
  const weights = (layout.levels + layout.numbers.length) * 5 * units + cells * 8 * units * units;
  const row = cells * 12 * units + 10 * layout.columns.length;
  const bytes = 4 * (weights * 8 + batch * timesteps * row);
  refuseAbove(NAME, bytes, `${batch} windows of ${timesteps} rows and ${layout.levels} levels`);
}
