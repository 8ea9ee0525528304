import { distancesTo } from "../engine/distances";
import type { TrainingRows } from "../trainingRows";

/** The problem's numbers. */
export interface OneClassProblem {
  readonly nu: number;
  readonly gamma: number;
  readonly tolerance: number;
}

// Kernel rows that are kept: 256 MB of them.
const CACHE_BYTES = 256 << 20;
const MOST_STEPS = 10_000_000;

/**
 * Solves min ½ αᵀKα under 0 ≤ αᵢ ≤ wᵢ and Σα = nu * Σw by sequential minimal optimisation, K(a, b) = exp(-γ|a - b|²).
 *
 * A row of weight 2 has the bound of two copies. Working pairs are chosen by second-order information; rows of the
 * kernel are kept up to 256 MB. O(steps * n * d), some n to 10 n steps. Throws a `RangeError` when the steps run out.
 *
 * Source: Fan, Chen and Lin, Working set selection using second order information for training SVM (2005); the start
 * and the offset as in LIBSVM.
 */
export function solveOneClass(
  rows: TrainingRows,
  { nu, gamma, tolerance }: OneClassProblem,
): { readonly alphas: Float64Array; readonly rho: number } {
  const bounds = rows.weights;
  const alphas = startAt(bounds, nu * rows.total);
  const kernel = kernelRows(rows, gamma);
  const gradient = new Float64Array(rows.rows);
  alphas.forEach((alpha, i) => {
    if (alpha === 0) return;
    const row = kernel(i);
    for (let k = 0; k < gradient.length; k++) gradient[k]! += alpha * row[k]!;
  });
  for (let step = 0; ; step++) {
    if (step === MOST_STEPS) {
      throw new RangeError(`oneClassSvm: the solver did not settle in ${MOST_STEPS} steps; raise tolerance`);
    }
    const i = mostUpward(alphas, bounds, gradient);
    if (i < 0) break;
    const row = kernel(i);
    const j = bestPartner(alphas, gradient, row, i, tolerance);
    if (j < 0) break;
    const other = kernel(j);
    const curvature = Math.max(2 - 2 * row[j]!, 1e-12);
    const wanted = (gradient[j]! - gradient[i]!) / curvature;
    const change = Math.min(wanted, bounds[i]! - alphas[i]!, alphas[j]!);
    alphas[i] = change === bounds[i]! - alphas[i]! ? bounds[i]! : alphas[i]! + change;
    alphas[j] = change === alphas[j]! ? 0 : alphas[j]! - change;
    for (let k = 0; k < gradient.length; k++) gradient[k]! += change * (row[k]! - other[k]!);
  }
  return { alphas, rho: offset(alphas, bounds, gradient) };
}

/** Fills the first rows to their bounds until the sum is reached. */
function startAt(bounds: Float64Array, sum: number): Float64Array {
  let left = sum;
  return bounds.map((bound) => {
    const alpha = Math.min(bound, Math.max(0, left));
    left -= alpha;
    return alpha;
  });
}

/** The row whose alpha most wants to grow; -1 when none can. */
function mostUpward(alphas: Float64Array, bounds: Float64Array, gradient: Float64Array): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let k = 0; k < alphas.length; k++) {
    if (alphas[k]! < bounds[k]! && gradient[k]! < least) {
      least = gradient[k]!;
      best = k;
    }
  }
  return best;
}

/** The row to take from that gains most; -1 when nothing violates the conditions by more than the tolerance. */
function bestPartner(
  alphas: Float64Array,
  gradient: Float64Array,
  row: Float32Array,
  i: number,
  tolerance: number,
): number {
  let best = -1;
  let gain = 0;
  let largest = Number.NEGATIVE_INFINITY;
  for (let k = 0; k < alphas.length; k++) {
    if (alphas[k]! <= 0) continue;
    const difference = gradient[k]! - gradient[i]!;
    if (difference > largest) largest = difference;
    if (difference <= 0) continue;
    const here = (difference * difference) / Math.max(2 - 2 * row[k]!, 1e-12);
    if (here > gain) {
      gain = here;
      best = k;
    }
  }
  return largest < tolerance ? -1 : best;
}

/** The mean gradient of what is between its bounds; else the middle of what the bounds allow. */
function offset(alphas: Float64Array, bounds: Float64Array, gradient: Float64Array): number {
  let sum = 0;
  let free = 0;
  let most = Number.NEGATIVE_INFINITY;
  let least = Number.POSITIVE_INFINITY;
  alphas.forEach((alpha, k) => {
    if (alpha >= bounds[k]!) most = Math.max(most, gradient[k]!);
    else if (alpha <= 0) least = Math.min(least, gradient[k]!);
    else {
      sum += gradient[k]!;
      free += 1;
    }
  });
  if (free > 0) return sum / free;
  if (!Number.isFinite(most)) return least;
  return Number.isFinite(least) ? (most + least) / 2 : most;
}

/** Rows of the kernel matrix, the latest ones kept. */
function kernelRows({ data, rows, width }: TrainingRows, gamma: number): (i: number) => Float32Array {
  const most = Math.max(2, Math.min(rows, Math.floor(CACHE_BYTES / (4 * rows))));
  const kept = new Map<number, Float32Array>();
  const distances = distancesTo(data, width);
  return (i) => {
    const known = kept.get(i);
    if (known !== undefined) {
      // Back to the end: the oldest goes first.
      kept.delete(i);
      kept.set(i, known);
      return known;
    }
    let row: Float32Array | undefined;
    if (kept.size >= most) {
      const [oldest, reused] = kept.entries().next().value!;
      kept.delete(oldest);
      row = reused;
    }
    row ??= new Float32Array(rows);
    distances.from(data, i * width);
    row.set(distances.gaussian(gamma));
    kept.set(i, row);
    return row;
  };
}
