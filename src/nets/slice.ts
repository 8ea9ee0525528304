import type { Call } from "./engine/kernels";

/** A network written down for a slice of a batch. */
export interface Slice {
  readonly forward: readonly Call[];
  /** Forward, losses, and back to the gradients. */
  readonly train: readonly Call[];
  /** Forward and losses. */
  readonly measure: readonly Call[];
  /** [1]; the sum of weighted losses in nats, once a program has run. */
  readonly loss: Float64Array;
}
