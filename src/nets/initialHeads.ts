import type { Random } from "../core/random";
import type { Engine } from "./engine/engine";
import { type Layout, outputsOf } from "./layout";
import type { Weights } from "./weights";

/**
 * The weights of the output layers before training.
 *
 * Each softmax starts at zero with the logarithm of the column's smoothed frequencies as bias (unknown level first), so
 * an untrained network is exactly the model of independent columns, and training adds context to it. A head of numbers
 * starts at zero, too, but for plain errors, where it starts random like any layer (Glorot's scale).
 *
 * Source: Glorot and Bengio, Understanding the difficulty of training deep feedforward neural networks (2010).
 */
export function initialHeads(
  layout: Layout,
  width: number,
  frequencies: readonly Float64Array[],
  draw: Random,
  { kernels }: Engine,
): Weights {
  const weights: Record<string, Weights[string]> = {};
  layout.categories.forEach(({ levels }, c) => {
    if (levels === 1) return; // no known level to predict
    const bias = Float32Array.from(frequencies[c]!.subarray(1), (share) => kernels.ln(share));
    weights[`head${c}`] = {
      shape: [width, levels - 1],
      values: new Float32Array(width * (levels - 1)),
    };
    weights[`headBias${c}`] = { shape: [levels - 1], values: bias };
  });
  const outputs = outputsOf(layout);
  if (outputs === 0) return weights;
  const scale = layout.deviations ? 0 : Math.sqrt(2 / (width + outputs));
  const values = Float32Array.from({ length: width * outputs }, () =>
    scale === 0 ? 0 : scale * draw.normal(),
  );
  weights.numberHead0 = { shape: [width, outputs], values };
  weights.numberHeadBias0 = { shape: [outputs], values: new Float32Array(outputs) };
  return weights;
}
