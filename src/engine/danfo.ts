import type { Column, Columns } from "../core/table";
import { columnOf } from "./rowColumns";

/** The part of a danfojs data frame that we use. */
interface DanfoFrame {
  readonly columns: readonly string[];
  readonly shape: readonly number[];
  column(name: string): { readonly values: ArrayLike<unknown> };
}

/**
 * Typed columns as a danfojs data frame: numbers (NaN is missing), text (null is missing), times as ISO text.
 *
 * danfojs is loaded on first use; it takes seconds.
 */
export function toDanfo({ rows, columns }: Columns): DanfoFrame {
  const danfo = require("danfojs-node") as { DataFrame: new (data: Record<string, unknown[]>) => DanfoFrame };
  const data: Record<string, unknown[]> = {};
  for (const [name, column] of columns) {
    data[name] = Array.from({ length: rows }, (_, i) => danfoValue(column, i));
  }
  return new danfo.DataFrame(data);
}

/** A danfojs data frame as typed columns. Throws a `TypeError` for anything else. */
export function fromDanfo(frame: unknown): Columns {
  if (!isFrame(frame))
    throw new TypeError("fromDanfo: frame must be a danfojs DataFrame, got something else");
  const rows = frame.shape[0]!;
  const columns = new Map(
    frame.columns.map((name) => [name, columnOf(Array.from(frame.column(name).values))]),
  );
  return { rows, columns };
}

function danfoValue(column: Column, row: number): unknown {
  if (column.kind === "category") {
    const code = column.codes[row]!;
    return code < 0 ? null : column.levels[code]!;
  }
  const value = column.values[row]!;
  return column.kind === "time" && !Number.isNaN(value) ? new Date(value).toISOString() : value;
}

function isFrame(value: unknown): value is DanfoFrame {
  const frame = value as Partial<DanfoFrame> | null;
  return Array.isArray(frame?.columns) && Array.isArray(frame?.shape) && typeof frame?.column === "function";
}
