import { checkNumber, checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";

/** Options of {@link logGaps}. */
export interface LogGapsOptions {
  /** What makes one log. @default ["host", "channel"] */
  readonly per?: string | readonly string[];
  /** Silence shorter than this many hours is never told. @default 24 */
  readonly minimumHours?: number;
  /** Silence is told when it is this many times the 99th percentile of the log's gaps between active hours. @default 3 */
  readonly times?: number;
}

/**
 * Where a log has holes: record numbers that are missing, numbering that starts again, and unusual silence.
 *
 * Gives the `per` columns and for each hole `kind`, `from_time` and `to_time` (the rows around it), `from_record` and
 * `to_record`, `missing` (number of record numbers between them; null without the column `record_id`) and `hours`:
 * - `records`: numbers are missing between two neighbours: records were deleted, or not exported;
 * - `restart`: numbers fall although time goes on: the log was cleared (Security 1102, System 104);
 * - `silence`: at least `minimumHours` and `times` times the 99th percentile of this log's gaps between the hours in
 *   which it wrote at all.
 *
 * Give it whole logs: to a selection, what was not selected is missing. Order: restarts, then most missing records, then longest silence. Rows without a time are left out. One sort a log.
 */
export async function logGaps(relation: Relation, options: LogGapsOptions = {}): Promise<Relation> {
  checkOptions("logGaps", options, ["per", "minimumHours", "times"]);
  const per = nameList("logGaps", "per", options.per ?? ["host", "channel"]);
  const hours = checkNumber("logGaps", "minimumHours", options.minimumHours ?? 24, 0);
  const times = checkNumber("logGaps", "times", options.times ?? 3, 1);
  const types = await checkColumns("logGaps", relation, [...per, "time"]);
  const k = join(per.map(name));
  const record = raw(types.has("record_id") ? "record_id" : "null::bigint");
  const rows = sql`select ${k}, time, ${record} as record from ${relation} where time is not null`;
  return relation.engine.relation(
    sql`with ${numbered(k, rows)}, ${silence(k, rows, hours, times)},
    holes as (select ${k}, 'records' as kind, before as from_time, time as to_time, before_record as from_record, record as to_record, record - before_record - 1 as missing from neighbours where record > before_record + 1
      union all by name select ${k}, 'restart' as kind, time_before as from_time, time as to_time, record_before as from_record, record as to_record, null as missing from numbered where restarts
      union all by name select ${k}, 'silence' as kind, from_time, to_time, null as from_record, null as to_record, null as missing from silent)
    select *, epoch(to_time - from_time) / 3600 as hours from holes order by kind <> 'restart', missing desc nulls last, hours desc, ${k}, from_time`,
  );
}

/**
 * Neighbours by record number, apart for each run of the numbering.
 *
 * Numbers start again where they fall by more than records that were written out of order would, and stay down.
 */
function numbered(k: Sql, rows: Sql): Sql {
  return sql`placed as (select *, lag(time) over w as time_before, lag(record) over w as record_before, min(record) over (partition by ${k} order by time desc, record desc rows unbounded preceding) as least_after
      from (${rows}) where record is not null window w as (partition by ${k} order by time, record)),
    numbered as materialized (select *, record_before - record > 100 and record = least_after as restarts from placed),
    runs as (select *, count(*) filter (where restarts) over (partition by ${k} order by time, record rows unbounded preceding) as run from numbered),
    neighbours as (select *, lag(time) over w as before, lag(record) over w as before_record from runs window w as (partition by ${k}, run order by record, time))`;
}

function silence(k: Sql, rows: Sql, hours: number, times: number): Sql {
  return sql`written as (select ${k}, date_trunc('hour', time) as hour, min(time) as first, max(time) as last from (${rows}) group by all),
    pauses as (select *, lag(last) over w as from_time, first as to_time, epoch(first - lag(last) over w) / 3600 as pause from written window w as (partition by ${k} order by hour)),
    usual as (select ${k}, quantile_cont(pause, 0.99) as longest from pauses group by all),
    silent as (select p.* from pauses p join usual using (${k}) where pause >= ${hours} and pause >= ${times} * longest)`;
}
