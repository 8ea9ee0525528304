import { availableParallelism } from "node:os";
import { checkOptions } from "../core/check";
import type { Issue } from "../core/issue";
import { startProgress } from "../core/progress";
import { type EngineOptions, openDuckDb } from "../engine/duckdb";
import type { Engine, Relation } from "../engine/engine";
import { raw, type Sql } from "../engine/sql";
import { createViews } from "./artefacts/artefactViews";
import { addTasks, createTasks } from "./artefacts/tasks";
import { createEventTable, EventWriter, RECORDS } from "./eventTable";
import { expandPaths } from "./expandPaths";
import { hostOfPath } from "./hostName";
import { collectIssues, type Issues } from "./issues";
import { type ReadTarget, readSource } from "./readFile";
import { ThreadReader } from "./thread/threadReader";
import { type UnpackLimits, unpack } from "./unpack";

/** Bytes to read from which on a second thread is worth its start. */
const THREAD_FROM = 16 * 2 ** 20;

/** Options of {@link Hunt.read}. */
export interface ReadOptions extends UnpackLimits {
  /**
   * Name of the folder whose sub-folders are hosts, as in `hosts/WS01/Tasks.zip`: it gives the host of what does not
   * name its own, such as task files. @default none
   */
  readonly hostFolder?: string;
  /** No progress display. @default false */
  readonly quiet?: boolean;
}

/** What one file gave. */
export interface FileReport {
  readonly path: string;
  readonly kind: string;
  readonly rows: number;
}

/** What {@link Hunt.read} gives: the rows, and what could not be read. */
export interface ReadResult {
  /** The events and task files; or, where there are none, the table of a CSV, Parquet or JSON file. */
  readonly relation: Relation;
  readonly issues: Issues;
  readonly files: readonly FileReport[];
}

/** A hunt: an engine, and evidence read into it. Made by {@link open}. */
export interface Hunt extends Engine {
  /**
   * Reads event logs, JSON events, task XML, CSV and Parquet, also packed in `.gz` and `.zip`.
   *
   * Paths are files, folders or globs. What a file is, is seen from its content. Damage never stops the reading and
   * is never hidden: it is in `issues`. Throws only when a path is no text.
   */
  read(paths: string | readonly string[], options?: ReadOptions): Promise<ReadResult>;
}

/**
 * Opens a hunt: in memory, or on a case file (`case.duckdb`) that survives.
 *
 * SQL inside cannot reach the file system or the network; evidence is never written to.
 */
export async function open(path?: string, options: EngineOptions = {}): Promise<Hunt> {
  checkOptions("open", options, ["memory", "threads"]);
  const engine = await openDuckDb(path, options);
  await createEventTable(engine);
  await createTasks(engine);
  await createViews(engine);
  let last: Promise<unknown> = Promise.resolve();
  const read: Hunt["read"] = (paths, readOptions) => {
    // One read after the other: each numbers its rows behind those of the one before.
    const result = last.then(() => readAll(engine, paths, readOptions));
    last = result.catch(() => {});
    return result;
  };
  return Object.assign(engine, { read });
}

async function readAll(
  engine: Engine,
  paths: string | readonly string[],
  options: ReadOptions = {},
): Promise<ReadResult> {
  checkOptions("read", options, ["quiet", "hostFolder", "maxBytes", "maxRatio", "maxMembers"]);
  const { issues, note, finish } = collectIssues();
  const inputs = expandPaths(typeof paths === "string" ? [paths] : paths, note);
  const total = inputs.reduce((sum, input) => sum + input.size, 0);
  const progress = startProgress("reading", total / 1e6, { unit: "MB", quiet: options.quiet ?? false });
  const thread = total >= THREAD_FROM && availableParallelism() > 1 ? await ThreadReader.start() : undefined;
  let session: Session;
  try {
    session = await openSession(engine, note, options.hostFolder, thread);
    let done = 0;
    const named = new Set(typeof paths === "string" ? [paths] : paths);
    session.target.isNamed = (path) => named.has(path);
    for (const input of inputs) {
      await readInput(input.path, session, options);
      done += input.size;
      progress.update(done / 1e6, `${session.target.events.rows.toLocaleString("en-US")} events`);
    }
    session.target.events.close();
  } finally {
    await thread?.stop();
  }
  const { firstRow, rows } = session.target.events;
  if (rows > 0) {
    await addTasks(engine, firstRow, note);
    for (const table of session.tables) {
      const reason = `${table.rows} rows of a table, which are not among the events; read it by itself`;
      note({ path: table.source, place: "", reason });
    }
  }
  finish();
  const tableRows = session.tables.reduce((sum, table) => sum + table.rows, 0);
  progress.finish(`${(rows + tableRows).toLocaleString("en-US")} rows, ${issues.length} issues`);
  return { relation: engine.relation(session.query()), issues, files: session.files };
}

interface Session {
  readonly target: ReadTarget;
  readonly files: FileReport[];
  readonly tables: LoadedTable[];
  query(): Sql;
}

interface LoadedTable {
  readonly name: string;
  readonly source: string;
  readonly rows: number;
}

async function openSession(
  engine: Engine,
  note: (issue: Issue) => void,
  hostFolder: string | undefined,
  thread: ThreadReader | undefined,
): Promise<Session> {
  const [{ next }] =
    (await engine.sql`select coalesce(max(_row), 0) + 1 as next from ${raw(RECORDS)}`.rows()) as [
      { next: number },
    ];
  const events = await EventWriter.open(engine, next);
  let count = (
    await engine.sql`select table_name from duckdb_tables() where table_name like ${"hb_table_%"}`.rows()
  ).length;
  const tables: LoadedTable[] = [];
  const target: ReadTarget = {
    events,
    issues: note,
    hostOf: (path) => (hostFolder === undefined ? null : hostOfPath(path, hostFolder)),
    tables: {
      async load(file) {
        count += 1;
        const name = `hb_table_${count}`;
        const firstRow = tables.reduce((sum, table) => sum + table.rows, 1);
        const result = await engine.importFile({ ...file, table: name, firstRow });
        tables.push({ name, source: file.source, rows: result.rows });
        return result;
      },
    },
    thread,
  };
  return { target, files: [], tables, query: () => resultQuery(events, tables) };
}

function resultQuery(events: EventWriter, tables: readonly LoadedTable[]): Sql {
  if (events.rows > 0 || tables.length === 0) {
    const last = events.firstRow + events.rows - 1;
    return raw(`select * from ${RECORDS} where _row between ${events.firstRow} and ${last} order by _row`);
  }
  return raw(tables.map((table) => `select * from ${table.name}`).join(" union all by name "));
}

/** A fault ends the stream it is in, and no other. */
async function readInput(path: string, { target, files }: Session, limits: ReadOptions): Promise<void> {
  const { quiet: _, hostFolder: __, ...unpackLimits } = limits;
  const note = (place: string, error: unknown) =>
    target.issues({ path: place, place: "", reason: (error as Error).message });
  try {
    for await (const source of unpack(path, target.issues, unpackLimits)) {
      try {
        const { kind, rows } = await readSource(source, target);
        if (kind !== undefined) files.push({ path: source.path, kind, rows });
      } catch (error) {
        note(source.path, error);
      }
    }
  } catch (error) {
    note(path, error);
  }
}
