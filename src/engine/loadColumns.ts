import type { Column, Columns } from "../core/table";
import type { Cell, Engine } from "./engine";
import { join, name, raw, sql } from "./sql";

const TYPES: Readonly<Record<Column["kind"], string>> = {
  number: "double",
  time: "timestamp",
  category: "varchar",
};

/** Puts typed columns into a table of the engine, with `_row` from 1 unless they have one; returns its name. */
export async function loadColumns(engine: Engine, { rows, columns }: Columns): Promise<string> {
  const table = engine.scratch();
  const hasRow = columns.has("_row");
  const fields = [...columns].map(([key, column]) => sql`${name(key)} ${raw(TYPES[column.kind])}`);
  const all = hasRow ? fields : [sql`_row bigint`, ...fields];
  await engine.execute(sql`create table ${raw(table)} (${join(all)})`);
  const appender = await engine.appender(table);
  const list = [...columns.values()];
  for (let i = 0; i < rows; i++) {
    const cells = list.map((column) => cell(column, i));
    appender.append(hasRow ? cells : [i + 1, ...cells]);
  }
  appender.close();
  return table;
}

function cell(column: Column, row: number): Cell {
  if (column.kind === "category") {
    const code = column.codes[row]!;
    return code < 0 ? null : column.levels[code]!;
  }
  const value = column.values[row]!;
  if (Number.isNaN(value)) return null;
  return column.kind === "time" ? Math.round(value * 1000) : value;
}
