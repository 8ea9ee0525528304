/** Trainable numbers by name, with their shape. */
export interface Weights {
  readonly [name: string]: { readonly shape: readonly number[]; readonly values: Float32Array };
}

/** The same weights in memory of their own. O(weights). */
export function copyOf(weights: Weights): Weights {
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [name, { shape, values: values.slice() }]),
  );
}
