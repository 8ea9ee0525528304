import { raw, type Sql, sql } from "../engine/sql";
import { TIER_LIMITS } from "./tiers";

/** Words for the weights of hits, from 1. */
const LEVEL_NAMES = ["informational", "low", "medium", "high", "critical", "indicator"];

/** Hits of one source that a line tells of by name; the others are counted. Of a stack or a score the oddest row is told. */
const MOST_HITS = 3;
const IS_HIT = raw("method in ('indicator', 'rule')");
const IS_HIT_GROUP = raw("any_value(method) in ('indicator', 'rule')");

/** Most hosts and places of evidence that a line names; the others are counted. */
const MOST_NAMED = 5;

/** A text of a line's first values in the order of its oddest findings, of whatever source: where to begin to read. */
function oddest(column: string, value: Sql): Sql {
  const each = sql`select item, ${value} as value, min(nth) as nth, max(weight) as weight from placed where ${value} is not null group by item, ${value}`;
  return sql`select item, array_to_string(list(value order by nth, weight desc, value)[:${MOST_NAMED}], ', ') as ${raw(column)} from (${each}) group by item`;
}

/**
 * One line a thing out of stored findings, in order of reading; see `triage` for the rules.
 *
 * `things` is SQL of the number of things that were looked at, where that is known; else 0.
 */
export function linesOf(findings: Sql, sources: number, things: Sql): Sql {
  const names = raw(`[${LEVEL_NAMES.map((level) => `'${level}'`).join(", ")}]`);
  const tier = TIER_LIMITS.map(([word, limit]) => `when tail_probability <= ${limit} then '${word}'`).join(
    " ",
  );
  // Sums are rounded and ties go by name: the same lines in the same order, whatever the number of threads.
  return sql`with found as (select * from ${findings} where allowed is null),
    whole as (select greatest((select count(distinct item) from found), ${things})::double as n),
    causes as (select source, cause, log10(count(distinct item)) as width from found where cause is not null group by source, cause),
    weighed as (select found.* replace (strength - coalesce(width, 0) as strength) from found left join causes using (source, cause)),
    reasons as (select source, any_value(method) as method, item, why, max(strength) as strength from weighed group by source, item, why),
    ranked as (select *, row_number() over (partition by source, item order by strength desc, why) as nth from reasons),
    each as (select source, any_value(method) as method, item, max(strength) as strength,
      string_agg(why, '; ' order by nth) filter (where nth = 1 or (nth <= ${MOST_HITS} and ${IS_HIT})) ||
        case when ${IS_HIT_GROUP} and count(*) > ${MOST_HITS} then printf('; and %d more', count(*) - ${MOST_HITS}) else '' end as why
      from ranked group by source, item),
    tails as (select *, count(*) over (partition by source order by strength desc) / n as p from each cross join whole),
    judged as (select item, least(1, ${sources} * min(p)) as tail_probability, round(sum(ln(p)), 9) as agreement, count(*) as methods,
      string_agg(why, '; ' order by p, source) as why, arg_min(method, row(p, source)) as category from tails group by item),
    placed as (select *, rank() over (partition by source, item order by strength desc) as nth from weighed),
    named as (${oddest("host_names", raw("host"))}), proven as (${oddest("evidence", raw("_source || ':' || _record"))}),
    facts as (select item, count(*) as findings, max(weight) as weight, nullif(greatest(count(distinct host), coalesce(max(spread), 0)), 0)::bigint as hosts,
      min(first_seen) as first_seen, max(last_seen) as last_seen from found group by item)
  select row_number() over (order by tail_probability, weight desc, agreement, item) as place, item, tail_probability,
    case ${raw(tier)} else 'ordinary' end as tier, why, methods, category, case when weight > 0 then ${names}[weight] end as level,
    findings, hosts, host_names, first_seen, last_seen, evidence
  from judged join facts using (item) left join named using (item) left join proven using (item)`;
}
