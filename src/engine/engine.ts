import type { Displayable } from "../core/display";
import type { Columns, Row } from "../core/table";
import type { Sql } from "./sql";

/** Name and SQL type of a column. */
export interface Field {
  readonly name: string;
  readonly type: string;
}

/**
 * A lazy table: a query over an engine. Verbs give new relations and copy nothing; data moves when it is read.
 *
 * The verb language is SQL: conditions and expressions are `sql` templates, whose values are always bound.
 */
export interface Relation extends Displayable {
  readonly engine: Engine;
  /** The query behind it. */
  readonly query: Sql;
  /** Names and types of the columns, in order. */
  schema(): Promise<readonly Field[]>;
  /** Number of rows. */
  count(): Promise<number>;
  /** The rows for which the condition is true. */
  where(condition: Sql): Relation;
  /** Only these columns: names, or expressions with `as`. */
  select(...columns: readonly (string | Sql)[]): Relation;
  /** Ordered by these columns or expressions (`hb.sql\`score desc\``). */
  orderBy(...keys: readonly (string | Sql)[]): Relation;
  /** At most `count` rows, after skipping `offset`. */
  limit(count: number, offset?: number): Relation;
  /** A harmonised artefact made of these rows, such as `tasks`. Throws for an unknown view. */
  as(view: string): Promise<Relation>;
  /** Adds a column: n values in row order (a score, a mask). Throws a `RangeError` for another length. */
  attach(name: string, values: ArrayLike<number | string | null>): Promise<Relation>;
  /** Row objects; the only maker of them. Bounded: @default limit 10,000. */
  rows(options?: { readonly limit?: number }): Promise<Row[]>;
  /** Row objects in batches, for as many rows as there are, in bounded memory. */
  stream(): AsyncIterable<Row[]>;
  /** Typed arrays, text as dictionary codes; all columns unless named. */
  columns(names?: readonly string[]): Promise<Columns>;
  /** A danfojs data frame of at most `limit` rows. @default limit 100,000 */
  toDanfo(options?: { readonly limit?: number }): Promise<unknown>;
  /** Writes a file and returns the number of rows. CSV cells that a spreadsheet would run are made text. */
  toParquet(path: string): Promise<number>;
  toCsv(path: string): Promise<number>;
  toJson(path: string): Promise<number>;
  /** Shows the first rows as a table, in a notebook or a terminal. */
  show(options?: { readonly limit?: number }): Promise<void>;
}

/** Where relations live. DuckDB now; a distributed engine later answers the same subset of SQL. */
export interface Engine {
  /** A relation over a query: `` engine.sql`select … from events` ``. Values are bound. */
  sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Relation;
  /** A relation over a query that is already a `Sql`. */
  relation(query: Sql): Relation;
  /** A relation over typed columns held in memory. */
  fromColumns(columns: Columns): Promise<Relation>;
  /** A relation over a danfojs data frame. */
  fromDanfo(frame: unknown): Promise<Relation>;
  /** Ends the connection; the case file, if any, is complete. */
  close(): Promise<void>;
}
