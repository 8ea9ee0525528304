import { checkColumns } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { sql } from "../engine/sql";

interface Rename {
  readonly before: string;
  readonly after: string;
}

/**
 * Rows with the machine that they are of, in `machine`: a host that was renamed is one machine under its last name.
 *
 * Machines are renamed during set-up, and a stack by host then counts two or four for one. Renaming is seen in the
 * event logs: within one log of one file the numbers of the records go on without a gap, and time by less than a day,
 * while the computer's name changes. `events` are whole event logs (columns `_source`, `channel`, `record_id`, `time`,
 * `host`); `rows` is what gets the column, such as a view of them, by default the events themselves. `machine_names`
 * holds all names, the oldest first, where there are several; else null. A pass over the events, and a join.
 */
export async function machines(events: Relation, rows: Relation = events): Promise<Relation> {
  await checkColumns("machines", events, ["_source", "channel", "record_id", "time", "host"]);
  await checkColumns("machines", rows, ["host"]);
  const renames = (await events.engine.sql`
    select before, host as after, min(time) as since from (
      select host, time, lag(host) over w as before, record_id - lag(record_id) over w as step, time - lag(time) over w between interval 0 second and interval 1 day as is_next
      from ${events} where host is not null window w as (partition by _source, channel order by record_id, time))
    where host <> before and step = 1 and is_next group by all order by since, before, host`.rows()) as unknown as Rename[];
  const names = lastNames(renames);
  if (names.length === 0) {
    return rows.engine.relation(sql`select *, host as machine, null::varchar as machine_names from ${rows}`);
  }
  const cases = names.map(({ name, last, all }) => sql`(${name}, ${last}, ${all})`);
  const list = cases.reduce((one, next) => sql`${one}, ${next}`);
  return rows.engine.relation(
    sql`select r.*, coalesce(n.last, r.host) as machine, n.names as machine_names from ${rows} r left join (values ${list}) n(name, last, names) on r.host = n.name`,
  );
}

/** For every name of a renamed machine its last name and all names; chains are followed to their end. */
function lastNames(renames: readonly Rename[]): { name: string; last: string; all: string }[] {
  const groupOf = new Map<string, string[]>();
  for (const { before, after } of renames) {
    const group = groupOf.get(before) ?? [before];
    const other = groupOf.get(after) ?? [after];
    if (group === other) continue;
    const joined = [...group, ...other];
    for (const name of joined) groupOf.set(name, joined);
  }
  return [...groupOf].map(([name, names]) => ({ name, last: names.at(-1)!, all: names.join(", ") }));
}
