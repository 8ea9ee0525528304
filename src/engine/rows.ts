import type { DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";
import { setOwn } from "../core/setOwn";
import type { Row } from "../core/table";
import { toPlain } from "./values";

/** The rows of one chunk as plain objects; the only place where row objects are made. */
export function rowsOfChunk(
  chunk: DuckDBDataChunk,
  names: readonly string[],
  types: readonly DuckDBType[],
): Row[] {
  const rows: Row[] = Array.from({ length: chunk.rowCount }, () => ({}));
  names.forEach((name, column) => {
    const type = types[column]!;
    chunk.visitColumnValues(column, (value, row) => setOwn(rows[row]!, name, toPlain(value, type)));
  });
  return rows;
}
