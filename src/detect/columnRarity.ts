import { checkInteger, checkOptions, describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { checkFit, checkScore } from "./checkMatrix";
import type { Detector, FitOptions, Model } from "./detector";
import { smoothed } from "./frequency";

/** Options of {@link columnRarity}. */
export interface ColumnRarityOptions {
  /** Number columns are cut into this many bins of equal width. @default 10 */
  readonly bins?: number;
}

/** What is counted of one column. */
interface Counted {
  /** Weight of each cell: 0 is the unknown level or outside the bins. */
  readonly counts: readonly number[];
  /** Smallest and largest value of a number column. */
  readonly range: readonly [number, number];
}

const NAME = "columnRarity";

/**
 * Rarity of each column by itself: score = sum over columns of -log2 of the smoothed share of the row's value, in bits.
 *
 * The simplest honest detector: stacking (LFO) of all columns at once, and for numbers the histogram score of HBOS.
 * It knows no context: a common command under a common task that never belong together is not rare to it.
 * `fit` O(rows * columns), `score` the same.
 *
 * Source: Goldstein and Dengel, Histogram-based outlier score (2012); Laplace's rule of succession for the shares.
 */
export function columnRarity(options: ColumnRarityOptions = {}): Detector {
  checkOptions(NAME, options, ["bins"]);
  const bins = checkInteger(NAME, "bins", options.bins ?? 10, 1, 100_000);
  return {
    name: NAME,
    options: Object.freeze({ bins }),
    async fit(x: Matrix, fitOptions: FitOptions = {}) {
      checkFit(NAME, x, fitOptions);
      return modelOf(
        x.columns,
        x.columns.map((_, j) => count(x, j, bins, fitOptions.weights)),
      );
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreColumnRarity(json: unknown): Model {
  const { method, columns, counted } = (json ?? {}) as Record<string, unknown>;
  if (method !== NAME)
    throw new SyntaxError(`restoreColumnRarity: method must be ${NAME}, got ${describe(method)}`);
  return modelOf(columns as MatrixColumn[], counted as Counted[]);
}

function modelOf(columns: readonly MatrixColumn[], counted: readonly Counted[]): Model {
  const width = columns.length;
  const bits = counted.map(({ counts }) =>
    smoothed(Float64Array.from(counts)).map((share) => -Math.log2(share)),
  );
  const shareAt = (x: Matrix, i: number, j: number) =>
    bits[j]![cellOf(columns[j]!, counted[j]!, x.data[i * width + j]!)]!;
  const map = (x: Matrix, value: (i: number, j: number) => number): Matrix => {
    checkScore(NAME, columns, x);
    return { ...x, data: Float32Array.from(x.data, (_, at) => value(Math.floor(at / width), at % width)) };
  };
  return {
    name: NAME,
    columns: columns.map((column) => column.name),
    additive: true,
    unit: "bits",
    score(x) {
      checkScore(NAME, columns, x);
      return Float64Array.from({ length: x.rows }, (_, i) =>
        columns.reduce((sum, _, j) => sum + shareAt(x, i, j), 0),
      );
    },
    explain: (x) => asNumbers(map(x, (i, j) => shareAt(x, i, j))),
    expect(x) {
      const usual = columns.map((column, j) => mostFrequent(column, counted[j]!));
      return map(x, (_, j) => usual[j]!);
    },
    toJSON: () => ({ method: NAME, columns, counted }),
  };
}

/** The same values as number columns. */
function asNumbers(x: Matrix): Matrix {
  return { ...x, columns: x.columns.map(({ name }) => ({ name, type: { kind: "number" } })) };
}

function count(x: Matrix, j: number, bins: number, weights?: Float64Array): Counted {
  const column = x.columns[j]!;
  const range: [number, number] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < x.rows; i++) {
    const value = x.data[i * x.columns.length + j]!;
    range[0] = Math.min(range[0], value);
    range[1] = Math.max(range[1], value);
  }
  const cells = column.type.kind === "category" ? column.type.levels.length : bins + 1;
  const counted = { counts: new Array<number>(cells).fill(0), range };
  for (let i = 0; i < x.rows; i++) {
    const cell = cellOf(column, counted, x.data[i * x.columns.length + j]!);
    counted.counts[cell]! += weights === undefined ? 1 : weights[i]!;
  }
  return counted;
}

/** A level's code, or the bin of a number from 1; 0 outside the range of the fit. */
function cellOf(column: MatrixColumn, { counts, range: [least, most] }: Counted, value: number): number {
  if (column.type.kind === "category") return value;
  if (value < least || value > most) return 0;
  const bins = counts.length - 1;
  return most === least ? 1 : Math.min(bins, 1 + Math.floor(((value - least) / (most - least)) * bins));
}

/** The code of the most frequent level, or the middle of the fullest bin. */
function mostFrequent(column: MatrixColumn, { counts, range: [least, most] }: Counted): number {
  const cell = counts.indexOf(Math.max(...counts));
  if (column.type.kind === "category") return cell;
  return least + ((cell - 0.5) / (counts.length - 1)) * (most - least);
}
