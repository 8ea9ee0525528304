import type { TrainingRows } from "../trainingRows";

/** Training rows as JSON keeps them. */
export interface RowsJson {
  readonly width: number;
  readonly data: readonly number[];
  readonly weights: readonly number[];
}

/** Training rows as plain arrays. */
export function rowsToJson({ width, data, weights }: TrainingRows): RowsJson {
  return { width, data: Array.from(data), weights: Array.from(weights) };
}

/** The training rows behind {@link rowsToJson}, bit for bit. */
export function rowsFromJson({ width, data, weights }: RowsJson): TrainingRows {
  return {
    ...{ width, rows: weights.length },
    data: Float32Array.from(data),
    weights: Float64Array.from(weights),
    total: weights.reduce((sum, weight) => sum + weight, 0),
  };
}
