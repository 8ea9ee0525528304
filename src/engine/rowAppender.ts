import { type DuckDBConnection, DuckDBTypeId } from "@duckdb/node-api";
import type { Appender } from "./engine";
import { type ColumnKind, RowBuffer } from "./rowBlock";
import { writeBlock } from "./writeBlock";

/** Opens an appender that hands rows to DuckDB a block at a time. O(1) memory: one block is held. */
export async function rowAppender(connection: DuckDBConnection, table: string): Promise<Appender> {
  const [base, catalog] = table.split(".").reverse() as [string, string?];
  const appender = await connection.createAppender(base, null, catalog ?? null);
  const types = Array.from({ length: appender.columnCount }, (_, i) => appender.columnType(i));
  const buffer = new RowBuffer(types.map(({ typeId }) => kindOf(typeId)));
  const flush = () => {
    if (buffer.rows > 0) writeBlock(appender, types, buffer.take());
  };
  return {
    append(cells) {
      if (buffer.append(cells)) flush();
    },
    appendBlock(block) {
      flush();
      writeBlock(appender, types, block);
    },
    close() {
      flush();
      appender.closeSync();
    },
  };
}

const KINDS: ReadonlyMap<DuckDBTypeId, ColumnKind> = new Map([
  [DuckDBTypeId.BIGINT, "int64"],
  [DuckDBTypeId.TIMESTAMP, "int64"],
  [DuckDBTypeId.INTEGER, "int32"],
  [DuckDBTypeId.DOUBLE, "double"],
  [DuckDBTypeId.BOOLEAN, "boolean"],
  [DuckDBTypeId.VARCHAR, "text"],
]);

function kindOf(type: DuckDBTypeId): ColumnKind {
  const kind = KINDS.get(type);
  if (kind === undefined) {
    throw new TypeError(`appender: column has type ${DuckDBTypeId[type]}, which none of our tables has`);
  }
  return kind;
}
