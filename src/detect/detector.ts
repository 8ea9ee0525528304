import type { Matrix } from "../core/matrix";
import type { Sequences } from "../core/sequences";

/** How many times each row counts; identical rows are collapsed before training. */
export interface FitOptions {
  /** One positive weight a row. @default all 1 */
  readonly weights?: Float64Array;
  /** Which rows follow which; only methods for sequences look at it. @default every row alone */
  readonly sequences?: Sequences;
  /** Ends a long fit early: methods that learn step by step give the model so far, the others go on. @default none */
  readonly signal?: AbortSignal;
  /** Called now and then with the share of the work that is done, in [0, 1]. @default a progress display */
  readonly onProgress?: (part: number, note: string) => void;
}

/** A method with its options, before data. `fit` changes neither `x` nor this. */
export interface Detector {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
  fit(x: Matrix, options?: FitOptions): Promise<Model>;
}

/** What was learned. Immutable and JSON-safe. */
export interface Model {
  readonly name: string;
  /** The columns it was fitted on, by name; other columns are refused. */
  readonly columns: readonly string[];
  /** Whether the rows of `explain` sum to `score`. */
  readonly additive: boolean;
  /** Unit of the score, in words: "bits", "squared error". */
  readonly unit: string;
  /** [rows]; higher = more suspicious; finite; a row's score never depends on rows outside its sequence. */
  score(x: Matrix, sequences?: Sequences): Float64Array;
  /** [rows, columns]; the share of the score owed to each column, same unit. */
  explain(x: Matrix, sequences?: Sequences): Matrix;
  /** [rows, columns]; what the model expects in each place given the rest of the row: a level's code, or a number. */
  expect?(x: Matrix, sequences?: Sequences): Matrix;
  /** A JSON-safe form; each method's file has a `restore…` function for it. */
  toJSON(): Record<string, unknown>;
}
