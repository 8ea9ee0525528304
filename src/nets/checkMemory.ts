import type { Layout } from "./layout";

/** Refused above this: a 32-bit memory ends at 4 GB, and the data and the rest of the process want room, too. */
const MOST_BYTES = 2e9;

/** Throws a `RangeError` with the estimate when a dense network would not fit, before anything is allocated. */
export function checkMemory(where: string, layout: Layout, widths: readonly number[], batch: number): void {
  const outer = widths[0]!;
  const inner = widths.reduce((sum, width, l) => sum + (l === 0 ? 0 : width * widths[l - 1]!), 0);
  const weights = (layout.levels + 2 * layout.numbers.length) * outer * 2 + inner;
  const widest = Math.max(0, ...layout.categories.map(({ levels }) => levels));
  const signals = batch * (2 * widths.reduce((sum, width) => sum + width, 0) + 8 * layout.columns.length);
  // Weights, two gradients, two moments, the average, copies of the best and of the start; two blocks of logits.
  refuseAbove(where, 4 * (weights * 8 + signals + 2 * 64 * widest), `${layout.levels} levels`);
}

/** Throws when `bytes` is more than a training may take; `cause` names what makes it so much. */
export function refuseAbove(where: string, bytes: number, cause: string): void {
  if (bytes <= MOST_BYTES) return;
  throw new RangeError(
    `${where}: memory for training must be at most ${MOST_BYTES / 1e9} GB, got an estimate of ` +
      `${(bytes / 1e9).toFixed(1)} GB for ${cause}; lower maxLevels of the encoder, or units`,
  );
}
