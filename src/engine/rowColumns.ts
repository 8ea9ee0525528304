import { type Column, type Columns, type Row, textColumn } from "../core/table";

/**
 * Row objects as typed columns, one for each key that any row has; a missing key is a missing value.
 *
 * O(rows * columns).
 *
 * @example
 * [...rowColumns([{ a: 1 }, { b: "x" }]).columns.keys()] // ["a", "b"]
 */
export function rowColumns(rows: readonly Row[]): Columns {
  const names = new Set(rows.flatMap((row) => Object.keys(row)));
  const columns = [...names].map((name) => [name, columnOf(rows.map((row) => row[name]))] as const);
  return { rows: rows.length, columns: new Map(columns) };
}

/**
 * Plain values as one typed column: numbers and booleans, dates, or else text, with objects as JSON; null, undefined
 * and NaN are missing.
 *
 * @example
 * columnOf([1, null]).kind // "number"
 */
export function columnOf(values: readonly unknown[]): Column {
  const present = values.filter((value) => !isMissing(value));
  const numbers = () => Float64Array.from(values, (value) => (isMissing(value) ? Number.NaN : Number(value)));
  if (present.every((value) => typeof value === "number" || typeof value === "boolean")) {
    return { kind: "number", values: numbers() };
  }
  if (present.every((value) => value instanceof Date)) return { kind: "time", values: numbers() };
  return textColumn(values.map((value) => (isMissing(value) ? null : textOf(value))));
}

function isMissing(value: unknown): boolean {
  return value === null || value === undefined || Number.isNaN(value);
}

function textOf(value: unknown): string {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
