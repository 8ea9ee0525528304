import type { Displayable } from "../core/display";
import type { Columns, Row } from "../core/table";
import type { RowBlock } from "./rowBlock";
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
  /** Ordered by these columns or expressions (`` hb.sql`score desc` ``). */
  orderBy(...keys: readonly (string | Sql)[]): Relation;
  /** At most `count` rows, after skipping `offset`. */
  limit(count: number, offset?: number): Relation;
  /** A harmonised artefact made of these rows, such as `tasks`. Throws a `TypeError` for an unknown view. */
  as(view: string): Promise<Relation>;
  /** Adds a column: n values in the order of `columns()` (a score, a mask). `RangeError` for another length. */
  attach(name: string, values: ArrayLike<number | string | null>): Promise<Relation>;
  /** The same rows, computed once and kept until the engine closes: for a query that others build upon. */
  store(): Promise<Relation>;
  /** Row objects; the only maker of them. Bounded. @default limit 10,000 */
  rows(options?: { readonly limit?: number }): Promise<Row[]>;
  /** Row objects in batches, for as many rows as there are, in bounded memory. */
  stream(): AsyncIterable<Row[]>;
  /** Typed arrays, text as dictionary codes; all columns unless named. */
  columns(names?: readonly string[]): Promise<Columns>;
  /** A danfojs data frame. Throws a `RangeError` when there are more than `limit` rows. @default limit 100,000 */
  toDanfo(options?: { readonly limit?: number }): Promise<unknown>;
  /** Writes a Parquet file and returns the number of rows. */
  toParquet(path: string): Promise<number>;
  /** Writes a CSV file whose text cells a spreadsheet never runs as formulas; returns the number of rows. */
  toCsv(path: string): Promise<number>;
  /** Writes JSON lines and returns the number of rows. */
  toJson(path: string): Promise<number>;
  /** Shows the first rows as a table, in a notebook or a terminal. @default limit 20 */
  show(options?: { readonly limit?: number }): Promise<void>;
}

/** A value that goes into a table: numbers are microseconds since 1970 for a `TIMESTAMP` column. */
export type Cell = string | number | boolean | null;

/** Takes rows for one table; buffered, so `close` must be awaited. */
export interface Appender {
  append(cells: readonly Cell[]): void;
  /** Takes rows that were collected elsewhere, in another thread; they stand behind those appended before. */
  appendBlock(block: RowBlock): void;
  close(): void;
}

/** Where relations live. DuckDB now; a distributed engine later answers the same subset of SQL. */
export interface Engine {
  /** A relation over a query: `` engine.sql`select … from events` ``. Values are bound. */
  sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Relation;
  /** A relation over a query that is already a `Sql`. */
  relation(query: Sql): Relation;
  /** A relation over typed columns held in memory. */
  fromColumns(columns: Columns): Promise<Relation>;
  /**
   * A relation over row objects, numbered in `_row` unless they have one. Numbers and booleans become numbers, dates times, the rest text;
   * a key that a row lacks is null there. Throws a `TypeError` for anything but an array of objects.
   */
  fromRows(rows: readonly object[]): Promise<Relation>;
  /** A relation over a danfojs data frame. */
  fromDanfo(frame: unknown): Promise<Relation>;
  /** Runs statements that give no rows: tables and views of our own. */
  execute(statement: Sql): Promise<void>;
  /**
   * Runs statements that happen whole or not at all: an error, or the end of the process, undoes what `work` did
   * through the engine that it is given. What others see changes when it is done.
   */
  transaction<T>(work: (engine: Engine) => Promise<T>): Promise<T>;
  /** Opens a table of our own for rows. */
  appender(table: string): Promise<Appender>;
  /** Loads a file of rows into a new table through the engine's own readers; see {@link FileImport}. */
  importFile(file: FileImport): Promise<ImportResult>;
  /** Names the views of harmonised artefacts that `Relation.as` may ask for. */
  readonly artefacts: Set<string>;
  /** A table name for intermediate results that vanish with the engine. */
  scratch(): string;
  /** Ends the connection; the case file, if any, is complete. */
  close(): Promise<void>;
}

/** A file of rows for {@link Engine.importFile}. */
export interface FileImport {
  readonly kind: "csv" | "parquet" | "json";
  /** What stands between a CSV's cells. Without it the engine tries all there are, which takes minutes on wide tables. */
  readonly delimiter?: string | undefined;
  /** A plain file; archives are unpacked before. */
  readonly path: string;
  /** What `_source` says. */
  readonly source: string;
  readonly table: string;
  /** `_row` of the first row. */
  readonly firstRow: number;
}

/** What {@link Engine.importFile} did. */
export interface ImportResult {
  readonly rows: number;
  /** Lines that could not be read: place and reason; `lost` where it stands for more than one. */
  readonly rejected: readonly { readonly place: string; readonly reason: string; readonly lost?: number }[];
}
