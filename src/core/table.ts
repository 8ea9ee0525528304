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

/** One row as an object; values are text, number, boolean, null, or JSON already parsed. */
export type Row = Record<string, unknown>;
