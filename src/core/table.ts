/** One typed column of n values; the shape in which a relation hands data to encoders and figures. */
export type Column =
  /** NaN is missing. */
  | { readonly kind: "number"; readonly values: Float64Array }
  /** Milliseconds since 1970 UTC; NaN is missing. */
  | { readonly kind: "time"; readonly values: Float64Array }
  /** Text as codes into distinct `levels`; -1 is missing. */
  | { readonly kind: "category"; readonly codes: Int32Array; readonly levels: readonly string[] };

/** Named columns of equal length. A `Map`, since names come from hostile logs. */
export interface Columns {
  readonly rows: number;
  readonly columns: ReadonlyMap<string, Column>;
}

/**
 * The values of a number or time column; NaN is missing. Throws a `TypeError` for another column.
 *
 * @example
 * numbers({ rows: 1, columns: new Map([["n", { kind: "number", values: Float64Array.of(5) }]]) }, "n")[0] // 5
 */
export function numbers({ columns }: Columns, name: string): Float64Array {
  const column = columns.get(name);
  if (column === undefined || column.kind === "category") {
    throw new TypeError(`numbers: column must be one of numbers or times, got ${JSON.stringify(name)}`);
  }
  return column.values;
}

/**
 * The values of a text column; null is missing. Throws a `TypeError` for another column. O(rows).
 *
 * @example
 * strings({ rows: 2, columns: new Map([["s", { kind: "category", codes: Int32Array.of(0, -1), levels: ["a"] }]]) }, "s") // ["a", null]
 */
export function strings({ columns }: Columns, name: string): (string | null)[] {
  const column = columns.get(name);
  if (column?.kind !== "category") {
    throw new TypeError(`strings: column must be one of text, got ${JSON.stringify(name)}`);
  }
  return Array.from(column.codes, (code) => (code < 0 ? null : column.levels[code]!));
}

/**
 * Texts as a column: codes by first appearance; null is missing. O(rows).
 *
 * @example
 * textColumn(["b", null, "b"]).levels // ["b"]
 */
export function textColumn(values: readonly (string | null)[]): Extract<Column, { kind: "category" }> {
  const codeOf = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null) return -1;
    if (!codeOf.has(value)) codeOf.set(value, codeOf.size);
    return codeOf.get(value)!;
  });
  return { kind: "category", codes, levels: [...codeOf.keys()] };
}

/** One row as an object; values are text, number, boolean, null, or JSON already parsed. */
export type Row = Record<string, unknown>;
