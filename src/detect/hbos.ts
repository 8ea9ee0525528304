import { checkInteger, checkNumber, checkOptions } from "../core/check";
import type { MatrixColumn } from "../core/matrix";
import type { Detector, Model } from "./detector";
import { rowModel } from "./rowModel";
import { columnValues, jsonOf, type TrainingRows, trainingRows } from "./trainingRows";

/** Options of {@link hbos}. */
export interface HbosOptions {
  /** Bins of equal width for each column. @default 10 */
  readonly bins?: number;
  /** Added to every density, so that an empty bin is surprising and not impossible. @default 0.1 */
  readonly smoothing?: number;
  /** Values outside the range of the fit by up to this many bin widths belong to the bin at the edge. @default 0.5 */
  readonly tolerance?: number;
}

interface Histogram {
  readonly least: number;
  readonly most: number;
  /** Bits of each bin. */
  readonly bits: readonly number[];
  /** Bits of what lies outside. */
  readonly outside: number;
}

const NAME = "hbos";

/**
 * Histogram-based outlier score: sum over columns of -log2(density of the value's bin + smoothing).
 *
 * Fast and without context; densities depend on the unit of a column, so standardise first. A density can exceed 1,
 * and a share can be negative. Unit: bits. O(n log n * d) to fit, O(d) a row.
 *
 * Source: Goldstein and Dengel, Histogram-based outlier score (2012); defaults as in PyOD's HBOS.
 */
export function hbos(options: HbosOptions = {}): Detector {
  checkOptions(NAME, options, ["bins", "smoothing", "tolerance"]);
  const bins = checkInteger(NAME, "bins", options.bins ?? 10, 2, 100_000);
  const smoothing = checkNumber(NAME, "smoothing", options.smoothing ?? 0.1, 1e-12, 1);
  const tolerance = checkNumber(NAME, "tolerance", options.tolerance ?? 0.5, 0, 1);
  return {
    name: NAME,
    options: Object.freeze({ bins, smoothing, tolerance }),
    async fit(x, fitOptions) {
      const rows = trainingRows(NAME, x, fitOptions);
      return modelOf(
        x.columns,
        x.columns.map((_, j) => histogram(columnValues(rows, j), rows, bins, smoothing)),
        tolerance,
      );
    },
  };
}

/** The model behind a `toJSON()`. Throws a `SyntaxError` for another method's. */
export function restoreHbos(json: unknown): Model {
  const { columns, histograms, tolerance } = jsonOf<{ histograms: Histogram[]; tolerance: number }>(
    "restoreHbos",
    NAME,
    json,
  );
  return modelOf(columns, histograms, tolerance);
}

function modelOf(
  columns: readonly MatrixColumn[],
  histograms: readonly Histogram[],
  tolerance: number,
): Model {
  const share = (value: number, j: number) => bitsOf(histograms[j]!, value, tolerance);
  return rowModel({
    ...{ name: NAME, unit: "bits", additive: true, columns },
    scoreRow(data, at) {
      let sum = 0;
      for (let j = 0; j < histograms.length; j++) sum += share(data[at + j]!, j);
      return sum;
    },
    explainRow(data, at, shares) {
      for (let j = 0; j < shares.length; j++) shares[j] = share(data[at + j]!, j);
    },
    state: () => ({ histograms, tolerance }),
  });
}

function bitsOf({ least, most, bits, outside }: Histogram, value: number, tolerance: number): number {
  const width = (most - least) / bits.length;
  if (value < least) return value >= least - tolerance * width ? bits[0]! : outside;
  if (value > most) return value <= most + tolerance * width ? bits[bits.length - 1]! : outside;
  return bits[Math.min(bits.length - 1, Math.floor((value - least) / width))]!;
}

function histogram(
  values: Float64Array,
  { weights, total }: TrainingRows,
  bins: number,
  smoothing: number,
): Histogram {
  let least = values.reduce((a, b) => Math.min(a, b));
  let most = values.reduce((a, b) => Math.max(a, b));
  // A constant column gets a unit's width around its value.
  if (least === most) [least, most] = widened(least);
  const width = (most - least) / bins;
  const counts = new Float64Array(bins);
  values.forEach((value, i) => {
    counts[Math.min(bins - 1, Math.floor((value - least) / width))]! += weights[i]!;
  });
  const bits = Array.from(counts, (count) => -Math.log2(count / (total * width) + smoothing));
  return { least, most, bits, outside: bits.reduce((a, b) => Math.max(a, b)) };
}

function widened(value: number): [number, number] {
  const half = Math.max(0.5, Math.abs(value) * 1e-6);
  return [value - half, value + half];
}
