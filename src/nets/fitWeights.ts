import type { Matrix } from "../core/matrix";
import { random } from "../core/random";
import type { FitOptions } from "../detect/detector";
import type { Layout } from "./layout";
import type { Weights } from "./network";
import type { Tf } from "./tf";
import { type TrainingOptions, type TrainingPoint, train } from "./train";

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
  x: Matrix,
  rowWeights: Float64Array,
  options: FitWeightsOptions,
  onProgress?: FitOptions["onProgress"],
): Promise<{ weights: Weights; curve: readonly TrainingPoint[] }> {
  const rows = random(options.seed)
    .fork("split")
    .shuffle(Array.from({ length: x.rows }, (_, i) => i));
  const held = x.rows < LEAST_TO_HOLD_OUT ? 0 : Math.round(x.rows * options.heldOut);
  const half = held === 0 ? 1 : 0.5;
  const report = (from: number, epochs: number) => (point: TrainingPoint) =>
    onProgress?.(from + (half * point.epoch) / epochs, describePoint(point));
  const search = await train(
    tf,
    layout,
    start,
    x,
    rowWeights,
    { trained: rows.slice(held), heldOut: rows.slice(0, held) },
    {
      ...options,
      onEpoch: report(0, options.epochs),
    },
  );
  if (held === 0) return search;
  const { epoch } = search.curve.reduce((best, point) => (point.heldOut < best.heldOut ? point : best));
  const { weights } = await train(
    tf,
    layout,
    start,
    x,
    rowWeights,
    { trained: rows, heldOut: [] },
    {
      ...options,
      epochs: epoch,
      onEpoch: report(half, epoch),
    },
  );
  return { weights, curve: search.curve };
}

function describePoint({ epoch, loss, heldOut }: TrainingPoint): string {
  const held = Number.isNaN(heldOut) ? "" : `, held out ${heldOut.toFixed(2)}`;
  return `epoch ${epoch}: ${loss.toFixed(2)} bits a row${held}`;
}
