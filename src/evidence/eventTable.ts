import type { Appender, Engine } from "../engine/engine";
import type { ColumnKind, RowBlock } from "../engine/rowBlock";
import { raw } from "../engine/sql";
import type { EventRecord } from "./event";
import { hostName } from "./hostName";
import { quoted, wellFormed } from "./quoted";

/** The table behind the view `events`; task files stand in it too, without an event id. */
export const RECORDS = "hb_records";

const COLUMNS: readonly (readonly [name: string, type: keyof typeof KIND_OF])[] = [
  ["_row", "bigint"],
  ["_source", "varchar"],
  ["_record", "bigint"],
  ["time", "timestamp"],
  ["host", "varchar"],
  ["channel", "varchar"],
  ["provider", "varchar"],
  ["event_id", "integer"],
  ["level", "integer"],
  ["user_sid", "varchar"],
  ["record_id", "bigint"],
  ["data", "json"],
  ["system", "json"],
  ["alias", "varchar"],
];

const KIND_OF = {
  bigint: "int64",
  timestamp: "int64",
  integer: "int32",
  varchar: "text",
  json: "text",
} as const;

/** How the values of the table's columns are stored, for blocks of rows made elsewhere. */
export const RECORD_KINDS: readonly ColumnKind[] = COLUMNS.map(([, type]) => KIND_OF[type]);

const INT32_MAX = 2 ** 31 - 1;
const INT64_END = 2 ** 63;

/** Makes the table and the view of events, unless the case has them. */
export async function createEventTable(engine: Engine): Promise<void> {
  const columns = COLUMNS.map((column) => column.join(" ")).join(", ");
  await engine.execute(raw(`create table if not exists ${RECORDS} (${columns})`));
  await engine.execute(
    raw(`create or replace view events as select * from ${RECORDS} where event_id is not null`),
  );
  engine.artefacts.add("events");
}

/** Writes records of one read into the table and numbers their rows. */
export class EventWriter {
  private readonly hosts = new Map<string | null, string | null>();

  private row: number;

  constructor(
    private readonly appender: Appender,
    readonly firstRow: number,
  ) {
    this.row = firstRow;
  }

  static async open(engine: Engine, firstRow: number): Promise<EventWriter> {
    return new EventWriter(await engine.appender(RECORDS), firstRow);
  }

  /** Number of rows so far. */
  get rows(): number {
    return this.row - this.firstRow;
  }

  /** Number that the next row gets. */
  get nextRow(): number {
    return this.row;
  }

  /** Adds an event of the file that `source` names; `folderHost` is its host where the event names none. */
  add(event: EventRecord, source: string, folderHost: string | null = null): void {
    const { computer } = event;
    const host = this.hostOf(computer) ?? folderHost;
    this.appender.append([
      this.row,
      source,
      int64(event.record),
      int64(event.time),
      host,
      event.channel,
      event.provider,
      int32(event.eventId),
      int32(event.level),
      event.userSid,
      int64(event.recordId),
      event.dataMembers === undefined ? wellFormed(JSON.stringify(event.data)) : `{${event.dataMembers}}`,
      systemText(event, computer === host ? null : computer),
      null, // the name that the log has, where the machine is found to have another one
    ]);
    this.row += 1;
  }

  /** Adds rows that another writer made, from {@link nextRow} on. */
  addBlock(block: RowBlock): void {
    this.appender.appendBlock(block);
    this.row += block.rows;
  }

  close(): void {
    this.appender.close();
  }

  /** A log repeats few names, many times. */
  private hostOf(computer: string | null): string | null {
    let host = this.hosts.get(computer);
    if (host === undefined) {
      host = hostName(computer);
      if (this.hosts.size < MAX_CACHED_HOSTS) this.hosts.set(computer, host);
    }
    return host;
  }
}

const MAX_CACHED_HOSTS = 10_000;

/** `system` as JSON, with the computer's full name where the host is only a part of it. */
function systemText(event: EventRecord, computer: string | null): string {
  const members = event.systemMembers ?? wellFormed(JSON.stringify(event.system)).slice(1, -1);
  if (computer === null) return `{${members}}`;
  if (event.systemMembers === undefined && "Computer" in event.system) {
    return wellFormed(JSON.stringify({ ...event.system, Computer: computer }));
  }
  return `{${members}${members === "" ? "" : ","}"Computer":${quoted(computer)}}`;
}

function int32(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) <= INT32_MAX ? value : null;
}

/** Damaged logs and made-up JSON name numbers that no column holds. */
function int64(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < INT64_END ? value : null;
}
