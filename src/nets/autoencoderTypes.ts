import type { Matrix } from "../core/matrix";
import type { Detector, FitOptions, Model } from "../detect/detector";
import type { LayersModelLike } from "./layersTypes";

/*
 * What the public interface says of autoencoders, apart from their code.
 */

/** One epoch of the learning curve; both in bits a row, or in the unit of the score where that is an error. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly loss: number;
  /** Of rows that were not trained on; NaN when there are none. */
  readonly heldOut: number;
}

/** One start of the search, and what it made of the rows that the kept one finds oddest. */
export interface Restart {
  readonly seed: number;
  /** The best held-out loss, or the last loss when nothing was held out. */
  readonly loss: number;
  /** Ranks, from 1, of the ten oddest distinct rows of the kept start: far apart where chance decides. */
  readonly ranks: readonly number[];
}

/** Options of a fit. */
export interface AutoencoderFitOptions extends FitOptions {
  /** A model of the same shape on the same columns, whose training goes on. @default none */
  readonly resume?: AutoencoderModel;
}

/** An autoencoder is a detector whose model also has its learning curve. */
export interface AutoencoderDetector extends Detector {
  fit(x: Matrix, options?: AutoencoderFitOptions): Promise<AutoencoderModel>;
}

/** A fitted autoencoder. */
export interface AutoencoderModel extends Model {
  /** The search for the number of epochs: loss by epoch. */
  readonly curve: readonly TrainingPoint[];
  /** The starts that were tried; one unless asked for more. */
  readonly restarts: readonly Restart[];
  /** Whether its training was ended early. */
  readonly aborted: boolean;
  expect(x: Matrix): Matrix;
  /** [rows, bottleneck]; where each row lies in the narrow layer when all of it is visible: a map of the rows. */
  latent(x: Matrix): Matrix;
  /** A `tf.LayersModel` with the same weights, in the Keras layout; see `layersRows` for its input. */
  toLayersModel(): Promise<LayersModelLike>;
}
