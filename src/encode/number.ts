import type { MatrixColumn } from "../core/matrix";
import type { Column } from "../core/table";
import { mean } from "../stats/mean";
import { standardDeviation } from "../stats/standardDeviation";

/** How a number column is standardised; plain data. */
export interface NumberCoding {
  readonly kind: "number";
  readonly name: string;
  /** Mean of the baseline; 0 when it had no value. */
  readonly center: number;
  /** Standard deviation of the baseline; 1 for a constant column. */
  readonly scale: number;
  readonly constant: boolean;
}

/** Standardised values stay within this: far beyond any baseline, and its square is exact enough in float32. */
const LIMIT = 1e6;
/** Levels of the column that says whether a number is missing. */
const FLAG_LEVELS = ["(unknown)", "no", "yes"] as const;

/** Learns mean and standard deviation; missing and infinite values are left out. O(n). */
export function fitNumber(name: string, column: Column): NumberCoding {
  const values = asNumbers(column).filter(Number.isFinite);
  // Divided by the largest value first, so that squares cannot overflow.
  const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) || 1;
  const shrunk = values.map((value) => value / largest);
  const constant = values.every((value) => value === values[0]);
  return {
    kind: "number",
    name,
    center: values.length === 0 ? 0 : constant ? values[0]! : mean(shrunk) * largest,
    scale: constant ? 1 : standardDeviation(shrunk) * largest,
    constant,
  };
}

/**
 * The matrix columns of a coding: the value, and whether it is missing.
 *
 * The second one makes a missing value a fact of its own: usual where the baseline has many, odd where it has none.
 */
export function numberColumns(coding: NumberCoding): MatrixColumn[] {
  return [
    { name: coding.name, type: { kind: "number" } },
    { name: `${coding.name} missing`, type: { kind: "category", levels: FLAG_LEVELS } },
  ];
}

/** Writes standardised values and flags into columns `at` and `at + 1`; a missing value reads as the mean. O(n). */
export function writeNumber(
  coding: NumberCoding,
  column: Column,
  data: Float32Array,
  width: number,
  at: number,
): void {
  asNumbers(column).forEach((value, i) => {
    const known = Number.isFinite(value);
    const z = known ? value / coding.scale - coding.center / coding.scale : 0;
    data[i * width + at] = Math.max(-LIMIT, Math.min(LIMIT, z));
    data[i * width + at + 1] = known ? 1 : 2;
  });
}

/** Numbers of any column; a text that is no number is missing. */
function asNumbers(column: Column): Float64Array {
  if (column.kind !== "category") return column.values;
  const parsed = column.levels.map((text) => (text.trim() === "" ? Number.NaN : Number(text)));
  return Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : parsed[code]!));
}
