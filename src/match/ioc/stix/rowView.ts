import type { Row } from "../../../core/table";

/** One value of a row, under the name of its column or, inside JSON, of its member. */
export interface RowValue {
  readonly name: string;
  readonly value: string | number | boolean;
}

/** Columns that say where a row comes from, and nothing of what it holds. */
export const PROVENANCE: ReadonlySet<string> = new Set(["_row", "_source", "_record", "system"]);
/** Deeper JSON than any log has. */
const MAX_DEPTH = 64;

/** Every value of a row, those inside JSON columns too, as `column.member`. */
export function valuesOfRow(row: Row): RowValue[] {
  const values: RowValue[] = [];
  for (const [name, value] of Object.entries(row)) {
    if (!PROVENANCE.has(name)) collect(name, value, (leaf) => values.push(leaf));
  }
  return values;
}

/** Hands out the values inside a value, with their names. */
export function collect(name: string, value: unknown, sink: (leaf: RowValue) => void, depth = 0): void {
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
    sink({ name, value });
  else if (typeof value === "object" && value !== null && depth < MAX_DEPTH) {
    const isList = Array.isArray(value);
    for (const [key, part] of Object.entries(value)) {
      collect(isList ? name : `${name}.${key}`, part, sink, depth + 1);
    }
  }
}
