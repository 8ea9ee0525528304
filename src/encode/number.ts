import { countWhile } from "../core/countWhile";
import type { MatrixColumn } from "../core/matrix";
import type { Column } from "../core/table";
import { mean } from "../stats/mean";
import { standardDeviation } from "../stats/standardDeviation";
import { type Coder, constantNote } from "./coder";

/** How numbers are brought to one size. */
export type NumberScale = "standard" | "robust" | "minMax" | "log" | "quantile" | "none";

/** How {@link fitNumber} reads a column. */
export interface NumberOptions {
  readonly scale: NumberScale;
  /** The column that says whether a value is missing: of codes, of 0 and 1, or none. */
  readonly flag: "category" | "number" | "none";
}

/** How a number column is scaled; plain data. */
export interface NumberCoding extends NumberOptions {
  readonly kind: "number";
  readonly name: string;
  /** What becomes 0, after the logarithm where there is one. */
  readonly center: number;
  /** What becomes 1 beyond it. */
  readonly spread: number;
  /** Quantiles of the baseline, ascending; empty for the other scales. */
  readonly knots: readonly number[];
  readonly constant: boolean;
}

/** Scaled values stay within this: far beyond any baseline, and its square is exact enough in float32. */
const LIMIT = 1e6;
/** Levels of the column that says whether a number is missing. */
const FLAG_LEVELS = ["(unknown)", "no", "yes"] as const;
const KNOTS = 256;
/** The interquartile range of a normal distribution in standard deviations. */
const NORMAL_RANGE = 1.3489795003921634;

/** Learns the scale of a column; missing and infinite values are left out. O(n), O(n log n) for quantiles. */
export function fitNumber(name: string, column: Column, { scale, flag }: NumberOptions): NumberCoding {
  const values = asNumbers(column).filter(Number.isFinite);
  const constant = values.every((value) => value === values[0]);
  const bent = scale === "log" ? values.map(signedLog) : values;
  const sorted = scale === "robust" || scale === "quantile" ? bent.slice().sort() : bent;
  const { center, spread } = constant ? { center: bent[0] ?? 0, spread: 1 } : scaleOf(scale, bent, sorted);
  const steps = scale === "quantile" && !constant ? Math.min(KNOTS, sorted.length - 1) : -1;
  const knots = Array.from({ length: steps + 1 }, (_, k) => quantileOf(sorted, k / steps));
  const place = scale === "none" ? { center: 0, spread: 1 } : { center, spread };
  return { kind: "number", name, scale, flag, ...place, knots, constant };
}

/**
 * A number column, and one that says whether the value is missing, unless that was not asked for.
 *
 * The second one makes a missing value a fact of its own: usual where the baseline has many, odd where it has none. A
 * missing value reads as 0, the middle of most scales (0.5 of quantiles). Values stay within a million.
 */
export const numberCoder: Coder<NumberCoding> = {
  columns({ name, flag }) {
    const value: MatrixColumn = { name, type: { kind: "number" } };
    const missing: MatrixColumn = {
      name: `${name} missing`,
      type: flag === "category" ? { kind: "category", levels: FLAG_LEVELS } : { kind: "number" },
    };
    return flag === "none" ? [value] : [value, missing];
  },
  write(coding, column, { data, width, at }) {
    const { flag, scale } = coding;
    const unknown = scale === "quantile" ? 0.5 : 0;
    asNumbers(column).forEach((value, i) => {
      const known = Number.isFinite(value);
      const scaled = known ? scaledOf(coding, value) : unknown;
      data[i * width + at] = Math.max(-LIMIT, Math.min(LIMIT, scaled));
      if (flag === "category") data[i * width + at + 1] = known ? 1 : 2;
      else if (flag === "number") data[i * width + at + 1] = known ? 0 : 1;
    });
  },
  notes: ({ name, constant }) => (constant ? [constantNote(name)] : []),
  text(coding, part, value) {
    if (part === 1) return coding.flag === "number" ? (value >= 0.5 ? "yes" : "no") : FLAG_LEVELS[value]!;
    return String(Number(unscaled(coding, value).toPrecision(6)));
  },
};

function scaleOf(scale: NumberScale, values: Float64Array, sorted: Float64Array) {
  if (scale === "minMax") {
    const least = values.reduce((a, b) => Math.min(a, b));
    const most = values.reduce((a, b) => Math.max(a, b));
    return { center: least, spread: Math.min(most - least, Number.MAX_VALUE) };
  }
  if (scale === "robust") {
    const spread = (quantileOf(sorted, 0.75) - quantileOf(sorted, 0.25)) / NORMAL_RANGE;
    // Half of the values may be the same one; the rest still has a spread.
    if (spread > 0 && Number.isFinite(spread)) return { center: quantileOf(sorted, 0.5), spread };
  }
  // Divided by the largest value first, so that squares cannot overflow.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const shrunk = values.map((value) => value / largest);
  const center = scale === "robust" ? quantileOf(sorted, 0.5) : mean(shrunk) * largest;
  return { center, spread: standardDeviation(shrunk) * largest };
}

function scaledOf({ scale, center, spread, knots }: NumberCoding, value: number): number {
  if (scale === "quantile")
    return knots.length === 0 ? shareBelow([center], value) : shareBelow(knots, value);
  const bent = scale === "log" ? signedLog(value) : value;
  return bent / spread - center / spread;
}

function unscaled({ scale, center, spread, knots }: NumberCoding, value: number): number {
  if (scale === "quantile") return knots.length === 0 ? center : quantileOf(knots, value);
  const sum = center + value * spread;
  // float32 keeps a zero far from the middle to some seven digits of that distance.
  const bent = Math.abs(sum) < 1e-6 * (Math.abs(center) + spread) ? 0 : sum;
  return scale === "log" ? Math.sign(bent) * Math.expm1(Math.abs(bent)) : bent;
}

/** The share of the baseline below a value, in [0, 1]: between quantiles by a straight line, in the middle of equal ones. */
function shareBelow(knots: readonly number[], value: number): number {
  const low = countWhile(knots.length, (i) => knots[i]! < value);
  const high = countWhile(knots.length, (i) => knots[i]! <= value);
  if (high > low) return knots.length === 1 ? 0.5 : (low + high - 1) / 2 / (knots.length - 1);
  if (low === 0 || low === knots.length) return low === 0 ? 0 : 1;
  const [before, after] = [knots[low - 1]!, knots[low]!];
  return (low - 1 + (value - before) / (after - before)) / (knots.length - 1);
}

/** The value below which a share of ascending values lies, by a straight line between neighbours. */
function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = Math.max(0, Math.min(1, share)) * (sorted.length - 1);
  const [low, high] = [sorted[Math.floor(place)]!, sorted[Math.ceil(place)]!];
  return low === high ? low : low * (1 - (place % 1)) + high * (place % 1);
}

function signedLog(value: number): number {
  return Math.sign(value) * Math.log1p(Math.abs(value));
}

/** Numbers of any column; a text that is no number is missing. */
function asNumbers(column: Column): Float64Array {
  if (column.kind !== "category") return column.values;
  const parsed = column.levels.map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : parsed[code]!));
}
