import { checkOptions } from "../core/check";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { isPlainScan } from "../engine/isPlainScan";
import { join, name, raw, type Sql, sql } from "../engine/sql";
import { expectedTogether } from "./expectedTogether";
import { flexible, type Tolerances } from "./flexible";
import { stacked } from "./stacked";

const OUTPUT: readonly string[] = [
  "count",
  "share",
  "cumulative",
  "hosts",
  "users",
  "first_seen",
  "last_seen",
];
const MORE_OUTPUT: readonly string[] = ["usual_share", "expected", "lift", "surprise", "tail_probability"];

/** Options of {@link lfo}. */
export interface LfoOptions {
  /** The column or columns whose values are counted together. */
  readonly by: string | readonly string[];
  /** The column whose distinct values say how widespread something is; the result is ordered by it. @default "host" */
  readonly over?: string;
  /**
   * Columns of `by` that are flexible, with how far neighbours may be apart: hours for a time, units for a number.
   * A roll-out lands within a day, not within a second. @default none
   */
  readonly within?: Tolerances;
  /** Counts within each value of these columns instead: what is rare for this host, user or role. @default none */
  readonly given?: string | readonly string[];
  /**
   * Says for two or three columns how often they would stand together by chance, and orders by that: rare together
   * although each is common. @default false
   */
  readonly expected?: boolean;
}

/** What {@link lfo} was asked for, checked. */
interface Plan {
  readonly by: readonly string[];
  readonly given: readonly string[];
  /** Columns that the result is grouped by, in order. */
  readonly keys: readonly string[];
  readonly over: string;
  readonly expected: boolean;
  readonly columns: ReadonlySet<string>;
  /** The column with the time of a row; undefined without one. */
  readonly time: string | undefined;
  readonly source: Sql;
  /** Whether the source is tables as they are. */
  readonly isPlain: boolean;
}

/**
 * Least frequency of occurrence: how often, and on how many hosts, each value occurs; the rarest first.
 *
 * For a hunt: what stands at the top occurs on the fewest machines. Gives the `by` columns and `count` (rows),
 * `share` (of all counted rows), `cumulative` (share of this row and all rarer ones), `hosts`, `users` (distinct
 * ones; null without such a column), `first_seen`, `last_seen`, and `distinct_…` for another `over` column.
 * Rows in which a `by` column is missing are not counted: a missing name is no name. Ties are ordered by count, then
 * by value.
 *
 * With `given`, its columns stand first, `share` and `cumulative` are of the rows of that host, user or role, `hosts`
 * still is the spread over the whole fleet, and `usual_share` the share of all rows; the smallest `cumulative` comes
 * first, so that a host with a handful of rows never leads. With `expected`: see {@link expectedTogether}.
 *
 * One grouping pass in the engine for each of `hosts`, `users` and `over`, which spills: memory stays within the limit
 * that `open` was given. Tables are read again by each pass; of a query (a view, a join, a sample) the rows are kept.
 *
 * Throws a `TypeError` for a column that the relation does not have.
 *
 * Source: DS4N6, Threat Hunting with AI, part 1 (2021): statistical analysis.
 */
export async function lfo(relation: Relation, options: LfoOptions): Promise<Relation> {
  const plan = await planOf(relation, options);
  return relation.engine.relation(ordered(plan, shares(plan, grouped(plan))));
}

async function planOf(relation: Relation, options: LfoOptions): Promise<Plan> {
  checkOptions("lfo", options, ["by", "over", "within", "given", "expected"]);
  const { over = "host", within = {}, expected = false } = options;
  const by = nameList("lfo", "by", options.by);
  const given = options.given === undefined ? [] : nameList("lfo", "given", options.given);
  const keys = [...given, ...by];
  const taken = keys.find((column) => OUTPUT.includes(column) || MORE_OUTPUT.includes(column));
  if (taken !== undefined) {
    throw new TypeError(
      `lfo: by must not be one of the result's own columns (${OUTPUT.join(", ")}), got ${JSON.stringify(taken)}; rename it with select`,
    );
  }
  if (given.some((column) => by.includes(column))) {
    throw new TypeError(`lfo: given must name other columns than by, got ${given.join(", ")}`);
  }
  if (expected && (by.length < 2 || by.length > 3)) {
    throw new RangeError(`lfo: by must name two or three columns with expected, got ${by.length}`);
  }
  const types = await checkColumns("lfo", relation, [...keys, over]);
  const source = flexible(sql`${relation}`, keys, within, types);
  const time = !types.has("time") ? undefined : "time" in within ? "_time" : "time";
  const isPlain = Object.keys(within).length === 0 && (await isPlainScan(relation));
  return { by, given, keys, over, expected, columns: new Set(types.keys()), time, source, isPlain };
}

/** One row for each combination of keys. */
function grouped(plan: Plan): Sql {
  const asked = [...new Set(["host", "user", plan.over])];
  return stacked({
    ...plan,
    distinct: new Map(asked.map((column) => [spreadOf(column), known(plan, column)])),
  });
}

/** Adds what a row's count is a share of; with `given`, the spread of the value over the whole fleet. */
function shares(plan: Plan, counts: Sql): Sql {
  const { by, given } = plan;
  if (given.length === 0) return sql`select *, count / sum(count) over () as share from (${counts})`;
  const fleet = stacked({ ...plan, keys: by, distinct: new Map([["_hosts", known(plan, "host")]]) });
  const same = join(
    by.map((column) => sql`g.${name(column)} = f.${name(column)}`),
    " and ",
  );
  return sql`select g.* replace (_hosts as hosts), count / sum(count) over (partition by ${join(given.map(name))}) as share, sum(count) over (partition by ${join(by.map((column) => sql`g.${name(column)}`))}) / sum(count) over () as usual_share from (${counts}) g join (select ${join(by.map(name))}, _hosts from (${fleet})) f on ${same}`;
}

function ordered({ by, given, keys, over, expected }: Plan, counts: Sql): Sql {
  const spread = name(spreadOf(over));
  // Within one host or user it is the count that is small; the spread is the fleet's.
  const rarity = sql`${given.length === 0 ? sql`${spread}, count` : sql`count, ${spread}`}, ${join(keys.map(name))}`;
  const part = given.length === 0 ? raw("") : sql`partition by ${join(given.map(name))} `;
  const cumulative = sql`sum(count) over (${part}order by ${rarity} rows unbounded preceding) / sum(count) over (${part})`;
  const more = [
    ...(over === "host" || over === "user" ? [] : [spread]),
    ...(given.length === 0 ? [] : [raw("usual_share")]),
    ...(expected ? [raw("expected"), raw("lift"), raw("surprise"), raw("tail_probability")] : []),
  ];
  const order = expected
    ? sql`surprise desc, ${rarity}`
    : given.length === 0
      ? rarity
      : sql`cumulative, ${rarity}`;
  const source = expected ? expectedTogether(counts, by) : counts;
  const columns = [...keys.map(name), raw("count, share"), sql`${cumulative} as cumulative`];
  const rest = [raw("hosts, users, first_seen, last_seen"), ...more];
  return sql`select ${join([...columns, ...rest])} from (${source}) order by ${order}`;
}

/** The result's column that says how widespread something is over a column. */
export function spreadOf(over: string): string {
  return over === "host" ? "hosts" : over === "user" ? "users" : `distinct_${over}`;
}

function known({ columns }: Plan, column: string): string | undefined {
  return columns.has(column) ? column : undefined;
}
