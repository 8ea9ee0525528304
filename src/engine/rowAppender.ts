import {
  type DuckDBAppender,
  type DuckDBConnection,
  DuckDBDataChunk,
  DuckDBTimestampValue,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Appender, Cell } from "./engine";

const CHUNK_ROWS = 2048; // DuckDB's vector size

/** Opens an appender that hands rows to DuckDB a vector at a time. O(1) memory: one chunk is held. */
export async function rowAppender(connection: DuckDBConnection, table: string): Promise<Appender> {
  const [base, catalog] = table.split(".").reverse() as [string, string?];
  const appender = await connection.createAppender(base, null, catalog ?? null);
  const width = appender.columnCount;
  const convert = Array.from({ length: width }, (_, i) => converter(appender.columnType(i).typeId));
  let columns = emptyColumns(width);
  let rows = 0;
  const flush = () => {
    if (rows > 0) appendChunk(appender, columns, rows);
    columns = emptyColumns(width);
    rows = 0;
  };
  return {
    append(cells) {
      for (let i = 0; i < width; i++) columns[i]!.push(convert[i]!(cells[i]!));
      rows += 1;
      if (rows === CHUNK_ROWS) flush();
    },
    close() {
      flush();
      appender.closeSync();
    },
  };
}

function appendChunk(appender: DuckDBAppender, columns: DuckDBValue[][], rows: number): void {
  const types = columns.map((_, i) => appender.columnType(i));
  const chunk = DuckDBDataChunk.create(types, rows);
  columns.forEach((values, i) => {
    chunk.setColumnValues(i, values);
  });
  appender.appendDataChunk(chunk);
}

function converter(type: DuckDBTypeId): (cell: Cell) => DuckDBValue {
  if (type === DuckDBTypeId.BIGINT) return (cell) => (cell === null ? null : BigInt(cell));
  if (type === DuckDBTypeId.TIMESTAMP) {
    return (cell) => (cell === null ? null : new DuckDBTimestampValue(BigInt(cell)));
  }
  return (cell) => cell;
}

function emptyColumns(width: number): DuckDBValue[][] {
  return Array.from({ length: width }, () => []);
}
