import type { IssueSink } from "../../core/issue";
import type { Engine } from "../../engine/engine";
import { raw, sql } from "../../engine/sql";
import { RECORDS } from "../eventTable";
import { continuedLogs, eventLogs, loggedRenames, nameSpans } from "./renames";
import { type Alias, type NamedRows, resolveNames } from "./resolveNames";

/** Names in files that are earlier ones of machines. */
const ALIASES = "hb_aliases";

/** Makes the table of earlier names and the view `hosts`: the machines, the names they had, and when. */
export async function createHosts(engine: Engine): Promise<void> {
  await engine.execute(
    raw(
      `create table if not exists ${ALIASES} (source varchar, alias varchar, host varchar, reason varchar)`,
    ),
  );
  await engine.execute(
    raw(`create or replace view hosts as select r.host, coalesce(r.alias, r.host) as alias,
      min(r.time) filter (where event_id is not null) as first_seen,
      max(r.time) filter (where event_id is not null) as last_seen, count(*) as rows, min(a.reason) as reason
      from ${RECORDS} r left join ${ALIASES} a on r.alias = a.alias and r._source = a.source
      where r.host is not null group by all order by r.host, first_seen`),
  );
}

/**
 * Gives the rows of a renamed machine its last name; `alias` keeps the one that the log has.
 *
 * All that the case holds is looked at anew, so that the order of reading does not matter. What is not certain is an
 * issue, and stays. With `isWanted` false every row gets the name of its log back. O(rows), in SQL.
 */
export async function joinHosts(engine: Engine, issues: IssueSink, isWanted: boolean): Promise<void> {
  const aliases = isWanted ? await findAliases(engine, issues) : [];
  const before = await engine.sql`select count(*) as n from ${raw(ALIASES)}`.rows();
  if (aliases.length === 0 && before[0]!.n === 0) return;
  await engine.execute(raw(`create temp table hb_before as select * from ${ALIASES}`));
  await engine.execute(raw(`delete from ${ALIASES}`));
  const appender = await engine.appender(ALIASES);
  for (const { source, alias, host, reason } of aliases) appender.append([source, alias, host, reason]);
  appender.close();
  await engine.execute(
    raw(`update ${RECORDS} set host = ${RECORDS}.alias, alias = null from (
        select b.* from hb_before b anti join ${ALIASES} a on a.source = b.source and a.alias = b.alias and a.host = b.host
      ) gone where ${RECORDS}._source = gone.source and ${RECORDS}.alias = gone.alias`),
  );
  await engine.execute(
    raw(`update ${RECORDS} set host = a.host, alias = a.alias from ${ALIASES} a
      where ${RECORDS}._source = a.source and ${RECORDS}.alias is null and ${RECORDS}.host = a.alias`),
  );
  await engine.execute(raw("drop table hb_before"));
}

async function findAliases(engine: Engine, issues: IssueSink): Promise<Alias[]> {
  const spans = await nameSpans(engine);
  const renames = [...(await loggedRenames(engine)), ...continuedLogs(spans, await eventLogs(engine))];
  if (renames.length === 0) return [];
  const names = [...new Set(renames.map((rename) => rename.alias))];
  const { aliases, open } = resolveNames(await rowsNamed(engine, names), renames, spans);
  for (const { source, reason } of open) issues({ path: source, place: "", reason });
  return aliases;
}

async function rowsNamed(engine: Engine, names: readonly string[]): Promise<NamedRows[]> {
  const rows = await engine
    .relation(
      sql`select _source as source, coalesce(alias, host) as name,
        epoch_us(max(time) filter (where event_id is not null)) as last_time
      from ${raw(RECORDS)} where coalesce(alias, host) in ${names} group by all order by source, name`,
    )
    .rows({ limit: 1e6 });
  return rows.map((row) => ({
    source: row.source as string,
    name: row.name as string,
    lastTime: row.last_time as number | null,
  }));
}
