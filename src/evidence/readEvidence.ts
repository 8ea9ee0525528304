import { realpathSync } from "node:fs";
import { availableParallelism } from "node:os";
import { checkOptions } from "../core/check";
import { type Progress, startProgress } from "../core/progress";
import type { Engine } from "../engine/engine";
import { raw, type Sql } from "../engine/sql";
import { addTasks, renameTasks } from "./artefacts/tasks";
import { inRanges } from "./case/rowRanges";
import { checkKind } from "./detectKind";
import { RECORDS } from "./eventTable";
import { expandPaths, type InputFile } from "./expandPaths";
import { hostsOfSets } from "./hosts/hostsOfSets";
import { joinHosts } from "./hosts/joinHosts";
import { machineSet } from "./hosts/machineSet";
import { collectIssues } from "./issues";
import type { ReadOptions, ReadResult } from "./open";
import { readInput } from "./readInput";
import { type ReadSession, startSession } from "./readSession";
import { ThreadReader } from "./thread/threadReader";

/** Bytes to read from which on a second thread is worth its start. */
const THREAD_FROM = 16 * 2 ** 20;

const OPTIONS = [
  "quiet",
  "hostFolder",
  "joinHosts",
  "kind",
  "maxBytes",
  "maxRatio",
  "maxMembers",
  "passwords",
];

/** Reads evidence into a case: whole, or, when it is broken off, not at all. */
export async function readEvidence(
  engine: Engine,
  paths: string | readonly string[],
  options: ReadOptions = {},
): Promise<ReadResult> {
  checkOptions("read", options, OPTIONS);
  if (options.kind !== undefined) checkKind(options.kind);
  const { issues, note, finish } = collectIssues();
  const inputs = expandPaths(typeof paths === "string" ? [paths] : paths, note);
  const total = inputs.reduce((sum, input) => sum + input.size, 0);
  const progress = startProgress("reading", total / 1e6, { unit: "MB", quiet: options.quiet ?? false });
  const thread = total >= THREAD_FROM && availableParallelism() > 1 ? await ThreadReader.start() : undefined;
  let session: ReadSession;
  try {
    session = await engine.transaction(async (inside) => {
      const { hostFolder } = options;
      const hostOf = (path: string) => {
        const set = machineSet(path, hostFolder);
        return set?.isTold ? set.named : null;
      };
      const started = await startSession(inside, { issues: note, hostOf, thread, kind: options.kind });
      const named = new Set(typeof paths === "string" ? [paths] : paths);
      started.target.isNamed = (path) => named.has(path);
      await readInputs(inputs, started, options, progress);
      await finishSession(inside, started, options);
      return started;
    });
  } finally {
    await thread?.stop();
  }
  finish();
  const tableRows = session.tables.reduce((sum, table) => sum + table.rows, 0);
  const rows =
    session.target.events.rows - session.undone.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  progress.finish(`${(rows + tableRows).toLocaleString("en-US")} rows, ${issues.length} issues`);
  return { relation: engine.relation(resultQuery(session)), issues, files: session.reports };
}

async function readInputs(
  inputs: readonly InputFile[],
  session: ReadSession,
  options: ReadOptions,
  progress: Progress,
): Promise<void> {
  const { quiet: _, hostFolder: __, joinHosts: ___, kind: ____, ...limits } = options;
  let done = 0;
  for (const { path, size } of inputs) {
    await readInput({ path, realPath: realpathSync(path) }, session, limits);
    done += size;
    progress.update(done / 1e6, `${session.target.events.rows.toLocaleString("en-US")} events`);
  }
  session.target.events.close();
}

/** What takes all the rows: the ones that turned out to be there already go, hosts get their names, tasks are made. */
async function finishSession(engine: Engine, session: ReadSession, options: ReadOptions): Promise<void> {
  const { target, undone, tables, ranges } = session;
  if (undone.length > 0) await engine.execute(raw(`delete from ${RECORDS} where ${inRanges(undone)}`));
  await session.files.save(engine);
  await joinHosts(engine, target.issues, options.joinHosts ?? true);
  const paths = session.reports.map((report) => report.path);
  await hostsOfSets(engine, paths, options.hostFolder, target.issues);
  if (target.events.rows > 0) await addTasks(engine, target.events.firstRow, target.issues);
  await renameTasks(engine);
  if (ranges.length === 0) return;
  for (const table of tables) {
    const reason = `${table.rows} rows of a table, which are not among the events; read it by itself`;
    target.issues({ path: table.source, place: "", reason });
  }
}

function resultQuery({ ranges, tables }: ReadSession): Sql {
  if (ranges.length > 0 || tables.length === 0) {
    return raw(`select * from ${RECORDS} where ${inRanges(ranges)} order by _row`);
  }
  return raw(tables.map((table) => `select * from ${table.name}`).join(" union all by name "));
}
