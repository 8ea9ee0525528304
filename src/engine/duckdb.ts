import { resolve } from "node:path";
import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import { describe } from "../core/check";
import type { Columns, Row } from "../core/table";
import { checkCaseFile, openFault } from "./caseFile";
import { compile } from "./compile";
import { fromDanfo } from "./danfo";
import type { Appender, Engine, FileImport, ImportResult, Relation } from "./engine";
import { NO_EXTENSIONS } from "./extensions";
import { exportParquet, importFile } from "./fileAccess";
import { loadColumns } from "./loadColumns";
import { DuckDbRelation } from "./relation";
import { rowAppender } from "./rowAppender";
import { rowColumns } from "./rowColumns";
import { makeSpillFolder, removeSpillFolder } from "./spillFolder";
import { raw, type Sql, sql } from "./sql";

/** Options of {@link openDuckDb}. */
export interface EngineOptions {
  /** Upper bound for DuckDB's memory, such as "2GB"; beyond it, it spills to disk. @default DuckDB's own (80 %) */
  readonly memory?: string;
  /** Threads for queries. @default DuckDB's own (all cores) */
  readonly threads?: number;
}

/**
 * Opens the embedded engine: in memory, or on a case file that survives.
 *
 * The engine cannot reach the network or the file system: extensions are neither installed nor loaded by
 * themselves, and SQL cannot open files. Files come in through `importFile` and go out through the relation's
 * export methods only.
 */
export async function openDuckDb(path = ":memory:", options: EngineOptions = {}): Promise<DuckDbEngine> {
  const isCase = path !== ":memory:";
  const file = isCase ? resolve(path) : path;
  if (openCases.has(file)) {
    throw new Error(
      `open: case must not be open in this process already, got ${path}; close the other hunt first`,
    );
  }
  if (isCase) checkCaseFile(file);
  const spill = makeSpillFolder();
  try {
    const instance = await DuckDBInstance.create(file, NO_EXTENSIONS);
    const engine = new DuckDbEngine(instance, await instance.connect(), new Set(), () => {
      openCases.delete(file);
      removeSpillFolder(spill);
    });
    for (const statement of settings(spill, options)) await engine.execute(statement);
    if (isCase) openCases.add(file);
    return engine;
  } catch (error) {
    removeSpillFolder(spill);
    throw new Error(`open: ${openFault(path, oneLine(error))}`, { cause: error });
  }
}

// Two instances on one file would each write their own version of it, and the last one would win without a word.
const openCases = new Set<string>();

/** The last one locks the door, so that the order matters. */
function settings(spill: string, { memory, threads }: EngineOptions): Sql[] {
  return [
    sql`set temp_directory = ${spill}`,
    raw("set TimeZone = 'UTC'"),
    ...(memory === undefined ? [] : [sql`set memory_limit = ${memory}`]),
    ...(threads === undefined ? [] : [sql`set threads = ${threads}`]),
    raw("attach ':memory:' as scratch"),
    raw("set enable_external_access = false"),
  ];
}

/** The engine on DuckDB. Made by {@link openDuckDb}. */
export class DuckDbEngine implements Engine {
  private scratchTables = 0;
  private isInTransaction = false;

  constructor(
    private readonly instance: DuckDBInstance,
    private readonly connection: DuckDBConnection,
    readonly artefacts: Set<string>,
    private readonly release: () => void,
  ) {}

  sql(strings: TemplateStringsArray, ...values: readonly unknown[]): Relation {
    return this.relation(sql(strings, ...values));
  }

  relation(query: Sql): Relation {
    return new DuckDbRelation(this, query);
  }

  async fromColumns(columns: Columns): Promise<Relation> {
    const table = await loadColumns(this, columns);
    return this.relation(raw(`select * from ${table}`));
  }

  async fromRows(rows: readonly object[]): Promise<Relation> {
    if (!Array.isArray(rows) || rows.some((row) => typeof row !== "object" || row === null)) {
      throw new TypeError(`fromRows: rows must be an array of objects, got ${describe(rows)}`);
    }
    return this.fromColumns(rowColumns(rows as Row[]));
  }

  async fromDanfo(frame: unknown): Promise<Relation> {
    return this.fromColumns(fromDanfo(frame));
  }

  async execute(statement: Sql): Promise<void> {
    await this.query(statement);
  }

  /** Runs a query whole. */
  async query(statement: Sql): Promise<DuckDBResult> {
    const { text, values } = compile(statement);
    return guard(() => this.connection.run(text, values));
  }

  async transaction<T>(work: (engine: Engine) => Promise<T>): Promise<T> {
    const inner = new DuckDbEngine(this.instance, await this.instance.connect(), this.artefacts, () => {});
    inner.isInTransaction = true;
    try {
      await inner.execute(raw("begin transaction"));
      const result = await work(inner);
      await inner.execute(raw("commit"));
      return result;
    } finally {
      // What was not committed ends with its connection.
      inner.connection.closeSync();
    }
  }

  /**
   * Runs a query on a connection of its own, so that its result may be read while others run; inside a transaction,
   * which no other connection sees, it is run whole instead.
   */
  async openStream(statement: Sql): Promise<{ result: DuckDBResult; close(): void }> {
    if (this.isInTransaction) return { result: await this.query(statement), close: () => {} };
    const connection = await this.instance.connect();
    const { text, values } = compile(statement);
    try {
      const result = await guard(() => connection.stream(text, values));
      return { result, close: () => connection.closeSync() };
    } catch (error) {
      connection.closeSync();
      throw error;
    }
  }

  async appender(table: string): Promise<Appender> {
    return rowAppender(this.connection, table);
  }

  async importFile(file: FileImport): Promise<ImportResult> {
    return importFile(this.connection, file);
  }

  /** Writes a query's rows to a Parquet file; returns the number of rows. */
  async exportParquet(query: Sql, path: string): Promise<number> {
    const stream = await this.openStream(query);
    try {
      return await exportParquet(stream.result, path);
    } finally {
      stream.close();
    }
  }

  scratch(): string {
    this.scratchTables += 1;
    return `scratch.t${this.scratchTables}`;
  }

  async close(): Promise<void> {
    this.connection.closeSync();
    this.instance.closeSync();
    this.release();
  }
}

/** DuckDB's errors span lines and repeat the statement; ours are one line. */
async function guard<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    const message = `sql: ${oneLine(error)}`;
    throw WRONG_SQL.test(message)
      ? new SyntaxError(message, { cause: error })
      : new Error(message, { cause: error });
  }
}

/** Faults of the text of a query, not of the data. */
const WRONG_SQL = /(Binder|Parser|Catalog) Error/;

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, " ").trim().slice(0, 500);
}
