import type { DuckDBValue } from "@duckdb/node-api";
import { DuckDBTimestampValue } from "@duckdb/node-api";
import { describe } from "../core/check";
import type { Sql } from "./sql";

/** A statement as DuckDB takes it: text with `$1`, `$2`, … and the values for them. */
export interface Statement {
  readonly text: string;
  readonly values: DuckDBValue[];
}

/**
 * Turns a piece of SQL into text and bound values; an array becomes a list for `in`.
 *
 * Throws a `TypeError` for a value that SQL has no type for.
 */
export function compile(query: Sql): Statement {
  const values: DuckDBValue[] = [];
  const bind = (value: unknown): string => {
    if (Array.isArray(value)) return value.length === 0 ? "(null)" : `(${value.map(bind).join(", ")})`;
    values.push(toDuckDb(value));
    return `$${values.length}`;
  };
  let text = query.text[0]!;
  query.values.forEach((value, i) => {
    text += bind(value) + query.text[i + 1]!;
  });
  return { text, values };
}

function toDuckDb(value: unknown): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean" || typeof value === "bigint") return value;
  if (typeof value === "number") return value;
  if (value instanceof Date) return new DuckDBTimestampValue(BigInt(value.getTime()) * 1000n);
  throw new TypeError(
    `sql: values must be text, number, boolean, Date, null or an array of them, got ${describe(value)}`,
  );
}
