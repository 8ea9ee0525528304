import { checkOptions } from "../core/check";
import { type EngineOptions, openDuckDb } from "../engine/duckdb";
import type { Engine, Relation } from "../engine/engine";
import { createViews } from "./artefacts/artefactViews";
import { createTasks } from "./artefacts/tasks";
import { createCaseFiles } from "./case/caseFiles";
import { checkCaseVersion } from "./case/caseVersion";
import { createEventTable, RECORDS } from "./eventTable";
import { createHosts } from "./hosts/joinHosts";
import type { Issues } from "./issues";
import { readEvidence } from "./readEvidence";
import type { UnpackLimits } from "./unpack";

/** Options of {@link Hunt.read}. */
export interface ReadOptions extends UnpackLimits {
  /**
   * Name of the folder whose sub-folders are hosts, as in `hosts/WS01/Tasks.zip`: it gives the host of what does not
   * name its own, such as task files. @default none
   */
  readonly hostFolder?: string;
  /**
   * One name for a machine that was renamed, in all its rows; the names that it had are in the view `hosts`. `false`
   * gives every row of the hunt the name that its log has. @default true
   */
  readonly joinHosts?: boolean;
  /**
   * What all files are, whatever they look like: a kind of file such as `csv`, or a tool such as `zeek conn`; see
   * `KINDS`. @default seen from their content
   */
  readonly kind?: string;
  /** No progress display. @default false */
  readonly quiet?: boolean;
}

/** What one file gave. */
export interface FileReport {
  readonly path: string;
  readonly kind: string;
  readonly rows: number;
  /** The case had it before this read, which added nothing. */
  readonly already?: true;
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
   * Reads event logs, JSON events, task XML, output of tools, CSV and Parquet, also packed in gzip, zip, tar and 7z.
   *
   * Paths are files, folders or globs. What a file is, is seen from its content. Damage never stops the reading and
   * is never hidden: it is in `issues`. Throws only when a path is no text.
   *
   * A file that the hunt has already, by its content, is not read again, and `relation` is its rows. A read that is
   * broken off, even by the end of the process, leaves nothing behind.
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
  await prepareCase(engine).catch(async (error) => {
    await engine.close();
    throw error;
  });
  let last: Promise<unknown> = Promise.resolve();
  const read: Hunt["read"] = (paths, readOptions) => {
    // One read after the other: each numbers its rows behind those of the one before.
    const result = last.then(() => readEvidence(engine, paths, readOptions));
    last = result.catch(() => {});
    return result;
  };
  return Object.assign(engine, { read });
}

/** Makes the tables and views of a case, unless it has them. */
async function prepareCase(engine: Engine): Promise<void> {
  await checkCaseVersion(engine, RECORDS);
  await createEventTable(engine);
  await createCaseFiles(engine);
  await createHosts(engine);
  await createTasks(engine);
  await createViews(engine);
}
