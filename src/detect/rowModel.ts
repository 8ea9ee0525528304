import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkScore } from "./checkMatrix";
import type { Model } from "./detector";

/** What a method has to say of one row; the model makes it of many. */
export interface RowMethod {
  readonly name: string;
  readonly unit: string;
  readonly additive: boolean;
  /** The columns of the fit. */
  readonly columns: readonly MatrixColumn[];
  /** The score of the row that begins at `data[at]`. */
  scoreRow(data: Float32Array, at: number): number;
  /** The same of every row, where many at once cost less; to the bit what `scoreRow` says. */
  scoreAll?(data: Float32Array, rows: number): Float64Array;
  /** Writes the share of each column in that row's score to `shares`, [columns]. */
  explainRow(data: Float32Array, at: number, shares: Float64Array): void;
  /** What `toJSON` keeps beside the method and the columns; JSON-safe. */
  state(): Record<string, unknown>;
}

/** A model that looks at one row at a time, so that no row's score can depend on another's. */
export function rowModel(method: RowMethod): Model {
  const { name, unit, additive, columns } = method;
  const width = columns.length;
  return {
    name,
    columns: columns.map((column) => column.name),
    additive,
    unit,
    score(x) {
      checkScore(name, columns, x);
      if (method.scoreAll !== undefined) return method.scoreAll(x.data, x.rows);
      const scores = new Float64Array(x.rows);
      for (let i = 0; i < x.rows; i++) scores[i] = method.scoreRow(x.data, i * width);
      return scores;
    },
    explain(x): Matrix {
      checkScore(name, columns, x);
      const data = new Float32Array(x.rows * width);
      const shares = new Float64Array(width);
      for (let i = 0; i < x.rows; i++) {
        method.explainRow(x.data, i * width, shares.fill(0));
        data.set(shares, i * width);
      }
      return {
        data,
        rows: x.rows,
        columns: columns.map((column) => ({ ...column, type: { kind: "number" } })),
      };
    },
    toJSON: () => ({ method: name, columns, ...method.state() }),
  };
}

/**
 * Shares by leaving out: how far the score falls when one column is set to its usual value, [columns].
 *
 * `usualValues` is called once a row, right behind the score of the whole row, and may look at what that left. For methods whose score is no sum over columns. Falls below zero count as nothing. O(columns * score).
 */
export function sharesByLeavingOut(
  scoreRow: RowMethod["scoreRow"],
  usualValues: () => ArrayLike<number>,
): RowMethod["explainRow"] {
  return (data, at, shares) => {
    const row = data.slice(at, at + shares.length);
    const whole = scoreRow(row, 0);
    const usual = usualValues();
    for (let j = 0; j < shares.length; j++) {
      const seen = row[j]!;
      row[j] = usual[j]!;
      shares[j] = Math.max(0, whole - scoreRow(row, 0));
      row[j] = seen;
    }
  };
}
