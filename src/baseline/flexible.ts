import { checkNumber } from "../core/check";
import { join, name, raw, type Sql, sql } from "../engine/sql";

/** For a flexible column, how far neighbouring values may be apart: hours for a time, units for a number. */
export type Tolerances = Readonly<Record<string, number>>;

const TIME = /^(TIMESTAMP|DATE)/;
const NUMBER = /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/;

/**
 * The source with near values of its flexible columns made equal: each becomes the smallest of its group.
 *
 * Within equal other keys, values in order form one group as long as each is at most the tolerance from the one
 * before; so midnight splits no roll-out, and a chain of neighbours stays together however long it gets. A flexible
 * `time` stays as it was in `_time`, for the first and last sight of a group.
 * Throws a `TypeError` for a column that is not among the keys, or is no time and no number. One sort a column.
 */
export function flexible(
  source: Sql,
  keys: readonly string[],
  within: Tolerances,
  types: ReadonlyMap<string, string>,
): Sql {
  const columns = Object.keys(within);
  const fixed = keys.filter((key) => !columns.includes(key));
  const start = columns.includes("time") ? sql`(select *, time as _time from ${source})` : source;
  return columns.reduce((from, column, i) => {
    const tolerance = checkNumber("lfo", `within.${column}`, within[column], 0);
    const type = types.get(column) ?? "";
    if (!keys.includes(column) || !(TIME.test(type) || NUMBER.test(type))) {
      throw new TypeError(
        `lfo: within must name times or numbers among by, got ${JSON.stringify(column)}${type === "" ? "" : ` of type ${type}`}`,
      );
    }
    return grouped(from, column, [...fixed, ...columns.slice(0, i)], distance(column, type), tolerance);
  }, start);
}

function grouped(source: Sql, column: string, others: readonly string[], apart: Sql, tolerance: number): Sql {
  const part = others.length === 0 ? raw("") : sql`partition by ${join(others.map(name))} `;
  const steps = sql`select *, case when ${apart} > ${tolerance} then 1 else 0 end as _step from ${source} window w as (${part}order by ${name(column)})`;
  const groups = sql`select * exclude (_step), sum(_step) over (${part}order by ${name(column)} rows unbounded preceding) as _group from (${steps})`;
  const partition = join([...others.map(name), raw("_group")]);
  return sql`(select * exclude (_group) replace (min(${name(column)}) over (partition by ${partition}) as ${name(column)}) from (${groups}))`;
}

/** Hours or units between a value and the one before. */
function distance(column: string, type: string): Sql {
  const [now, before] = [name(column), sql`lag(${name(column)}) over w`];
  return TIME.test(type) ? sql`epoch(${now} - ${before}) / 3600` : sql`(${now} - ${before})::double`;
}
