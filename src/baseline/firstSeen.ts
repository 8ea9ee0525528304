import { checkNumber, checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, raw, sql } from "../engine/sql";

/** Options of {@link firstSeen}. */
export interface FirstSeenOptions {
  /** The column or columns that say what a thing is: `image`. */
  readonly key: string | readonly string[];
  /** Whose history it is: `host`, `user`, `parent_image`. @default the fleet's as a whole */
  readonly per?: string | readonly string[];
  /** Days from the first row of each history in which everything is new and nothing is told. @default 7 */
  readonly learningDays?: number;
}

/**
 * What was first seen after a learning period: new terms over history, for each host, user or parent.
 *
 * Each history learns on its own: it starts with its own first row, so that a host that joins late is not all news.
 * Gives the `per` columns, the `key` columns, `first_seen`, `last_seen`, `count` (rows), `hosts` (that have the key in
 * the whole fleet; null without a column `host`), `days_known` (length of the history before) and `fleet_first_seen`
 * (of the key on any host: the same as `first_seen` where it is new to all). The fewest hosts come first, then the
 * longest history. Rows without a time, a key or a `per` value are left out. One grouping pass.
 *
 * Throws a `TypeError` for columns that the relation does not have; `time` must be one.
 */
export async function firstSeen(relation: Relation, options: FirstSeenOptions): Promise<Relation> {
  checkOptions("firstSeen", options, ["key", "per", "learningDays"]);
  const keys = nameList("firstSeen", "key", options.key);
  const per = options.per === undefined ? [] : nameList("firstSeen", "per", options.per);
  const days = checkNumber("firstSeen", "learningDays", options.learningDays ?? 7, 0);
  const types = await checkColumns("firstSeen", relation, [...keys, ...per, "time"]);
  const columns = [...new Set([...per, ...keys])].map(name);
  const host = types.has("host") ? raw("host") : raw("null::varchar");
  const present = join(
    [...columns, raw("time")].map((column) => sql`${column} is not null`),
    " and ",
  );
  const [k, all] = [join(keys.map(name)), join(columns)];
  const history = per.length === 0 ? raw("") : sql`partition by ${join(per.map(name))}`;
  const counted = sql`select ${all}, ${host} as _host, count(*) as n, min(time) as f, max(time) as l from ${relation} where ${present} group by ${all}, _host`;
  const things = sql`select ${all}, sum(n)::bigint as count, min(f) as first_seen, max(l) as last_seen from counted group by ${all}`;
  const fleet = sql`select ${k}, nullif(count(distinct _host), 0) as hosts, min(f) as fleet_first_seen from counted group by ${k}`;
  const dated = sql`select *, epoch(first_seen - min(first_seen) over (${history})) / 86400 as days_known from (${things})`;
  return relation.engine.relation(
    sql`with counted as materialized (${counted}), fleet as (${fleet})
    select ${all}, first_seen, last_seen, count, hosts, days_known, fleet_first_seen
    from (${dated}) join fleet using (${k}) where days_known > ${days} order by hosts, days_known desc, ${all}`,
  );
}
