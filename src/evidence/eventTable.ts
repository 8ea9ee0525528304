import type { Appender, Engine } from "../engine/engine";
import { raw } from "../engine/sql";
import type { EventRecord } from "./event";
import { hostName } from "./hostName";

/** The table behind the view `events`; task files stand in it too, without an event id. */
export const RECORDS = "hb_records";

const COLUMNS =
  "_row bigint, _source varchar, _record bigint, time timestamp, host varchar, channel varchar, " +
  "provider varchar, event_id integer, level integer, user_sid varchar, record_id bigint, data json, system json";

const INT32_MAX = 2 ** 31 - 1;
const INT64_END = 2 ** 63;

/** Makes the table and the view of events, unless the case has them. */
export async function createEventTable(engine: Engine): Promise<void> {
  await engine.execute(raw(`create table if not exists ${RECORDS} (${COLUMNS})`));
  await engine.execute(
    raw(`create or replace view events as select * from ${RECORDS} where event_id is not null`),
  );
}

/** Writes records of one read into the table and numbers their rows. */
export class EventWriter {
  private readonly hosts = new Map<string | null, string | null>();

  private constructor(
    private readonly appender: Appender,
    readonly firstRow: number,
    private row: number,
  ) {}

  static async open(engine: Engine, firstRow: number): Promise<EventWriter> {
    return new EventWriter(await engine.appender(RECORDS), firstRow, firstRow);
  }

  /** Number of rows so far. */
  get rows(): number {
    return this.row - this.firstRow;
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
      event.dataMembers === undefined ? JSON.stringify(event.data) : `{${event.dataMembers}}`,
      systemText(event, computer === host ? null : computer),
    ]);
    this.row += 1;
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
  const { systemMembers } = event;
  if (systemMembers === undefined) {
    const { system } = event;
    return JSON.stringify(computer === null ? system : { ...system, Computer: computer });
  }
  if (computer === null) return `{${systemMembers}}`;
  return `{${systemMembers}${systemMembers === "" ? "" : ","}"Computer":${JSON.stringify(computer)}}`;
}

function int32(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) <= INT32_MAX ? value : null;
}

/** Damaged logs and made-up JSON name numbers that no column holds. */
function int64(value: number | null): number | null {
  return value !== null && Number.isInteger(value) && Math.abs(value) < INT64_END ? value : null;
}
