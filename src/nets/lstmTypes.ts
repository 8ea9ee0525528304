import type { Matrix } from "../core/matrix";
import type { Sequences } from "../core/sequences";
import type { Detector, FitOptions, Model } from "../detect/detector";
import type { Restart, TrainingPoint } from "./autoencoderTypes";
import type { LayersModelLike } from "./layersTypes";

/** Options of a fit on sequences. */
export interface LstmFitOptions extends FitOptions {
  /** A model of the same shape on the same columns, whose training goes on. @default none */
  readonly resume?: LstmAutoencoderModel;
}

/** An LSTM autoencoder before data. */
export interface LstmAutoencoderDetector extends Detector {
  fit(x: Matrix, options?: LstmFitOptions): Promise<LstmAutoencoderModel>;
}

/**
 * A fitted LSTM autoencoder.
 *
 * A row is judged among the rows of its sequence, and by nothing else; without sequences, every row stands alone.
 */
export interface LstmAutoencoderModel extends Model {
  /** The search for the number of epochs: loss by epoch. */
  readonly curve: readonly TrainingPoint[];
  /** The starts that were tried; one unless asked for more. */
  readonly restarts: readonly Restart[];
  /** Whether its training was ended early. */
  readonly aborted: boolean;
  score(x: Matrix, sequences?: Sequences): Float64Array;
  explain(x: Matrix, sequences?: Sequences): Matrix;
  expect(x: Matrix, sequences?: Sequences): Matrix;
  /** A `tf.LayersModel` with the same weights, in the Keras layout; see `layersRows` for its input. */
  toLayersModel(): Promise<LayersModelLike>;
}
