/**
 * A `tf.LayersModel` of tfjs, by what is promised here of it; with tfjs at hand, cast it to its own type.
 *
 * Said this way since the types of tfjs are 800 files that every cell of a notebook would be checked against.
 */
export interface LayersModelLike {
  /** Tensors in, tensors out. */
  predict(x: unknown, options?: unknown): unknown;
  /** Saves by one of tfjs's handlers. */
  save(handler: unknown): Promise<unknown>;
  getWeights(): unknown[];
  setWeights(weights: unknown[]): void;
  dispose(): unknown;
}
