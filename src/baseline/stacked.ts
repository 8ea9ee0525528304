import { join, name, raw, type Sql, sql } from "../engine/sql";

/** What {@link stacked} counts. */
export interface StackPlan {
  /** Rows to count, as something to select from. */
  readonly source: Sql;
  /** Whether reading `source` again costs less than keeping its rows, and gives the same ones. */
  readonly isPlain: boolean;
  /** Columns that the result is grouped by. Rows in which one of them is missing are not counted. */
  readonly keys: readonly string[];
  /** For each output the column whose distinct values it counts; undefined gives null. */
  readonly distinct: ReadonlyMap<string, string | undefined>;
  /** The column with the time of a row; undefined gives nulls. */
  readonly time: string | undefined;
}

/** Distinct values of a column that get a number; above it values stand for themselves, so that the list stays small. */
const MOST_NUMBERED = 2 ** 18;

/** A name that no table of the source has: DuckDB takes a table of the same name for the list itself. */
const ROWS = "_counted_rows";

/**
 * One row for each combination of keys: the keys, `count`, one column for each of `distinct`, `first_seen`, `last_seen`.
 *
 * The same as `count(distinct …)`, of which two in one query hold a table of all pairs each, at once, and run out of
 * memory instead of spilling both. Here each column has a pass of its own. Its values are numbered,
 * and 64 neighbouring numbers are one word of bits for a combination of keys, so that a pass groups up to 64 times
 * fewer rows than there are pairs, in states of fixed size, which spill. A value without a number counts by itself:
 * the numbers make it fast, and the result does not rest on them.
 *
 * A plain `source` is read twice for each distinct column, the first time that column only; another one once, and its
 * rows, which spill, too, are read instead.
 */
export function stacked({ source, isPlain, keys, distinct, time }: StackPlan): Sql {
  const columns = [...new Set(distinct.values())].filter(
    (column) => column !== undefined && !keys.includes(column),
  );
  const k = list("k", keys);
  const rows = rowsOf(source, keys, columns as string[], time);
  const passes =
    columns.length === 0 ? [plain(k)] : columns.map((_, place) => pass(k, place, columns.length));
  const names = keys.map((key, i) => sql`${raw(`p.k${i}`)} as ${name(key)}`);
  const counts = [...distinct].map(
    ([output, column]) => sql`${raw(total(keys, columns, column))} as ${name(output)}`,
  );
  const all = [
    ...names,
    raw("sum(p.n)::bigint as count"),
    ...counts,
    raw("min(p.f) as first_seen, max(p.l) as last_seen"),
  ];
  return sql`with ${raw(ROWS)} as ${raw(isPlain ? "not " : "")}materialized (${rows})
    select ${join(all)} from (${raw(passes.join("\n    union all "))}) p group by ${raw(list("p.k", keys))}`;
}

function list(letter: string, columns: readonly string[]): string {
  return columns.map((_, i) => `${letter}${i}`).join(", ");
}

/** How many values of a column a combination of keys has. */
function total(keys: readonly string[], columns: readonly unknown[], column: string | undefined): string {
  if (column === undefined) return "null";
  // Within its own group a key has one value.
  return keys.includes(column) ? "1::bigint" : `coalesce(sum(p.s${columns.indexOf(column)}), 0)::bigint`;
}

/** The counted rows under short names: k… keys, v… values to be told apart, t the time. */
function rowsOf(source: Sql, keys: readonly string[], columns: readonly string[], time?: string): Sql {
  const named = (letter: string, list: readonly string[]) =>
    list.map((column, i) => sql`r.${name(column)} as ${raw(`${letter}${i}`)}`);
  const t = time === undefined ? raw("null as t") : sql`r.${name(time)} as t`;
  const present = join(
    keys.map((key) => sql`r.${name(key)} is not null`),
    " and ",
  );
  return sql`select ${join([...named("k", keys), ...named("v", columns), t])} from ${source} r where ${present}`;
}

function plain(k: string): string {
  return `select ${k}, count(*) as n, min(t) as f, max(t) as l from ${ROWS} group by ${k}`;
}

/** Groups by keys and word of bits; the first pass carries rows and times, too. */
function pass(k: string, place: number, places: number): string {
  const rest = place === 0 ? "count(*) as n, min(t) as f, max(t) as l" : "0, null, null";
  const bits = "coalesce(bit_count(bit_or(1::ubigint << (i & 63))), (own is not null)::integer)";
  const spread = Array.from({ length: places }, (_, j) => `${j === place ? bits : "null"} as s${j}`);
  const v = `v${place}`;
  const values = `select distinct ${v} as v from ${ROWS} where ${v} is not null limit ${MOST_NUMBERED}`;
  const numbers = `select v, (row_number() over () - 1)::ubigint as i from (${values})`;
  return `select ${k}, ${rest}, ${spread.join(", ")}, case when i is null then ${v} end as own
      from ${ROWS} left join (${numbers}) on ${v} = v group by ${k}, i >> 6, own`;
}
