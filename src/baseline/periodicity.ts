import { checkInteger, checkNumber, checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, raw, sql } from "../engine/sql";

/** Options of {@link periodicity}. */
export interface PeriodicityOptions {
  /** What makes one series: `["host", "destination_ip"]`. */
  readonly by: string | readonly string[];
  /** Series with fewer rows, after bursts are joined, are left out. @default 10 */
  readonly minimumCount?: number;
  /** Rows this many seconds or less apart are one beat. @default 1 */
  readonly burstSeconds?: number;
  /** A gap is regular within this share of the median gap, both ways. @default 0.1 */
  readonly tolerance?: number;
}

/**
 * Series of rows that come at regular intervals, such as beacons: the most regular first.
 *
 * Gives the `by` columns, `count` (beats), `period_seconds` (median gap), `regular` (share of gaps within the
 * tolerance of it), `jitter` (median absolute deviation of the gaps, by the period), `tail_probability`, `first_seen`,
 * `last_seen`, and `hosts` with a column `host`.
 *
 * The test: if rows came at random with a constant rate, a gap would lie within tolerance t of the median with
 * probability p = 2^-(1-t) - 2^-(1+t) (gaps are exponential then). `tail_probability` bounds the chance of so many
 * regular gaps: exp(-n * KL(share, p)), an upper bound for any n. Missed beats cost nothing but their own gap.
 * It is a test against chance, not against malice: updates and monitoring are regular, too, and `hosts` tells them
 * apart. One sort by series and time.
 *
 * Source: Hoeffding, Probability inequalities for sums of bounded random variables (1963), theorem 1.
 */
export async function periodicity(relation: Relation, options: PeriodicityOptions): Promise<Relation> {
  checkOptions("periodicity", options, ["by", "minimumCount", "burstSeconds", "tolerance"]);
  const by = nameList("periodicity", "by", options.by);
  const least = checkInteger("periodicity", "minimumCount", options.minimumCount ?? 10, 3);
  const burst = checkNumber("periodicity", "burstSeconds", options.burstSeconds ?? 1, 0);
  const tolerance = checkNumber("periodicity", "tolerance", options.tolerance ?? 0.1, 0.001, 0.5);
  const types = await checkColumns("periodicity", relation, [...by, "time"]);
  const k = join(by.map(name));
  const present = join(
    [...by.map(name), raw("time")].map((column) => sql`${column} is not null`),
    " and ",
  );
  const chance = 2 ** -(1 - tolerance) - 2 ** -(1 + tolerance);
  const withHost = types.has("host") && !by.includes("host");
  const host = withHost ? raw(", host") : raw("");
  const gaps = sql`select ${k}, time, epoch(time - lag(time) over (partition by ${k} order by time)) as gap${host} from ${relation} where ${present}`;
  const beats = sql`select * exclude (gap), epoch(time - lag(time) over (partition by ${k} order by time)) as gap from (${gaps}) where gap is null or gap > ${burst}`;
  const period = sql`select *, median(gap) over (partition by ${k}) as period from (${beats})`;
  const hosts = withHost ? raw("count(distinct host)") : raw(types.has("host") ? "1" : "null");
  const series = sql`select ${k}, count(*) as count, any_value(period) as period_seconds, median(abs(gap - period)) / any_value(period) as jitter, count(*) filter (where abs(gap - period) <= ${tolerance} * period) as hits, ${hosts} as hosts, min(time) as first_seen, max(time) as last_seen from (${period}) group by ${k} having count(*) >= ${least}`;
  const q = "(hits / (count - 1))";
  const rest = sql`case when ${raw(q)} = 1 then 0 else (1 - ${raw(q)}) * ln((1 - ${raw(q)}) / (1 - ${chance})) end`;
  const tail = sql`case when ${raw(q)} <= ${chance} then 1 else exp(-(count - 1) * (${raw(q)} * ln(${raw(q)} / ${chance}) + ${rest})) end`;
  return relation.engine.relation(
    sql`select ${k}, count, period_seconds, ${raw(q)} as regular, jitter, ${tail} as tail_probability, hosts, first_seen, last_seen from (${series}) order by tail_probability, count desc, ${k}`,
  );
}
