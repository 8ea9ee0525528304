import type { Relation } from "../../engine/engine";

/**
 * Sums up hits: for each indicator when it was first and last seen, on how many hosts, and how often.
 *
 * Takes what `matchIndicators` gives. Columns: `indicator title level attack type lists count hosts first_seen
 * last_seen values` (distinct values that matched); the indicators on most hosts first. Rows without a time count, but
 * have no part in first and last. One grouping pass in the engine.
 */
export function retroHunt(hits: Relation): Relation {
  return hits.engine.sql`
    select indicator, any_value(title) as title, any_value(level) as level, any_value(attack) as attack, type,
      any_value(lists) as lists, count(distinct (_source, _row)) as count, count(distinct host) as hosts,
      min(time) as first_seen, max(time) as last_seen, count(distinct value) as values
    from ${hits} group by indicator, type order by hosts desc, count desc, indicator`;
}
