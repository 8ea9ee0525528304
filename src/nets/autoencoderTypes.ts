import type { Matrix } from "../core/matrix";
import type { Model } from "../detect/detector";

/*
 * What the public interface says of autoencoders, apart from their code: that names types of tfjs, whose 800 files
 * every cell of a notebook would be checked against.
 */

/** One epoch of the learning curve; both in bits a row. */
export interface TrainingPoint {
  readonly epoch: number;
  readonly loss: number;
  /** Of rows that were not trained on; NaN when there are none. */
  readonly heldOut: number;
}

/** A fitted autoencoder. */
export interface AutoencoderModel extends Model {
  /** The search for the number of epochs: loss by epoch, in bits a row. */
  readonly curve: readonly TrainingPoint[];
  expect(x: Matrix): Matrix;
}
