import { checkInteger, checkNumber, checkOptions, describe } from "../core/check";
import type { Matrix } from "../core/matrix";
import { startProgress } from "../core/progress";
import { random } from "../core/random";
import { checkFit } from "../detect/checkMatrix";
import { canonicalOrder, collapse, takeRows } from "../detect/collapse";
import type { Detector, FitOptions } from "../detect/detector";
import { levelCounts, smoothed } from "../detect/frequency";
import { autoencoderModel, stateFromJson } from "./autoencoderModel";
import type { AutoencoderModel } from "./autoencoderTypes";
import { fitWeights } from "./fitWeights";
import { type Layout, layoutOf } from "./layout";
import type { Mask } from "./masks";
import { hiddenWidths, initialWeights } from "./network";
import { loadTf } from "./tf";

/** Options of {@link autoencoder}. */
export interface AutoencoderOptions {
  /** Widths of the encoding layers; the decoding ones mirror them. @default [32] */
  readonly units?: readonly number[];
  /** Width of the layer in the middle. @default 16 */
  readonly bottleneck?: number;
  /** What the network sees while it predicts a column; see {@link Mask}. @default "each" */
  readonly mask?: Mask;
  /** Most epochs: passes over the distinct rows, or ten steps when those are fewer. @default 40 */
  readonly epochs?: number;
  /** Rows a step. @default 128 */
  readonly batch?: number;
  /** Step size of Adam. @default 0.01 */
  readonly learningRate?: number;
  /** Weight decay: keeps the network from learning single rows by heart. @default 0.1 */
  readonly decay?: number;
  /** Share of the distinct rows held out to find the number of epochs; 0 trains for all epochs. @default 0.1 */
  readonly heldOut?: number;
  /** Epochs without a better held-out loss before the search ends. @default 4 */
  readonly patience?: number;
  /** @default 1 */
  readonly seed?: number;
}

const NAME = "autoencoder";
const DEFAULTS: Required<AutoencoderOptions> = {
  units: [32],
  bottleneck: 16,
  mask: "each",
  epochs: 40,
  batch: 128,
  learningRate: 0.01,
  decay: 0.1,
  heldOut: 0.1,
  patience: 4,
  seed: 1,
};
/** The heap of the WASM backend ends at 4 GB. */
const MOST_BYTES = 2e9;

/** An {@link autoencoder} is a detector whose model also has its learning curve. */
export interface AutoencoderDetector extends Detector {
  fit(x: Matrix, options?: FitOptions): Promise<AutoencoderModel>;
}

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
 * held-out rows; then the network is trained anew on all of them. Same seed, same bits, whatever the order of rows.
 *
 * Source: Besag, Statistical analysis of non-lattice data (1975), for `each`; Uria, Murray, Larochelle, A deep and
 * tractable density estimator (2014), for `order`; Garcia, Threat hunting with AI (2021), for `none`.
 */
export function autoencoder(options: AutoencoderOptions = {}): AutoencoderDetector {
  const complete = checked(options);
  return { name: NAME, options: complete, fit: (x, fitOptions = {}) => learn(x, complete, fitOptions) };
}

/** The model behind a `toJSON()`, scoring bit for bit the same. Throws a `SyntaxError` for another method's. */
export async function restoreAutoencoder(json: unknown): Promise<AutoencoderModel> {
  const state = stateFromJson(json);
  return autoencoderModel(await loadTf(), state);
}

function checked(options: AutoencoderOptions): Required<AutoencoderOptions> & Record<string, unknown> {
  checkOptions(NAME, options, Object.keys(DEFAULTS));
  const complete = { ...DEFAULTS, ...options };
  if (!Array.isArray(complete.units))
    throw new TypeError(`autoencoder: units must be an array, got ${describe(complete.units)}`);
  const units = complete.units.map((width: number) => checkInteger(NAME, "units", width, 1, 65_536));
  checkInteger(NAME, "bottleneck", complete.bottleneck, 1, 65_536);
  checkInteger(NAME, "epochs", complete.epochs, 1);
  checkInteger(NAME, "batch", complete.batch, 1, 65_536);
  checkInteger(NAME, "patience", complete.patience, 1);
  checkInteger(NAME, "seed", complete.seed, Number.MIN_SAFE_INTEGER);
  checkNumber(NAME, "learningRate", complete.learningRate, 1e-9, 1);
  checkNumber(NAME, "decay", complete.decay, 0, 100);
  checkNumber(NAME, "heldOut", complete.heldOut, 0, 0.9);
  if (!["order", "each", "none"].includes(complete.mask)) {
    throw new RangeError(`autoencoder: mask must be order, each or none, got ${describe(complete.mask)}`);
  }
  return Object.freeze({ ...complete, units: Object.freeze(units) });
}

async function learn(
  x: Matrix,
  options: Required<AutoencoderOptions>,
  { weights, onProgress }: FitOptions,
): Promise<AutoencoderModel> {
  checkFit(NAME, x, { weights });
  const layout = layoutOf(x.columns);
  const widths = hiddenWidths(options.units, options.bottleneck);
  checkMemory(layout, widths, options.batch);
  const tf = await loadTf();
  const distinct = collapse(x, weights);
  const order = canonicalOrder(distinct.matrix);
  const rows = takeRows(distinct.matrix, order);
  const rowWeights = Float64Array.from(order, (i) => distinct.weights[i]!);
  const counts = layout.categories.map(({ column, levels }) => levelCounts(rows, column, levels, rowWeights));
  const draw = random(options.seed).fork("weights");
  const start = initialWeights(layout, widths, counts.map(smoothed), draw);
  const data = { x: rows, weights: rowWeights };
  const progress = startProgress("training", 100, { unit: "%", quiet: onProgress !== undefined });
  const report = onProgress ?? ((part, note) => progress.update(100 * part, note));
  const training = { ...options, layers: widths.length };
  const fitted = await fitWeights(tf, layout, start, data, training, report).finally(() => progress.finish());
  const total = rowWeights.reduce((sum, weight) => sum + weight, 0);
  return autoencoderModel(tf, { options, columns: x.columns, counts, total, ...fitted });
}

/** Refuses what would not fit, before anything is allocated. */
function checkMemory(layout: Layout, widths: readonly number[], batch: number): void {
  const outer = widths[0]!;
  const inner = widths.reduce((sum, width, l) => sum + (l === 0 ? 0 : width * widths[l - 1]!), 0);
  const weights = (layout.levels + 2 * layout.numbers.length) * outer * 2 + inner;
  // Weights, gradients, two moments, the best so far, and copies on the way; logits and their gradients.
  const bytes = 4 * (weights * 8 + batch * layout.levels * 4);
  if (bytes > MOST_BYTES) {
    throw new RangeError(
      `autoencoder: memory for training must be at most ${MOST_BYTES / 1e9} GB, got an estimate of ` +
        `${(bytes / 1e9).toFixed(1)} GB for ${layout.levels} levels; lower maxLevels of the encoder, or units`,
    );
  }
}
