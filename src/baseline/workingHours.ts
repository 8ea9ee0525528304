import { checkInteger, checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";

/** Options of {@link workingHours} and {@link hourProfile}. */
export interface WorkingHoursOptions {
  /** Whose hours: `user`, `host`, or both together. @default "user" */
  readonly per?: string | readonly string[];
  /** Hours to add to UTC, for the days and hours of the place. @default 0 */
  readonly zoneHours?: number;
  /** An hour is usual when this many of the entity's other active days had rows around it. @default 2 */
  readonly minimumDays?: number;
}

/** What the options say, checked, and the rows with their place in the week. */
interface Hours {
  readonly keys: Sql;
  readonly rows: Sql;
  readonly minimumDays: number;
}

/**
 * Every row with how usual its hour is for its user or host: the working hours are learned, not set.
 *
 * Adds `hour` (0 to 23) and `is_weekend` of the place, `hour_days` (on how many *other* days the entity was active
 * within an hour of this hour, on the same kind of day), `entity_days` (its active days of that kind) and
 * `off_hours` (true when `hour_days` is below `minimumDays`, false when not, null when the entity has too few days to
 * say: fewer than 5). Days count, not rows: a night of one loud script does not make nights usual. Rows without a
 * time or entity get nulls. Two grouping passes and joins.
 */
export async function workingHours(relation: Relation, options: WorkingHoursOptions = {}): Promise<Relation> {
  const { keys, rows, minimumDays } = await hoursOf("workingHours", relation, options);
  const off = sql`case when entity_days < 5 then null else hour_days < ${minimumDays} end as off_hours`;
  return relation.engine.relation(
    sql`with placed as (${rows}), ${activity(keys)},
    around as (select distinct ${keys}, is_weekend, (hour + _step + 24) % 24 as hour, _day from active, (values (-1), (0), (1)) t(_step)),
    near as (select ${keys}, is_weekend, hour, count(*) - 1 as hour_days from around group by all)
    select p.* exclude (_day), hour_days, entity_days, ${off} from placed p left join near using (${keys}, hour, is_weekend)
    left join days using (${keys}, is_weekend)`,
  );
}

/**
 * The profile behind {@link workingHours}: for each entity, kind of day and hour the number of `rows` and of `days`
 * with rows, `entity_days` and `share` (days / entity_days). Ordered by entity, kind of day and hour.
 */
export async function hourProfile(relation: Relation, options: WorkingHoursOptions = {}): Promise<Relation> {
  const { keys, rows } = await hoursOf("hourProfile", relation, options);
  return relation.engine.relation(
    sql`with placed as (${rows}), ${activity(keys)}
    select *, days / entity_days as share from (select ${keys}, is_weekend, hour, sum(n)::bigint as rows, count(*) as days, any_value(entity_days) as entity_days
    from active join days using (${keys}, is_weekend) group by ${keys}, is_weekend, hour) order by ${keys}, is_weekend, hour`,
  );
}

async function hoursOf(where: string, relation: Relation, options: WorkingHoursOptions): Promise<Hours> {
  checkOptions(where, options, ["per", "zoneHours", "minimumDays"]);
  const { per = "user", zoneHours = 0, minimumDays = 2 } = options;
  const columns = nameList(where, "per", per);
  checkInteger(where, "minimumDays", minimumDays, 1);
  checkInteger(where, "zoneHours", zoneHours, -12, 14);
  await checkColumns(where, relation, [...columns, "time"]);
  const local = raw(`(time + interval (${zoneHours}) hour)`);
  const rows = sql`select *, hour(${local}) as hour, isodow(${local}) > 5 as is_weekend, ${local}::date as _day from ${relation}`;
  return { keys: join(columns.map(name)), rows, minimumDays };
}

/** Days and hours in which an entity was active, and its active days of each kind. */
function activity(keys: Sql): Sql {
  return sql`active as (select ${keys}, is_weekend, _day, hour, count(*) as n from placed where _day is not null group by all),
    days as (select ${keys}, is_weekend, count(distinct _day) as entity_days from active group by all)`;
}
