import { type DuckDBConnection, DuckDBDataChunk, DuckDBTypeId } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { Appender, Cell } from "./engine";
import { NumberBuffer, type NumberKind } from "./numberBuffer";
import { TextBuffer } from "./textBuffer";

const CHUNK_ROWS = 2048; // DuckDB's vector size
/** Text of one column at which a chunk is handed over before it has all its rows: keeps memory bounded. */
const CHUNK_BYTES = 16 * 2 ** 20;

/** The values of one column of the chunk that is being filled. */
interface ColumnBuffer {
  readonly filled: number;
  set(row: number, cell: Cell): void;
  flush(vector: duckdb.Vector, rows: number): void;
}

/** Opens an appender that hands rows to DuckDB a vector at a time. O(1) memory: one chunk is held. */
export async function rowAppender(connection: DuckDBConnection, table: string): Promise<Appender> {
  const [base, catalog] = table.split(".").reverse() as [string, string?];
  const appender = await connection.createAppender(base, null, catalog ?? null);
  const types = Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i));
  const columns = types.map(({ typeId }) => columnBuffer(typeId));
  let rows = 0;
  const flush = () => {
    const chunk = DuckDBDataChunk.create(types, rows);
    columns.forEach((column, i) => {
      column.flush(duckdb.data_chunk_get_vector(chunk.chunk, i), rows);
    });
    appender.appendDataChunk(chunk);
    rows = 0;
  };
  return {
    append(cells) {
      let filled = 0;
      for (let i = 0; i < columns.length; i++) {
        const column = columns[i]!;
        column.set(rows, cells[i]!);
        if (column.filled > filled) filled = column.filled;
      }
      rows += 1;
      if (rows === CHUNK_ROWS || filled > CHUNK_BYTES) flush();
    },
    close() {
      if (rows > 0) flush();
      appender.closeSync();
    },
  };
}

const NUMBERS: ReadonlyMap<DuckDBTypeId, NumberKind> = new Map([
  [DuckDBTypeId.BIGINT, "int64"],
  [DuckDBTypeId.TIMESTAMP, "int64"],
  [DuckDBTypeId.INTEGER, "int32"],
  [DuckDBTypeId.DOUBLE, "double"],
  [DuckDBTypeId.BOOLEAN, "boolean"],
]);

function columnBuffer(type: DuckDBTypeId): ColumnBuffer {
  const kind = NUMBERS.get(type);
  if (kind === undefined && type !== DuckDBTypeId.VARCHAR) {
    throw new TypeError(`appender: column has type ${DuckDBTypeId[type]}, which none of our tables has`);
  }
  return (
    kind === undefined ? new TextBuffer(CHUNK_ROWS) : new NumberBuffer(kind, CHUNK_ROWS)
  ) as ColumnBuffer;
}
