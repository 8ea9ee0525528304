import { random } from "../core/random";
import type { FitOptions } from "../detect/detector";
import type { TrainingPoint } from "./autoencoderTypes";
import { type Trainable, type TrainingOptions, type TrainingWatch, train } from "./train";
import type { Weights } from "./weights";

/** Fewer distinct items than this are all trained on. */
const LEAST_TO_HOLD_OUT = 20;

/** A network yet to be made, and the weights of the items it is trained on. */
export interface TrainingPlan {
  readonly weights: Float64Array;
  /** The network before training, as a seed makes it. */
  make(seed: number): Trainable;
}

/** What {@link fitWeights} needs beside the plan. */
export interface FitWeightsOptions extends TrainingOptions {
  readonly heldOut: number;
  readonly restarts: number;
}

/** What {@link fitWeights} tells its caller, and what can end it early. */
export interface FitWatch {
  readonly onProgress?: FitOptions["onProgress"] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One search for the number of epochs. */
export interface Search {
  readonly seed: number;
  readonly curve: readonly TrainingPoint[];
  readonly weights: Weights;
  /** The best held-out loss in bits an item, or the last loss when nothing is held out. */
  readonly loss: number;
}

/** The weights to keep, and the searches that led to them. */
export interface FittedWeights {
  readonly weights: Weights;
  readonly curve: readonly TrainingPoint[];
  readonly aborted: boolean;
  readonly searches: readonly Search[];
}

/**
 * Finds the number of epochs on held-out items, then trains anew on all of them for as many.
 *
 * Training anew matters when the rows of the fit are scored themselves: a row that was held out would look odder than
 * its equals. With restarts, the search is done with several seeds and the best one by held-out loss is kept. Costs one
 * training more than restarts; as many with too few items or `heldOut` 0. An abort keeps the best so far.
 */
export async function fitWeights(
  plan: TrainingPlan,
  options: FitWeightsOptions,
  { onProgress, signal }: FitWatch = {},
): Promise<FittedWeights> {
  const count = plan.weights.length;
  const order = random(options.seed)
    .fork("split")
    .shuffle(Array.from({ length: count }, (_, i) => i));
  const held = count < LEAST_TO_HOLD_OUT ? 0 : Math.round(count * options.heldOut);
  const part = 1 / (options.restarts + (held === 0 ? 0 : 1));
  const run = (seed: number, heldOut: number, epochs: number, from: number) => {
    let note = "";
    const watch: TrainingWatch = {
      signal,
      onStep: (done) => onProgress?.(from + (part * done) / epochs, note),
      onEpoch: (point) => {
        note = describePoint(point);
      },
    };
    const items = {
      weights: plan.weights,
      trained: order.slice(heldOut),
      heldOut: order.slice(0, heldOut),
    };
    return train(plan.make(seed), items, { ...options, seed, epochs }, watch);
  };
  const searches: Search[] = [];
  let aborted = false;
  for (let r = 0; r < options.restarts && !aborted; r++) {
    const seed =
      r === 0
        ? options.seed
        : random(options.seed)
            .fork(`restart ${r}`)
            .integer(2 ** 31);
    const search = await run(seed, held, options.epochs, part * r);
    aborted = search.aborted;
    searches.push({ seed, curve: search.curve, weights: search.weights, loss: bestLoss(search.curve) });
  }
  const kept = searches.reduce((a, b) => (b.loss < a.loss ? b : a));
  if (held === 0 || aborted) return { ...kept, aborted, searches };
  const epochs = kept.curve.reduce((a, b) => (b.heldOut < a.heldOut ? b : a)).epoch;
  const last = await run(kept.seed, 0, epochs, part * options.restarts);
  // The search knew when to stop; what an abort leaves of the last training may not have got that far.
  const weights = last.aborted ? kept.weights : last.weights;
  return { weights, curve: kept.curve, aborted: last.aborted, searches };
}

function bestLoss(curve: readonly TrainingPoint[]): number {
  const losses = curve.map(({ loss, heldOut }) => (Number.isNaN(heldOut) ? loss : heldOut));
  return losses.length === 0 ? Number.POSITIVE_INFINITY : Math.min(...losses);
}

function describePoint({ epoch, loss, heldOut }: TrainingPoint): string {
  const held = Number.isNaN(heldOut) ? "" : `, held out ${heldOut.toFixed(2)}`;
  return `epoch ${epoch}: ${loss.toFixed(2)} bits a row${held}`;
}
