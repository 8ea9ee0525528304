import { describe } from "../core/check";
import type { MatrixColumn } from "../core/matrix";
import type { Restart, TrainingPoint } from "./autoencoderTypes";
import type { Weights } from "./weights";
import { type WeightJson, weightsFromJson, weightsToJson } from "./weightsJson";

/** What every fitted network has. */
export interface FittedNetwork {
  readonly options: Readonly<Record<string, unknown>>;
  readonly columns: readonly MatrixColumn[];
  /** Of each category column the weight of every level in the baseline. */
  readonly counts: readonly Float64Array[];
  /** Weight of the baseline. */
  readonly total: number;
  readonly weights: Weights;
  readonly curve: readonly TrainingPoint[];
  readonly restarts: readonly Restart[];
  readonly aborted: boolean;
}

const VERSION = 2;

/** A JSON-safe form. O(weights). */
export function fittedToJson(method: string, network: FittedNetwork): Record<string, unknown> {
  const { counts, weights, curve } = network;
  return {
    method,
    version: VERSION,
    ...network,
    counts: counts.map((levels) => Array.from(levels)),
    weights: weightsToJson(weights),
    curve: curve.map((point) => ({ ...point, heldOut: Number.isNaN(point.heldOut) ? null : point.heldOut })),
  };
}

/** The network behind a JSON form. Throws a `SyntaxError` for another method or version. O(weights). */
export function fittedFromJson(where: string, method: string, json: unknown): FittedNetwork {
  const { method: found, version, ...rest } = (json ?? {}) as Record<string, unknown>;
  if (found !== method || version !== VERSION) {
    throw new SyntaxError(
      `${where}: json must be of ${method} version ${VERSION}, got ${describe(found)} version ${describe(version)}`,
    );
  }
  const saved = rest as unknown as Omit<FittedNetwork, "counts" | "weights"> & {
    counts: number[][];
    weights: Record<string, WeightJson>;
  };
  return {
    ...saved,
    counts: saved.counts.map((levels) => Float64Array.from(levels)),
    weights: weightsFromJson(saved.weights),
    curve: saved.curve.map((point) => ({ ...point, heldOut: point.heldOut ?? Number.NaN })),
  };
}

/** Sums of rows: [rows] of [rows * width]. */
export function rowSums(values: Float64Array, rows: number, width: number): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < width; j++) sums[i]! += values[i * width + j]!;
  }
  return sums;
}

/** The column of a share of the score. */
export function asNumber({ name }: MatrixColumn): MatrixColumn {
  return { name, type: { kind: "number" } };
}
