import type { IssueSink } from "../core/issue";
import type { Engine } from "../engine/engine";
import { raw } from "../engine/sql";
import { type CaseFile, CaseFiles } from "./case/caseFiles";
import type { RowRange } from "./case/rowRanges";
import { EventWriter, RECORDS } from "./eventTable";
import type { FileReport } from "./open";
import type { ReadTarget } from "./readers/reader";
import type { ThreadReader } from "./thread/threadReader";

/** Kind of a stream that ended in a fault; what came out of it before counts. */
export const UNREADABLE = "unreadable";

/** A table that holds the rows of a file that is no log. */
export interface LoadedTable {
  readonly name: string;
  readonly source: string;
  readonly rows: number;
}

/** One read under way: where rows go, and what came of it so far. */
export interface ReadSession {
  readonly target: ReadTarget;
  readonly files: CaseFiles;
  readonly reports: FileReport[];
  /** Rows that answer the read: new ones, and those of files that were in the case. */
  readonly ranges: RowRange[];
  /** Rows that turned out to be in the case already. */
  readonly undone: RowRange[];
  readonly tables: LoadedTable[];
  /** Takes what a file gave, now or when it was read before. */
  report(file: CaseFile, isNew: boolean): void;
}

interface SessionParts {
  readonly issues: IssueSink;
  hostOf(path: string): string | null;
  readonly thread: ThreadReader | undefined;
  readonly kind: string | undefined;
}

/** Begins a read: its rows are numbered behind those of the case. */
export async function startSession(
  engine: Engine,
  { issues, hostOf, thread, kind }: SessionParts,
): Promise<ReadSession> {
  const [numbers] = await engine.sql`select
    (select coalesce(max(_row), 0) + 1 from ${raw(RECORDS)}) as row,
    (select count(*) from duckdb_tables() where table_name like ${"hb_table_%"}) as tables`.rows();
  const events = await EventWriter.open(engine, Number(numbers!.row));
  let count = Number(numbers!.tables);
  const [reports, ranges, undone, tables]: [FileReport[], RowRange[], RowRange[], LoadedTable[]] = [
    [],
    [],
    [],
    [],
  ];
  const target: ReadTarget = {
    events,
    issues,
    hostOf,
    thread,
    kind,
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
  };
  const report: ReadSession["report"] = ({ path, kind, firstRow, rows, table }, isNew) => {
    if (kind !== UNREADABLE) reports.push({ path, kind, rows, ...(isNew ? {} : { already: true }) });
    if (table !== null) {
      if (!isNew) tables.push({ name: table, source: path, rows });
    } else if (rows > 0) ranges.push([firstRow, firstRow + rows - 1]);
  };
  return { target, files: await CaseFiles.load(engine), reports, ranges, undone, tables, report };
}
