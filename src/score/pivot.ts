import { checkNumber, checkOptions, describe } from "../core/check";
import { type Displayable, displaySymbol } from "../core/display";
import { plural } from "../core/plural";
import { checkColumns, nameList } from "../engine/checkColumns";
import type { Engine, Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";
import { bundleWithNotes } from "./bundleWithNotes";

/** Options of {@link pivot}. */
export interface PivotOptions {
  /** Columns that join the two: names that both have, or `{ nameInFrom: nameInInto }`. */
  readonly on: string | readonly string[] | Readonly<Record<string, string>>;
  /** Column of the first relation that says how odd a row is. @default "score" */
  readonly by?: string;
  /** Whether high or low values of `by` are odd; counts of hosts are odd when low. @default "highest" */
  readonly order?: "highest" | "lowest";
  /** Share of the first relation's entries to keep, in (0, 1]. @default 0.25 */
  readonly top?: number;
}

/** How much a pivot took and left. */
export interface PivotCounts {
  /** Entries of the first relation: distinct keys with a value of `by`. */
  readonly entries: number;
  /** Entries kept: the top share, and what ties with its last one. */
  readonly kept: number;
  /** Kept entries that the second relation has. */
  readonly matched: number;
  /** Kept entries that it has not. */
  readonly missed: number;
  /** Rows of the second relation before and after. */
  readonly before: number;
  readonly after: number;
  /** Rows of the second relation that have no key, so that nothing could be said of them. */
  readonly withoutKey: number;
  /** Rows of the first relation without a key or a value of `by`, which are in no entry. */
  readonly unranked: number;
}

/** What {@link pivot} gives. */
export interface Pivot extends Displayable {
  /**
   * The rows of the second relation that belong to a kept entry, the oddest first, each with its lineage:
   * `pivot_rank` and `pivot_value` of the entry, `pivot_rows` (rows of the first relation behind it), and the entry's
   * oddest row as `pivot_row`, `pivot_source`, `pivot_record` (null where the first relation has no provenance).
   */
  readonly relation: Relation;
  /** Kept entries without a row in the second relation: the key columns and the lineage. */
  readonly misses: Relation;
  readonly counts: PivotCounts;
  /** The counts in words, one sentence each: entries kept and missed, rows kept, rows that could not be judged. */
  readonly notes: readonly string[];
}

/** Name in the first relation, name in the second, name inside the query. */
type Key = readonly [from: string, into: string, inner: string];

/**
 * Artefact pivoting: keeps of one artefact only what belongs to the oddest part of another.
 *
 * Neither artefact alone brings the needle up; what is odd in both is a short list. An entry of the first relation is
 * a distinct key with the oddest of its rows, so that a thing that is logged often takes no more than its place. Keys
 * must say the same on both sides: normalised twins (`task_pattern`) join best. Rows without a key match nothing, and
 * are counted. The entries are stored once; the rest is a join in the engine.
 *
 * Throws a `TypeError` for columns that are not there, a `RangeError` for a share outside (0, 1].
 *
 * Source: DS4N6, Threat Hunting with AI, parts 5 and 6 (2021).
 */
export async function pivot(from: Relation, into: Relation, options: PivotOptions): Promise<Pivot> {
  checkOptions("pivot", options, ["on", "by", "order", "top"]);
  const { by = "score", order = "highest", top = 0.25 } = options;
  checkNumber("pivot", "top", top, Number.MIN_VALUE, 1);
  if (order !== "highest" && order !== "lowest") {
    throw new RangeError(`pivot: order must be highest or lowest, got ${describe(order)}`);
  }
  const keys = keysOf(options.on);
  const fromTypes = await checkColumns("pivot", from, [...keys.map(([a]) => a), by]);
  await checkColumns(
    "pivot",
    into,
    keys.map(([, b]) => b),
  );
  const { engine } = into;
  const table = raw(engine.scratch());
  const oddness = order === "highest" ? name(by) : sql`-${name(by)}`;
  const lineage = ["_row", "_source", "_record"].map((column) =>
    fromTypes.has(column)
      ? sql`arg_max(${name(column)}, _odd) as ${raw(`pivot${column}`)}`
      : raw(`null as pivot${column}`),
  );
  const named = join(keys.map(([a, , k]) => sql`${name(a)} as ${raw(k)}`));
  const present = join(
    keys.map(([a]) => sql`${name(a)} is not null`),
    " and ",
  );
  // Rows that cannot be ranked are left out first: DuckDB holds NaN for the largest number.
  const ranked = sql`select *, (${oddness})::double as _odd from ${from} where ${present} and _odd is not null and not isnan(_odd)`;
  const entries = sql`select ${named}, max(_odd) as odd, count(*) as pivot_rows, ${join(lineage)} from (${ranked}) group by ${inner(keys)}`;
  await engine.execute(sql`create table ${table} as select * exclude (odd), rank() over (order by odd desc) as pivot_rank, ${order === "highest" ? raw("odd") : raw("-odd")} as pivot_value,
    pivot_rank <= ceil(${top} * count(*) over () - 1e-9) as kept from (${entries})`);
  return result(engine, from, into, keys, table);
}

async function result(
  engine: Engine,
  from: Relation,
  into: Relation,
  keys: readonly Key[],
  table: Sql,
): Promise<Pivot> {
  const same = join(
    keys.map(([, b, k]) => sql`b.${name(b)} = e.${raw(k)}`),
    " and ",
  );
  const lineage = raw("pivot_rank, pivot_value, pivot_rows, pivot_row, pivot_source, pivot_record");
  const relation = engine.relation(
    sql`select b.*, ${lineage} from ${into} b join ${table} e on ${same} where e.kept order by pivot_rank`,
  );
  const named = join(keys.map(([a, , k]) => sql`${raw(k)} as ${name(a)}`));
  const missing = sql`from ${table} e where kept and not exists (select 1 from ${into} b where ${same})`;
  const misses = engine.relation(
    sql`select ${named}, ${lineage} ${missing} order by pivot_rank, ${inner(keys)}`,
  );
  const noKey = join(
    keys.map(([, b]) => sql`${name(b)} is null`),
    " or ",
  );
  const ranked = sql`select sum(pivot_rows) from ${table}`;
  const [counts] =
    (await engine.sql`select (select count(*) from ${table}) as entries, (select count(*) from ${table} where kept) as kept,
    (select count(*) ${missing}) as missed, (select count(*) from ${into}) as before, (select count(*) from ${relation}) as after,
    (select count(*) from ${into} where ${noKey}) as "withoutKey", (select count(*) from ${from}) - coalesce((${ranked}), 0)::bigint as unranked`.rows()) as unknown as [
      Omit<PivotCounts, "matched">,
    ];
  return shown(relation, misses, { ...counts, matched: counts.kept - counts.missed });
}

function shown(relation: Relation, misses: Relation, counts: PivotCounts): Pivot {
  const notes = notesOf(counts);
  return { relation, misses, counts, notes, [displaySymbol]: () => bundleWithNotes(relation, notes) };
}

function notesOf(counts: PivotCounts): string[] {
  const { entries, kept, missed, before, after, withoutKey, unranked } = counts;
  const found = missed === 0 ? "all of them found" : `${missed} of them not found in what is filtered`;
  const notes = [
    `kept: ${kept} of ${plural(entries, "entry", "entries")}, ${found}`,
    `kept: ${after} of ${plural(before, "row")}`,
  ];
  if (withoutKey > 0) notes.push(`without a key, so that nothing can be said: ${plural(withoutKey, "row")}`);
  if (unranked > 0)
    notes.push(`without a key or a value to rank by, and in no entry: ${plural(unranked, "row")}`);
  return notes;
}

/** The names of the keys inside the query. */
function inner(keys: readonly Key[]): Sql {
  return raw(keys.map(([, , k]) => k).join(", "));
}

function keysOf(on: PivotOptions["on"]): Key[] {
  const isPairs = typeof on === "object" && on !== null && !Array.isArray(on);
  const pairs = isPairs
    ? Object.entries(on as Record<string, string>)
    : nameList("pivot", "on", on).map((column) => [column, column] as const);
  if (pairs.length === 0) throw new TypeError("pivot: on must name one column or more, got none");
  return pairs.map(([a, b], i) => [a, b, `k${i}`]);
}
