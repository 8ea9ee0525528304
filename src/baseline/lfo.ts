import { checkOptions, describe } from "../core/check";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";

const OUTPUT: readonly string[] = [
  "count",
  "share",
  "cumulative",
  "hosts",
  "users",
  "first_seen",
  "last_seen",
];

/** Options of {@link lfo}. */
export interface LfoOptions {
  /** The column or columns whose values are counted together. */
  readonly by: string | readonly string[];
  /** The column whose distinct values say how widespread something is; the result is ordered by it. @default "host" */
  readonly over?: string;
}

/**
 * Least frequency of occurrence: how often, and on how many hosts, each value occurs; the rarest first.
 *
 * For a hunt: what stands at the top occurs on the fewest machines. Gives the `by` columns and `count` (rows),
 * `share` (of all counted rows), `cumulative` (share of this row and all rarer ones), `hosts`, `users` (distinct
 * ones; null without such a column), `first_seen`, `last_seen`, and `distinct_…` for another `over` column.
 * Rows in which a `by` column is missing are not counted: a missing name is no name. Ties are ordered by count, then
 * by value. One grouping pass in the engine.
 *
 * Throws a `TypeError` for a column that the relation does not have.
 *
 * Source: DS4N6, Threat Hunting with AI, part 1 (2021): statistical analysis.
 */
export async function lfo(relation: Relation, options: LfoOptions): Promise<Relation> {
  checkOptions("lfo", options, ["by", "over"]);
  const by = typeof options.by === "string" ? [options.by] : options.by;
  const over = options.over ?? "host";
  if (!Array.isArray(by) || by.length === 0) {
    throw new TypeError(`lfo: by must name one column or more, got ${describe(options.by)}`);
  }
  const known = new Set((await relation.schema()).map((field) => field.name));
  const taken = by.find((column) => OUTPUT.includes(column));
  if (taken !== undefined) {
    throw new TypeError(
      `lfo: by must not be one of the result's own columns (${OUTPUT.join(", ")}), got ${JSON.stringify(taken)}; rename it with select`,
    );
  }
  for (const column of [...by, over]) {
    if (!known.has(column)) {
      throw new TypeError(`lfo: column ${JSON.stringify(column)} not found among ${[...known].join(", ")}`);
    }
  }
  return relation.engine.relation(query(relation, by, over, known));
}

function query(relation: Relation, by: readonly string[], over: string, known: ReadonlySet<string>): Sql {
  const keys = join(by.map(name));
  const present = join(
    by.map((column) => sql`${name(column)} is not null`),
    " and ",
  );
  const distinct = (column: string) =>
    known.has(column) ? sql`count(distinct ${name(column)})` : raw("null");
  const time = (call: string) => (known.has("time") ? raw(`${call}(time)`) : raw("null"));
  const spread = over === "host" ? raw("hosts") : over === "user" ? raw("users") : name(`distinct_${over}`);
  const extra = over === "host" || over === "user" ? raw("") : sql`, ${distinct(over)} as ${spread}`;
  const grouped = sql`select ${keys}, count(*) as count, ${distinct("host")} as hosts, ${distinct("user")} as users, ${time("min")} as first_seen, ${time("max")} as last_seen${extra} from ${relation} where ${present} group by ${keys}`;
  const order = sql`${spread}, count, ${keys}`;
  const more = over === "host" || over === "user" ? raw("") : sql`, ${spread}`;
  return sql`select ${keys}, count, count / sum(count) over () as share, sum(count) over (order by ${order} rows unbounded preceding) / sum(count) over () as cumulative, hosts, users, first_seen, last_seen${more} from (${grouped}) order by ${order}`;
}
