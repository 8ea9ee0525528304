import { random } from "../core/random";
import type { FitOptions } from "../detect/detector";
import type { TrainingPoint } from "./autoencoderTypes";
import type { Layout } from "./layout";
import type { Weights } from "./network";
import type { Tf } from "./tf";
import { type TrainingOptions, type TrainingRows, train } from "./train";

/** Fewer distinct rows than this are all trained on. */
const LEAST_TO_HOLD_OUT = 20;

/** What {@link fitWeights} needs beside the data. */
export interface FitWeightsOptions extends Omit<TrainingOptions, "onEpoch"> {
  readonly heldOut: number;
}

/**
 * Finds the number of epochs on held-out rows, then trains anew on all rows for as many.
 *
 * Training anew matters when the rows of the fit are scored themselves: a row that was held out would look odder than
 * its equals. Returns the curve of the search. Costs two trainings; one with too few rows or `heldOut` 0.
 */
export async function fitWeights(
  tf: Tf,
  layout: Layout,
  start: Weights,
  data: Pick<TrainingRows, "x" | "weights">,
  options: FitWeightsOptions,
  onProgress?: FitOptions["onProgress"],
): Promise<{ weights: Weights; curve: readonly TrainingPoint[] }> {
  const { rows: count } = data.x;
  const rows = random(options.seed)
    .fork("split")
    .shuffle(Array.from({ length: count }, (_, i) => i));
  const held = count < LEAST_TO_HOLD_OUT ? 0 : Math.round(count * options.heldOut);
  const part = held === 0 ? 1 : 0.5;
  const run = (heldOut: number, epochs: number, from: number) =>
    train(
      tf,
      layout,
      start,
      { ...data, trained: rows.slice(heldOut), heldOut: rows.slice(0, heldOut) },
      {
        ...options,
        epochs,
        onEpoch: (point) => onProgress?.(from + (part * point.epoch) / epochs, describePoint(point)),
      },
    );
  const search = await run(held, options.epochs, 0);
  if (held === 0 || search.curve.length === 0) return search;
  const best = search.curve.reduce((a, b) => (b.heldOut < a.heldOut ? b : a));
  const { weights } = await run(0, best.epoch, part);
  return { weights, curve: search.curve };
}

function describePoint({ epoch, loss, heldOut }: TrainingPoint): string {
  const held = Number.isNaN(heldOut) ? "" : `, held out ${heldOut.toFixed(2)}`;
  return `epoch ${epoch}: ${loss.toFixed(2)} bits a row${held}`;
}
