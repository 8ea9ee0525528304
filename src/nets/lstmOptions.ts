import { checkInteger, checkOptions } from "../core/check";
import {
  checkOneOf,
  checkTraining,
  type NetworkTrainingOptions,
  TRAINING_DEFAULTS,
} from "./autoencoderOptions";

/** Options of `lstmAutoencoder`. */
export interface LstmAutoencoderOptions extends NetworkTrainingOptions {
  /** Width of the cells, and of the vector that a window becomes (twice that when bidirectional). @default 32 */
  readonly units?: number;
  /** Rows of a window. @default 20 */
  readonly timesteps?: number;
  /** Rows from one window to the next. @default 1 */
  readonly stride?: number;
  /** LSTM layers of the encoder, and of the decoder. @default 1 */
  readonly layers?: number;
  /** Whether the encoder reads windows from both ends; with one layer only. @default false */
  readonly bidirectional?: boolean;
  /** Activation of the first layer's cells. @default "tanh" */
  readonly activation?: "tanh" | "relu";
}

/** All options, checked and frozen; JSON-safe. */
export type CompleteLstmOptions = Required<LstmAutoencoderOptions> & Record<string, unknown>;

/** Defaults of the LSTM autoencoder. */
export const LSTM_DEFAULTS: Required<LstmAutoencoderOptions> = {
  units: 32,
  timesteps: 20,
  stride: 1,
  layers: 1,
  bidirectional: false,
  activation: "tanh",
  ...TRAINING_DEFAULTS,
  decay: 0.01,
};

/** The options with their defaults. Throws a `TypeError` for another kind or an unknown key, a `RangeError` for a value. */
export function completeLstmOptions(where: string, options: LstmAutoencoderOptions): CompleteLstmOptions {
  checkOptions(where, options, Object.keys(LSTM_DEFAULTS));
  const complete = { ...LSTM_DEFAULTS, ...options };
  checkInteger(where, "units", complete.units, 1, 4096);
  checkInteger(where, "timesteps", complete.timesteps, 1, 65_536);
  checkInteger(where, "stride", complete.stride, 1, complete.timesteps);
  checkInteger(where, "layers", complete.layers, 1, 16);
  checkOneOf(where, "activation", complete.activation, ["tanh", "relu"]);
  if (typeof complete.bidirectional !== "boolean") {
    throw new TypeError(`${where}: bidirectional must be true or false, got ${complete.bidirectional}`);
  }
  if (complete.bidirectional && complete.layers > 1) {
    throw new RangeError(`${where}: layers must be 1 when bidirectional, got ${complete.layers}`);
  }
  checkTraining(where, complete);
  return Object.freeze(complete);
}
