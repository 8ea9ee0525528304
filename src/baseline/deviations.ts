import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";
import { allImages } from "./goldImages";

/** The columns of a comparison. */
export interface Comparison {
  readonly keys: readonly string[];
  readonly compare: readonly string[];
  readonly per: readonly string[];
  /** One expression a key: the key apart from versions and the like. */
  readonly keyPatterns: readonly Sql[];
  /** The same for the compared columns. */
  readonly comparePatterns: readonly Sql[];
}

/** The two sides of a comparison. */
export interface Sides {
  readonly images: ReadonlyMap<string, Relation>;
  /** Rows of the fleet with `_image`. */
  readonly fleet: Sql;
  /** The fleet's machine; null where it has no such column. */
  readonly host: Sql;
  readonly fleetTime: Sql;
  readonly goldTime: Sql;
}

// Inside the query columns have short names, so that hostile ones appear twice only: r… per, k… keys, c… compared,
// p… and q… their patterns, w… what the image has.
const list = (letter: string, columns: readonly unknown[]) => columns.map((_, i) => `${letter}${i}`);
const commas = (...columns: readonly string[][]) => columns.flat().join(", ");
const same = (a: string, b: string, columns: readonly string[]) =>
  columns.map((column) => `${a}.${column} is not distinct from ${b}.${column}`).join(" and ");
const named = (expressions: readonly Sql[], names: readonly string[]) =>
  expressions.map((expression, i) => sql`${expression} as ${raw(names[i]!)}`);

/** The query of `baseline`, without rules and order. */
export function deviations(comparison: Comparison, sides: Sides): Sql {
  const { keys, compare, per } = comparison;
  const [k, c, r] = [list("k", keys), list("c", compare), list("r", per)];
  const things = [
    ...named(keys.map(name), k),
    ...named(compare.map(name), c),
    ...named(comparison.keyPatterns, list("p", keys)),
    ...named(comparison.comparePatterns, list("q", compare)),
  ];
  const goldRows = allImages(sides.images, join([...things, sql`${sides.goldTime} as time`]));
  const fleetRows = sql`select _image, ${join([sql`${sides.host} as host`, ...named(per.map(name), r), ...things])}, ${sides.fleetTime} as time from ${sides.fleet}`;
  const names = [
    raw("status"),
    ...renamed(r, per),
    ...renamed(k, keys),
    ...renamed(c, compare),
    ...renamed(
      list("w", compare),
      compare.map((column) => `gold_${column}`),
    ),
  ];
  return sql`with ${counted("g", goldRows, k)}, ${counted("f", fleetRows, k)}, ${raw(imageSide(k, c))},
    ${raw(surplus(k, c, r))}, ${raw(deficit(k, c, r))}
  select ${join(names)}, count, nullif(hosts, 0) as hosts, hosts / all_hosts as prevalence, first_seen, last_seen, drift, _image as gold
  from (from surplus union all by name from deficit) join sizes using (_image)`;
}

function renamed(from: readonly string[], to: readonly string[]): Sql[] {
  return from.map((column, i) => sql`${raw(column)} as ${name(to[i]!)}`);
}

/** Distinct things with their number of rows. */
function counted(table: string, rows: Sql, k: readonly string[]): Sql {
  const present = raw(k.map((column) => `${column} is not null`).join(" and "));
  return sql`${raw(table)} as materialized (select * exclude (time), count(*) as n, min(time) as first_seen, max(time) as last_seen from (${rows}) where ${present} group by all)`;
}

/** What each image has under a key, and how many hosts follow the image. */
function imageSide(k: string[], c: string[]): string {
  const p = k.map((_, i) => `any_value(p${i}) as p${i}`);
  const w = c.map(
    (column, i) => `string_agg(distinct ${column}::varchar, ' | ' order by ${column}::varchar) as w${i}`,
  );
  return `was as (select ${commas(["_image"], k, p, w)}, sum(n)::bigint as count, min(first_seen) as first_seen, max(last_seen) as last_seen
      from g group by ${commas(["_image"], k)}),
    sizes as (select _image, nullif(count(distinct host), 0) as all_hosts from f group by _image)`;
}

/** What the fleet has and the image has not, or not like this. */
function surplus(k: string[], c: string[], r: string[]): string {
  const p = list("p", k);
  const [q, w] = [list("q", c), list("w", c)];
  const inGold = (columns: readonly string[]) =>
    `exists (select 1 from g where ${same("g", "f", ["_image", ...columns])})`;
  const unlike = c.length === 0 ? "false" : `not ${inGold([...k, ...c])}`;
  const isNew = "w._image is null";
  return `odd as (select f.*, case when ${isNew} then 'new' else 'changed' end as status,
      case when ${isNew} then ${inGold([...p, ...q])} else ${inGold([...k, ...q])} end as drift, ${commas(["w._image as known"], w)}
      from f left join was w on ${same("f", "w", ["_image", ...k])} where ${isNew} or ${unlike}),
    spread as (select ${commas(["_image", "status"], k, c)}, count(distinct host) as hosts from odd group by all),
    there as (select ${commas(["_image", "status"], r, k, c, w)}, sum(n)::bigint as count, min(first_seen) as first_seen,
      max(last_seen) as last_seen, bool_and(drift) as drift from odd group by all),
    surplus as (select t.*, s.hosts from there t join spread s on ${same("t", "s", ["_image", "status", ...k, ...c])})`;
}

/** What the image has and a group of the fleet has not. */
function deficit(k: string[], c: string[], r: string[]): string {
  const group = ["_image", ...r];
  const inFleet = (columns: readonly string[]) =>
    `exists (select 1 from f where ${same("f", "x", [...group, ...columns])})`;
  const others = [...c.map((column) => `null as ${column}`), ...list("w", c)];
  return `groups as (select ${commas(group)}, count(distinct host) as group_hosts from f group by all),
    pairs as (select groups.*, was.* exclude (_image) from groups join was using (_image)),
    gone as (select *, ${inFleet(list("p", k))} as drift from pairs x where not ${inFleet(k)}),
    deficit as (select ${commas(["'missing' as status", "_image"], r, k, others)}, count, first_seen, last_seen, drift,
      sum(group_hosts) over (partition by ${commas(["_image"], k)})::bigint as hosts from gone)`;
}
