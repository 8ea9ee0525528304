import type { EventRecord } from "../event";
import { RECORDS } from "../eventTable";
import { eventFields } from "./eventFields";

/** Events, or rows made for other views, that are rows of a view, and what its columns are in them. */
export interface EventSource {
  /** SQL condition over the columns of an event. */
  readonly where: string;
  /** SQL of the list of fields that is `f` in the columns; see {@link eventFields}. */
  readonly list: string;
  /** SQL of each column that these events have; the others are null. */
  readonly columns: Readonly<Record<string, string>>;
}

/** A harmonised artefact (DESIGN section 5) as a view over the table of records. */
export interface ArtefactView {
  readonly name: string;
  /** Its own columns and their SQL types, in order; those that every view has stand before them. */
  readonly columns: Readonly<Record<string, string>>;
  readonly sources: readonly EventSource[];
  /** Query over the rows of all sources, for columns that take more than one event. @default the rows themselves */
  finish?(rows: string): string;
  /** Columns for comparing, made of the others: what differs from machine to machine is a placeholder in them. */
  readonly patterns: Readonly<Record<string, string>>;
}

/** Provider of the rows that come from task files instead of events. */
export const TASK_FILE = "task file";

/** A row of a view that comes from no event, as a reader gives it. */
export interface ArtefactRow {
  /** The view: `logons`, `processes`, `services`, `network`, `files` or `tasks`; another name for rows of none. */
  readonly view: string;
  /** What the row comes from, such as `zeek conn`. */
  readonly kind: string;
  /** Place in the file. */
  readonly record: number;
  /** Microseconds since 1970 UTC. */
  readonly time: number | null;
  /** The machine as the source writes it; null for the one that the file's folder names. */
  readonly computer: string | null;
  /** Values by the view's column names; times in ISO 8601, in UTC. Other names, and what does not fit, give null. */
  readonly cells: Readonly<Record<string, string | number | boolean | null>>;
  /** What the view has no column for, kept beside it. @default nothing */
  readonly rest?: Readonly<Record<string, unknown>>;
}

/**
 * A row of a view that comes from no event, as a record for the `EventWriter`.
 *
 * @example
 * artefactRecord({ view: "files", kind: "mft", record: 1, time: null, computer: null, cells: { size: 5 } }).channel // "files"
 */
export function artefactRecord(row: ArtefactRow): EventRecord {
  return {
    record: row.record,
    time: row.time,
    computer: row.computer,
    channel: row.view,
    provider: row.kind,
    eventId: null,
    level: null,
    userSid: null,
    recordId: null,
    data: row.cells,
    system: row.rest ?? {},
  };
}

/**
 * The query behind a view: the events of its sources, and the rows that {@link artefactRecord} made for it.
 *
 * It parses what it needs when it is asked, so that reading does not pay for views that nobody looks at.
 */
export function viewQuery({
  name,
  columns,
  sources,
  patterns,
  finish = (rows) => rows,
}: ArtefactView): string {
  const parts = sources.map((source) => partQuery(columns, source));
  parts.push(partQuery(columns, rowsOfNoEvent(name, Object.keys(columns))));
  const twins = Object.entries(patterns).map(([column, expression]) => `, ${expression} as "${column}"`);
  return `select *${twins.join("")} from (${finish(parts.join("\nunion all\n"))})`;
}

/** The channel of a row of no event says which view it was made for, and is nobody's business. */
const CHANNEL = "case when event_id is not null then channel end";

function partQuery(columns: ArtefactView["columns"], source: EventSource): string {
  const cells = Object.entries(columns).map(
    ([column, type]) => `try_cast(${source.columns[column] ?? "null"} as ${type}) as "${column}"`,
  );
  return `select _row, _source, _record, ${CHANNEL} as channel, event_id, time, host, ${cells.join(", ")}
    from (select *, ${source.list} as f from ${RECORDS} where ${source.where})`;
}

/** They name their view where an event has its channel, and hold its columns by name. */
function rowsOfNoEvent(view: string, columns: readonly string[]): EventSource {
  const { list, field } = eventFields(columns);
  return {
    where: `event_id is null and channel = '${view}'`,
    list,
    columns: Object.fromEntries(columns.map((column) => [column, field(column)])),
  };
}
