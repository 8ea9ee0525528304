import type { Weights } from "./network";

/** Changes weights in place by their gradients. */
export type Optimizer = (gradients: Readonly<Record<string, Float32Array>>) => void;

/**
 * The Adam optimiser with decoupled weight decay (AdamW), on typed arrays.
 *
 * m = b1 m + (1 - b1) g, v = b2 v + (1 - b2) g^2,
 * w = w - rate * ((m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + 1e-8) + decay w), with b1 = 0.9, b2 = 0.999.
 * Biases (names that hold "Bias") do not decay: they carry the frequencies. One pass here is faster than the dozen tfjs operations a weight that its own Adam takes.
 *
 * Source: Kingma and Ba, Adam: a method for stochastic optimization (2015); Loshchilov and Hutter, Decoupled weight
 * decay regularization (2019).
 */
export function adam(weights: Weights, rate: number, decay: number): Optimizer {
  const [b1, b2] = [0.9, 0.999];
  const moments = Object.keys(weights).map((name) => ({
    name,
    shrink: name.includes("Bias") ? 1 : 1 - rate * decay,
    w: weights[name]!.values,
    m: new Float32Array(weights[name]!.values.length),
    v: new Float32Array(weights[name]!.values.length),
  }));
  let [power1, power2] = [1, 1];
  return (gradients) => {
    power1 *= b1;
    power2 *= b2;
    const step = rate / (1 - power1);
    const scale = 1 / (1 - power2);
    for (const { name, shrink, w, m, v } of moments) {
      const g = gradients[name];
      if (g === undefined) continue;
      for (let i = 0; i < w.length; i++) {
        m[i] = b1 * m[i]! + (1 - b1) * g[i]!;
        v[i] = b2 * v[i]! + (1 - b2) * g[i]! * g[i]!;
        w[i] = shrink * w[i]! - (step * m[i]!) / (Math.sqrt(v[i]! * scale) + 1e-8);
      }
    }
  };
}
