import type { DuckDBDataChunk, DuckDBResult } from "@duckdb/node-api";

/** What DuckDB says of a result whose query failed while it was being read. */
const INVALID = 0;

/**
 * The chunks of a result, one after the other.
 *
 * Throws when the query fails on the way: the binding itself ends such a result as if it were complete.
 */
export async function* chunksOf(result: DuckDBResult): AsyncGenerator<DuckDBDataChunk> {
  for (let chunk = await result.fetchChunk(); chunk !== null && chunk.rowCount > 0; ) {
    yield chunk;
    chunk = await result.fetchChunk();
  }
  if (result.returnType === INVALID) {
    throw new Error("sql: the query failed while its rows were read; a value or a file does not fit it");
  }
}
