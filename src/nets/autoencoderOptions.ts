import { checkInteger, checkNumber, checkOptions, describe } from "../core/check";
import { ACTIVATIONS, type Activation } from "./graph";
import type { NumberLoss } from "./layout";
import type { Mask } from "./masks";

/** Options of training, the same for all networks. */
export interface NetworkTrainingOptions {
  /** Adam, AdamW (with weight decay) or Adadelta. @default "adamw" */
  readonly optimizer?: "adam" | "adamw" | "adadelta";
  /** Most epochs: passes over the distinct rows, or ten steps when those are fewer. @default 40 */
  readonly epochs?: number;
  /** Rows a step. @default 128 */
  readonly batch?: number;
  /** Step size. @default 0.01 */
  readonly learningRate?: number;
  /** Whether the step size stays, or falls in a line to zero over the epochs. @default "linear" */
  readonly schedule?: "constant" | "linear";
  /** Weight decay: keeps the network from learning single rows by heart. @default 0.1 */
  readonly decay?: number;
  /** Share of the distinct rows held out to find the number of epochs; 0 trains for all epochs. @default 0.1 */
  readonly heldOut?: number;
  /** Epochs without a better held-out loss before the search ends. @default 4 */
  readonly patience?: number;
  /** Searches from different starts, of which the best by held-out loss is kept. @default 1 */
  readonly restarts?: number;
  /** Loss of the number columns: one for all, or by column. @default "gaussian" */
  readonly numberLoss?: NumberLoss | Readonly<Record<string, NumberLoss>>;
  /** Share of the visible values that is hidden at random in training, so that the rest must tell them. @default 0 */
  readonly denoise?: number;
  /** @default 1 */
  readonly seed?: number;
}

/** Options of `autoencoder`. */
export interface AutoencoderOptions extends NetworkTrainingOptions {
  /** Widths of the encoding layers. @default [32] */
  readonly units?: readonly number[];
  /** Widths of the decoding layers; `mirror` turns the encoding ones round. @default "mirror" */
  readonly decoderUnits?: readonly number[] | "mirror";
  /** Width of the layer in the middle. @default 16 */
  readonly bottleneck?: number;
  /** Activation of the hidden layers. @default "relu" */
  readonly activation?: Activation;
  /** What the network sees while it predicts a column; see {@link Mask}. @default "each" */
  readonly mask?: Mask;
  /** Weight of the divergence that makes the bottleneck variational; 0 for a plain one. @default 0 */
  readonly variational?: number;
}

/** All options of training, checked. */
export type CompleteTraining = Required<NetworkTrainingOptions>;

/** All options, checked and frozen; JSON-safe. */
export type CompleteOptions = Required<AutoencoderOptions> & Record<string, unknown>;

/** Defaults of training. */
export const TRAINING_DEFAULTS: CompleteTraining = {
  optimizer: "adamw",
  epochs: 40,
  batch: 128,
  learningRate: 0.01,
  schedule: "linear",
  decay: 0.1,
  heldOut: 0.1,
  patience: 4,
  restarts: 1,
  numberLoss: "gaussian",
  denoise: 0,
  seed: 1,
};

/** Defaults of the dense autoencoder. */
export const DEFAULTS: Required<AutoencoderOptions> = {
  units: [32],
  decoderUnits: "mirror",
  bottleneck: 16,
  activation: "relu",
  mask: "each",
  variational: 0,
  ...TRAINING_DEFAULTS,
};

/** The options with their defaults. Throws a `TypeError` for another kind or an unknown key, a `RangeError` for a value. */
export function completeOptions(where: string, options: AutoencoderOptions): CompleteOptions {
  checkOptions(where, options, Object.keys(DEFAULTS));
  const complete = { ...DEFAULTS, ...options };
  const units = checkUnits(where, "units", complete.units);
  const mirror = complete.decoderUnits === "mirror";
  const decoderUnits = mirror ? "mirror" : checkUnits(where, "decoderUnits", complete.decoderUnits);
  checkInteger(where, "bottleneck", complete.bottleneck, 1, 65_536);
  checkOneOf(where, "activation", complete.activation, Object.keys(ACTIVATIONS));
  checkOneOf(where, "mask", complete.mask, ["order", "each", "none"]);
  checkNumber(where, "variational", complete.variational, 0, 1e6);
  checkTraining(where, complete);
  return Object.freeze({ ...complete, units, decoderUnits });
}

function checkUnits(where: string, name: string, units: unknown): readonly number[] {
  if (!Array.isArray(units)) {
    throw new TypeError(`${where}: ${name} must be an array, got ${describe(units)}`);
  }
  return Object.freeze(units.map((width: number) => checkInteger(where, name, width, 1, 65_536)));
}

/** Throws unless a network can be trained so. */
export function checkTraining(where: string, options: CompleteTraining): void {
  checkOneOf(where, "optimizer", options.optimizer, ["adam", "adamw", "adadelta"]);
  checkOneOf(where, "schedule", options.schedule, ["constant", "linear"]);
  checkInteger(where, "epochs", options.epochs, 1);
  checkInteger(where, "batch", options.batch, 1, 65_536);
  checkInteger(where, "patience", options.patience, 1);
  checkInteger(where, "restarts", options.restarts, 1, 100);
  checkInteger(where, "seed", options.seed, Number.MIN_SAFE_INTEGER);
  checkNumber(where, "learningRate", options.learningRate, 1e-9, 10);
  checkNumber(where, "decay", options.decay, 0, 100);
  checkNumber(where, "heldOut", options.heldOut, 0, 0.9);
  checkNumber(where, "denoise", options.denoise, 0, 0.99);
  const { numberLoss } = options;
  const losses =
    typeof numberLoss === "object" && numberLoss !== null ? Object.values(numberLoss) : [numberLoss];
  for (const loss of losses) checkOneOf(where, "numberLoss", loss, ["gaussian", "absolute", "squared"]);
}

/** Throws a `RangeError` unless `value` is one of `allowed`. */
export function checkOneOf(where: string, name: string, value: unknown, allowed: readonly string[]): void {
  if (typeof value === "string" && allowed.includes(value)) return;
  const list = `${allowed.slice(0, -1).join(", ")} or ${allowed[allowed.length - 1]}`;
  throw new RangeError(`${where}: ${name} must be ${list}, got ${describe(value)}`);
}
