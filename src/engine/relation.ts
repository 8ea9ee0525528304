import { displaySymbol, inspectSymbol, type MimeBundle, showBundle } from "../core/display";
import { didYouMean } from "../core/suggest";
import type { Columns, Row } from "../core/table";
import { chunksOf } from "./chunks";
import { toDanfo } from "./danfo";
import type { DuckDbEngine } from "./duckdb";
import type { Field, Relation } from "./engine";
import { exportCsv, exportJson } from "./exportText";
import { rowsOfChunk } from "./rows";
import { join, name, raw, type Sql, sql } from "./sql";
import { tableBundle } from "./tableView";
import { typedColumns } from "./typedColumns";

const ROWS_LIMIT = 10_000;
const SHOWN_ROWS = 20;
const DANFO_LIMIT = 100_000;

/** A query over DuckDB. Immutable but for `pinned`: see {@link DuckDbRelation.columns}. */
export class DuckDbRelation implements Relation {
  private fields: Promise<readonly Field[]> | undefined;
  private pinned: Promise<Sql> | undefined;

  constructor(
    readonly engine: DuckDbEngine,
    readonly query: Sql,
  ) {}

  schema(): Promise<readonly Field[]> {
    this.fields ??= this.engine.query(sql`select * from ${this.source()} limit 0`).then((result) => {
      const types = result.columnTypes();
      return result.columnNames().map((n, i) => ({ name: n, type: types[i]!.alias ?? String(types[i]) }));
    });
    return this.fields;
  }

  async count(): Promise<number> {
    const result = await this.engine.query(sql`select count(*) from ${this.source()}`);
    const [row] = await result.getRows();
    return Number(row![0]);
  }

  where(condition: Sql): Relation {
    return this.derive(sql`select * from ${this.source()} where (${condition}${NEWLINE})`);
  }

  select(...columns: readonly (string | Sql)[]): Relation {
    return this.derive(sql`select ${join(columns.map(expression))} from ${this.source()}`);
  }

  orderBy(...keys: readonly (string | Sql)[]): Relation {
    return this.derive(sql`select * from ${this.source()} order by ${join(keys.map(expression))}`);
  }

  limit(count: number, offset = 0): Relation {
    return this.derive(sql`select * from ${this.source()} limit ${count} offset ${offset}`);
  }

  async as(view: string): Promise<Relation> {
    const { artefacts } = this.engine;
    if (!artefacts.has(view)) {
      throw new TypeError(
        `as: view must be one of ${[...artefacts].join(", ") || "(none: nothing was read)"}, got ${JSON.stringify(view)}${didYouMean(view, artefacts)}`,
      );
    }
    await this.checkColumns("as", ["_row", "_source"]);
    return this.derive(
      sql`select v.* from ${name(view)} v semi join ${this.source()} r on v._row = r._row and v._source = r._source order by v._row`,
    );
  }

  async attach(column: string, values: ArrayLike<number | string | null>): Promise<Relation> {
    const source = await this.pin();
    const rows = await this.count();
    if (rows !== values.length) {
      throw new RangeError(`attach: values must be one a row (${rows}), got ${values.length}`);
    }
    const table = this.engine.scratch();
    const isText = Array.from({ length: values.length }, (_, i) => values[i]).some(
      (v) => typeof v === "string",
    );
    await this.engine.execute(
      raw(`create table ${table} (place bigint, value ${isText ? "varchar" : "double"})`),
    );
    const appender = await this.engine.appender(table);
    for (let i = 0; i < values.length; i++) {
      const value = values[i]!;
      appender.append([i + 1, typeof value === "number" && Number.isNaN(value) ? null : value]);
    }
    appender.close();
    return this.derive(
      sql`select r.* exclude (_place), a.value as ${name(column)} from (select row_number() over () as _place, * from (${source})) r join ${raw(table)} a on r._place = a.place order by r._place`,
    );
  }

  async store(): Promise<Relation> {
    return this.derive(await this.pin());
  }

  async rows({ limit = ROWS_LIMIT }: { readonly limit?: number } = {}): Promise<Row[]> {
    const rows: Row[] = [];
    for await (const batch of this.limit(limit).stream()) {
      for (const row of batch) rows.push(row);
    }
    return rows;
  }

  async *stream(): AsyncIterable<Row[]> {
    const { result, close } = await this.engine.openStream(this.query);
    try {
      const names = result.columnNames();
      const types = result.columnTypes();
      for await (const chunk of chunksOf(result)) yield rowsOfChunk(chunk, names, types);
    } finally {
      close();
    }
  }

  /**
   * Typed arrays in a row order that `attach` repeats.
   *
   * For that the rows are stored once, on first use: SQL promises no order from one run of a query to the next.
   */
  async columns(names?: readonly string[]): Promise<Columns> {
    if (names !== undefined) await this.checkColumns("columns", names);
    const source = await this.pin();
    const wanted = names === undefined ? raw("*") : join(names.map(name));
    const { result, close } = await this.engine.openStream(sql`select ${wanted} from (${source})`);
    try {
      return await typedColumns(result);
    } finally {
      close();
    }
  }

  async toDanfo({ limit = DANFO_LIMIT }: { readonly limit?: number } = {}): Promise<unknown> {
    const rows = await this.count();
    if (rows > limit) {
      throw new RangeError(
        `toDanfo: rows must be at most ${limit}, got ${rows}; aggregate in SQL or raise the limit`,
      );
    }
    return toDanfo(await this.columns());
  }

  toParquet(path: string): Promise<number> {
    return this.engine.exportParquet(this.query, path);
  }

  toCsv(path: string): Promise<number> {
    return exportCsv(this, path);
  }

  toJson(path: string): Promise<number> {
    return exportJson(this, path);
  }

  async show({ limit = SHOWN_ROWS }: { readonly limit?: number } = {}): Promise<void> {
    showBundle(await this.bundle(limit));
  }

  [displaySymbol](): Promise<MimeBundle> {
    return this.bundle(SHOWN_ROWS);
  }

  [inspectSymbol](): string {
    return "Relation (a lazy query; see its rows with `await relation.show()`)";
  }

  private async bundle(limit: number): Promise<MimeBundle> {
    const [fields, total, rows] = await Promise.all([this.schema(), this.count(), this.rows({ limit })]);
    return tableBundle(fields, rows, total);
  }

  private derive(query: Sql): Relation {
    return new DuckDbRelation(this.engine, query);
  }

  /** The query as something to select from; the line break ends a comment on its last line. */
  private source(): Sql {
    return sql`(${this.query}${NEWLINE})`;
  }

  /** A query whose row order is the same each time it runs. */
  private pin(): Promise<Sql> {
    this.pinned ??= this.makePinned();
    return this.pinned;
  }

  private async makePinned(): Promise<Sql> {
    const table = this.engine.scratch();
    await this.engine.execute(sql`create table ${raw(table)} as ${this.query}`);
    return raw(`select * from ${table}`);
  }

  private async checkColumns(where: string, names: readonly string[]): Promise<void> {
    const known = (await this.schema()).map((field) => field.name);
    for (const wanted of names) {
      if (known.includes(wanted)) continue;
      const near = didYouMean(wanted, known);
      throw new TypeError(
        `${where}: column ${JSON.stringify(wanted)} not found among ${known.join(", ")}${near}`,
      );
    }
  }
}

const NEWLINE = raw("\n");

function expression(column: string | Sql): Sql {
  return typeof column === "string" ? name(column) : column;
}
