import { checkInteger, checkNumber, checkOptions } from "../core/check";
import type { Matrix } from "../core/matrix";
import { random } from "../core/random";
import { checkFit, checkScore } from "../detect/checkMatrix";
import { collapse, spread } from "../detect/collapse";
import type { Detector, FitOptions, Model } from "../detect/detector";
import { levelCounts, smoothed } from "../detect/frequency";
import { layoutOf } from "./layout";
import { looksOf, type Mask } from "./masks";
import { hiddenWidths, initialWeights } from "./network";
import { expectations, surprises, type Trained } from "./surprise";
import { loadTf, type Tf } from "./tf";
import { train, type TrainingPoint } from "./train";

export interface AutoencoderOptions {
  readonly units?: readonly number[];
  readonly bottleneck?: number;
  readonly mask?: Mask;
  readonly epochs?: number;
  readonly batch?: number;
  readonly learningRate?: number;
  readonly heldOut?: number;
  readonly patience?: number;
  readonly seed?: number;
}
const DEFAULTS = { units: [64], bottleneck: 16, mask: "order" as Mask, epochs: 60, batch: 128, learningRate: 0.01, heldOut: 0.1, patience: 4, seed: 1 };

export function autoencoder(options: AutoencoderOptions = {}): Detector {
  const o = { ...DEFAULTS, ...options };
  return { name: "autoencoder", options: o, fit: (x, f = {}) => fit(x, o as any, f) as any };
}

async function fit(x: Matrix, options: any, { weights, onProgress }: FitOptions) {
  checkFit("autoencoder", x, { weights });
  const tf = await loadTf();
  const distinct = collapse(x, weights);
  const layout = layoutOf(x.columns);
  const frequencies = layout.categories.map(({ column, levels }) => smoothed(levelCounts(distinct.matrix, column, levels, distinct.weights)));
  const widths = hiddenWidths(options.units, options.bottleneck);
  const draw = random(options.seed);
  const start = initialWeights(layout, widths, frequencies, draw.fork("weights"));
  const rows = draw.fork("split").shuffle(Array.from({ length: distinct.matrix.rows }, (_, i) => i));
  const held = rows.length >= 20 ? Math.round(rows.length * options.heldOut) : 0;
  const t = { layers: widths.length, ...options, onEpoch: (p: TrainingPoint) => onProgress?.(0, JSON.stringify(p)) };
  let { weights: w, curve } = await train(tf, layout, start, distinct.matrix, distinct.weights, { trained: rows.slice(held), heldOut: rows.slice(0, held) }, t);
  const best = curve.reduce((b, p) => (p.heldOut < b.heldOut ? p : b), curve[0]!);
  if (held > 0 && options.refit !== false) {
    ({ weights: w } = await train(tf, layout, start, distinct.matrix, distinct.weights, { trained: rows, heldOut: [] }, { ...t, epochs: best.epoch, onEpoch() {} }));
  }
  const trained: Trained = { layout, layers: widths.length, weights: w, frequencies, total: distinct.weights.reduce((a, b) => a + b, 0) };
  const looks = looksOf(x.columns.length, options.mask);
  return { curve, explainBits: (y: Matrix) => surprises(tf, trained, looks, y), epochs: best.epoch };
}
