import {
  type DuckDBResult,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
} from "@duckdb/node-api";
import type { Column, Columns } from "../core/table";
import { chunksOf } from "./chunks";
import { toPlain } from "./values";

/** Collects one column's values, chunk by chunk. */
interface Builder {
  add(value: DuckDBValue): void;
  finish(): Column;
}

/** Reads a whole result into typed columns: numbers, times, and text as dictionary codes. O(rows * columns). */
export async function typedColumns(result: DuckDBResult): Promise<Columns> {
  const names = result.columnNames();
  const builders = result.columnTypes().map(builderFor);
  let rows = 0;
  for await (const chunk of chunksOf(result)) {
    rows += chunk.rowCount;
    builders.forEach((builder, i) => {
      chunk.visitColumnValues(i, (value) => builder.add(value));
    });
  }
  return { rows, columns: new Map(names.map((name, i) => [name, builders[i]!.finish()])) };
}

const NUMBERS = new Set([
  DuckDBTypeId.TINYINT,
  DuckDBTypeId.SMALLINT,
  DuckDBTypeId.INTEGER,
  DuckDBTypeId.BIGINT,
  DuckDBTypeId.UTINYINT,
  DuckDBTypeId.USMALLINT,
  DuckDBTypeId.UINTEGER,
  DuckDBTypeId.UBIGINT,
  DuckDBTypeId.HUGEINT,
  DuckDBTypeId.UHUGEINT,
  DuckDBTypeId.FLOAT,
  DuckDBTypeId.DOUBLE,
  DuckDBTypeId.DECIMAL,
  DuckDBTypeId.BOOLEAN,
]);

function builderFor(type: DuckDBType): Builder {
  if (NUMBERS.has(type.typeId)) return numberBuilder("number", (value) => Number(toPlain(value)));
  if (type.typeId === DuckDBTypeId.TIMESTAMP || type.typeId === DuckDBTypeId.TIMESTAMP_TZ) {
    return numberBuilder("time", milliseconds);
  }
  return categoryBuilder();
}

function numberBuilder(kind: "number" | "time", convert: (value: DuckDBValue) => number): Builder {
  const values: number[] = [];
  return {
    add: (value) => values.push(value === null ? Number.NaN : convert(value)),
    finish: () => ({ kind, values: Float64Array.from(values) }),
  };
}

function categoryBuilder(): Builder {
  const codes: number[] = [];
  const codeOf = new Map<string, number>();
  return {
    add(value) {
      if (value === null) {
        codes.push(-1);
        return;
      }
      const text = typeof value === "string" ? value : textOf(value);
      let code = codeOf.get(text);
      if (code === undefined) {
        code = codeOf.size;
        codeOf.set(text, code);
      }
      codes.push(code);
    },
    finish: () => ({ kind: "category", codes: Int32Array.from(codes), levels: [...codeOf.keys()] }),
  };
}

function textOf(value: DuckDBValue): string {
  const plain = toPlain(value);
  return typeof plain === "string" ? plain : JSON.stringify(plain);
}

function milliseconds(value: DuckDBValue): number {
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return Number(value.micros) / 1000;
  }
  return Number.NaN;
}
