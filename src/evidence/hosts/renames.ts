import type { Engine } from "../../engine/engine";
import { raw } from "../../engine/sql";
import { FILES } from "../case/caseFiles";
import { RECORDS } from "../eventTable";
import { hostName } from "../hostName";

/** That a machine had the name `alias`, and then `host`, and how that is known. */
export interface Rename {
  /** The file that tells it. */
  readonly source: string;
  readonly alias: string;
  readonly host: string;
  /** When it had the new name for sure, in microseconds; null where nothing says. */
  readonly at: number | null;
  readonly reason: string;
}

/** A name in one channel of one file: which of the log's records have it. */
export interface NameSpan {
  readonly source: string;
  readonly channel: string;
  readonly name: string;
  readonly firstId: number;
  readonly lastId: number;
  /** Times of those two records, in microseconds. */
  readonly firstTime: number | null;
  readonly lastTime: number | null;
}

/** A machine's own log has few names; one with more is a collection of many machines. */
const MOST_NAMES = 8;
/** How far the clock of a machine may go back while it is set up, in microseconds. */
const CLOCK_SLACK = 86_400e6;
/** Names that Windows Setup makes up, until the machine gets its own. */
const SETUP_NAME = /^(win-[a-z0-9]{11}|minwinpc|minint-[a-z0-9]{7}|[0-9a-z]{10}-[0-9]{2})$/;

/**
 * The names in every channel that has more than one, by file.
 *
 * Names are those that the logs have: what was joined before is looked at anew.
 */
export async function nameSpans(engine: Engine): Promise<NameSpan[]> {
  const rows = await engine.sql`with spans as (
      select _source as source, channel, coalesce(alias, host) as name, min(record_id) as first_id,
        max(record_id) as last_id, epoch_us(arg_min(time, record_id)) as first_time,
        epoch_us(arg_max(time, record_id)) as last_time
      from ${raw(RECORDS)} where event_id is not null and record_id is not null and channel is not null
        and host is not null
      group by all)
    select *, count(*) over (partition by source, channel) as names from spans
    qualify names between 2 and ${MOST_NAMES} order by source, channel, first_id`.rows({ limit: 1e6 });
  return rows.map((row) => ({
    source: row.source as string,
    channel: row.channel as string,
    name: row.name as string,
    firstId: Number(row.first_id),
    lastId: Number(row.last_id),
    firstTime: row.first_time as number | null,
    lastTime: row.last_time as number | null,
  }));
}

/**
 * Renames that Windows logged itself: event 6011 of the System log, on the machine.
 *
 * Renamed accounts of machines (Security 4781) are no evidence: attackers give accounts the names of other machines.
 */
export async function loggedRenames(engine: Engine): Promise<Rename[]> {
  const rows = await engine.sql`select _source as source, coalesce(alias, host) as name, epoch_us(time) as at,
      data->>'Data0' as old_name, data->>'Data1' as new_name
    from ${raw(RECORDS)} where event_id = 6011 and channel = 'System' and provider = 'EventLog' order by _row`.rows(
    {
      limit: 1e6,
    },
  );
  return rows.flatMap((row) => {
    const alias = hostName(row.old_name as string | null);
    const host = hostName(row.new_name as string | null);
    if (alias === null || host === null || alias === host) return [];
    if (row.name !== alias && row.name !== host) return [];
    const { source, at } = row as unknown as { source: string; at: number | null };
    return [{ source, alias, host, at, reason: "event 6011 of the System log" }];
  });
}

/** The files that are event logs of Windows, whose numbers nobody gave anew. */
export async function eventLogs(engine: Engine): Promise<ReadonlySet<string>> {
  const rows = await engine.sql`select path from ${raw(FILES)} where kind = 'evtx'`.rows({ limit: 1e6 });
  return new Set(rows.map((row) => row.path as string));
}

/**
 * Renames in the middle of a log: the numbers of its records go on by one from the last record with one name to the
 * first with another one, each name has its numbers to itself, and the clock does not go back by more than a day.
 *
 * In an event log that is enough. Events in a text file may have been numbered anew, machine by machine; there, too,
 * something else must speak for it: two channels in which it is so, a name that Windows Setup made up, or a path with
 * the new name in it.
 */
export function continuedLogs(spans: readonly NameSpan[], logs: ReadonlySet<string>): Rename[] {
  const found = neighbours(spans).filter(([before, after]) => goesOn(before, after));
  const channels = new Map<string, number>();
  const key = (before: NameSpan, after: NameSpan) => JSON.stringify([before.source, before.name, after.name]);
  for (const [before, after] of found) {
    channels.set(key(before, after), (channels.get(key(before, after)) ?? 0) + 1);
  }
  return found
    .filter(
      ([before, after]) =>
        logs.has(before.source) ||
        channels.get(key(before, after))! > 1 ||
        SETUP_NAME.test(before.name) ||
        namesHost(before.source, after.name),
    )
    .map(([before, after]) => ({
      source: before.source,
      alias: before.name,
      host: after.name,
      at: after.firstTime,
      reason: `record ${before.lastId} and the next one of ${before.channel}`,
    }));
}

/** Spans of one channel that follow each other, in channels where no two of them overlap. */
function neighbours(spans: readonly NameSpan[]): (readonly [NameSpan, NameSpan])[] {
  const pairs = spans
    .slice(1)
    .map((after, i) => [spans[i]!, after] as const)
    .filter(([before, after]) => before.source === after.source && before.channel === after.channel);
  const mixed = new Set(
    pairs
      .filter(([before, after]) => after.firstId <= before.lastId)
      .map(([{ source, channel }]) => `${source}\n${channel}`),
  );
  return pairs.filter(([{ source, channel }]) => !mixed.has(`${source}\n${channel}`));
}

function goesOn(before: NameSpan, after: NameSpan): boolean {
  if (after.firstId !== before.lastId + 1) return false;
  return (
    before.lastTime === null || after.firstTime === null || after.firstTime >= before.lastTime - CLOCK_SLACK
  );
}

/** Whether a part of a path is a host's name. */
function namesHost(path: string, host: string): boolean {
  return path.split(/[\\/!]/).some((part) => hostName(part) === host);
}
