import { checkOptions, describe } from "../../core/check";
import { startProgress } from "../../core/progress";
import type { Engine, Relation } from "../../engine/engine";
import { join, name, raw, type Sql, sql } from "../../engine/sql";
import { Matcher } from "./index/matcher";
import type { Indicator, IndicatorSet } from "./indicator";
import { candidateRows, patternSearch } from "./patternHits";
import { scanColumns, type TextColumn, textColumns } from "./scanColumns";

/** Options of {@link matchIndicators}. */
export interface MatchOptions {
  /** Only these columns are searched. @default all of text and JSON, but for `_source` and `system` */
  readonly columns?: readonly string[];
  /**
   * What becomes of a hit before `valid_from` or after `valid_until` of its indicator: `mark` keeps it and says so in
   * the column `valid`, `drop` leaves it out. @default "mark"
   */
  readonly outside?: "mark" | "drop";
  /** No progress display. @default false */
  readonly quiet?: boolean;
}

/**
 * Looks for indicators in every text column of a relation, also inside JSON, and gives the hits as a relation.
 *
 * One row for each row and indicator: `indicator` (as its list writes it), `title`, `level`, `attack`, `type`,
 * `lists`, `column` (`data.Image` inside JSON), `value` (what matched), `why`, `valid` (`inside`, `before`, `after`;
 * null without a time), `host`, `time`, `_row`, `_source`, `_record`. Columns that the relation lacks are null.
 *
 * How an indicator matches follows its type: a domain also its sub-domains, an address also with a port, names only
 * as whole tokens, paths and keys in one form. A pattern gives a hit for each row that it needs.
 *
 * A hunt stands for all events and task files read into it. Cost: one pass over the distinct values of each column, and a join for the
 * columns with hits; it hardly grows with the indicators. Throws a `TypeError` for a column that the relation lacks.
 */
export async function matchIndicators(
  input: Relation | Engine,
  indicators: IndicatorSet | readonly Indicator[],
  options: MatchOptions = {},
): Promise<Relation> {
  checkOptions("matchIndicators", options, ["columns", "outside", "quiet"]);
  const { outside = "mark", quiet = false } = options;
  if (outside !== "mark" && outside !== "drop") {
    throw new TypeError(`matchIndicators: outside must be "mark" or "drop", got ${describe(outside)}`);
  }
  const list = "indicators" in indicators ? indicators.indicators : indicators;
  const source = await withRowNumbers(relationOf(input));
  const { engine } = source;
  const columns = await chosen(source, options.columns);
  const progress = startProgress("matching", 1, { unit: "columns", quiet });
  const patterns = patternSearch(list, list.length);
  const matcher = new Matcher([...list, ...patterns.probes]);
  const tables = { found: engine.scratch(), fulfilled: engine.scratch(), used: engine.scratch() };
  const raws = engine.scratch();
  const hit = await scanColumns(source, columns, matcher, raws, (share) => progress.update(share));
  // A column that was searched row by row may have the same value many times.
  await engine.execute(raw(`create table ${tables.found} as select distinct * from ${raws}`));
  await engine.execute(raw(`drop table ${raws}`));
  await engine.execute(
    raw(`create table ${tables.fulfilled} (_row bigint, _source varchar, id integer, why varchar)`),
  );
  if (patterns.probes.length > 0 || list.some(({ type }) => type === "pattern")) {
    const names = columns.map((column) => column.name);
    await patterns.write(source, candidateRows(engine, source, tables.found, names), tables.fulfilled);
  }
  await writeUsed(engine, list, tables);
  const hits = engine.scratch();
  await engine.execute(sql`create table ${raw(hits)} as ${await hitQuery(source, columns, hit, tables)}`);
  for (const table of Object.values(tables)) await engine.execute(raw(`drop table ${table}`));
  const result = engine.relation(raw(`select * from ${hits} order by time, _source, _row, indicator`));
  const kept = outside === "drop" ? result.where(raw("valid is null or valid = 'inside'")) : result;
  progress.finish(`${(await kept.count()).toLocaleString("en-US")} hits`);
  return kept;
}

interface Tables {
  readonly found: string;
  readonly fulfilled: string;
  readonly used: string;
}

/** A relation has a query; a hunt has none, and stands for its records. */
function relationOf(input: Relation | Engine): Relation {
  if ("query" in input && "engine" in input) return input;
  if ("relation" in input) return input.relation(raw("select * from hb_records order by _row"));
  throw new TypeError(`matchIndicators: input must be a relation or a hunt, got ${describe(input)}`);
}

/** Rows are told apart by `_row`; a relation without it is stored once with numbers. */
async function withRowNumbers(relation: Relation): Promise<Relation> {
  const { engine } = relation;
  const has = new Set((await relation.schema()).map((field) => field.name));
  const missing = [
    ...(has.has("_row") ? [] : [raw("row_number() over () as _row")]),
    ...(has.has("_source") ? [] : [raw("null::varchar as _source")]),
  ];
  if (missing.length === 0) return relation;
  const table = engine.scratch();
  await engine.execute(sql`create table ${raw(table)} as select *, ${join(missing)} from ${relation}`);
  return engine.relation(raw(`select * from ${table}`));
}

async function chosen(source: Relation, wanted: readonly string[] | undefined): Promise<TextColumn[]> {
  if (wanted === undefined) return textColumns(source);
  const fields = await source.schema();
  return wanted.map((column) => {
    const field = fields.find((one) => one.name === column);
    if (field === undefined) {
      throw new TypeError(
        `matchIndicators: column ${JSON.stringify(column)} not found among ${fields.map((one) => one.name).join(", ")}`,
      );
    }
    return { name: column, isJson: field.type.toUpperCase() === "JSON" };
  });
}

/** The indicators that were found, as a table to join with. */
async function writeUsed(engine: Engine, list: readonly Indicator[], { found, fulfilled, used }: Tables) {
  const ids = engine.relation(
    raw(
      `select distinct id from ${found} where id < ${list.length} union select distinct id from ${fulfilled}`,
    ),
  );
  await engine.execute(
    raw(
      `create table ${used} (id integer, indicator varchar, title varchar, level varchar, attack varchar, type varchar, lists varchar, valid_from timestamp, valid_until timestamp)`,
    ),
  );
  const appender = await engine.appender(used);
  for await (const batch of ids.stream()) {
    for (const { id } of batch) {
      const indicator = list[Number(id)]!;
      const { original, title, level, attack, type, lists, validFrom, validUntil } = indicator;
      const micros = (time: number | null) => (time === null ? null : Math.round(time * 1000));
      appender.append([
        Number(id),
        type === "pattern" ? indicator.value : original,
        title,
        level,
        attack.join(" ") || null,
        type,
        lists.join(", "),
        micros(validFrom),
        micros(validUntil),
      ]);
    }
  }
  appender.close();
}

/** A join for each column in which something was found, and one for the rows of patterns. */
async function hitQuery(
  source: Relation,
  columns: readonly TextColumn[],
  hit: ReadonlySet<number>,
  { found, fulfilled, used }: Tables,
): Promise<Sql> {
  const types = new Map((await source.schema()).map((field) => [field.name, field.type]));
  const own = (column: string, type: string) =>
    types.has(column) ? raw(`r.${column}`) : raw(`null::${type}`);
  // A table of another tool may have its times as text.
  const isTime = types.get("time")?.startsWith("TIMESTAMP") ?? true;
  const time = isTime ? own("time", "timestamp") : raw("try_cast(r.time as timestamp)");
  const about = (
    field: Sql,
    value: Sql,
    why: Sql,
  ) => sql`select i.indicator, i.title, i.level, i.attack, i.type, i.lists, ${field} as "column", ${value} as value, ${why} as why,
    case when ${time} is null then null when ${time} < i.valid_from then 'before' when ${time} >= i.valid_until then 'after' else 'inside' end as valid,
    ${own("host", "varchar")} as host, ${time} as time, r._row, r._source, ${own("_record", "bigint")} as _record from ${source} r`;
  const plain = about(raw("f.field"), raw("f.matched"), raw("f.why"));
  const parts = columns.flatMap((column, i) =>
    hit.has(i)
      ? [
          sql`${plain} join ${raw(found)} f on f.col = ${raw(String(i))} and f.text = r.${name(column.name)}::varchar join ${raw(used)} i on i.id = f.id`,
        ]
      : [],
  );
  const patterns = sql`${about(raw("null::varchar"), raw("null::varchar"), raw("f.why"))} join ${raw(fulfilled)} f on f._row = r._row and f._source is not distinct from r._source join ${raw(used)} i on i.id = f.id`;
  return join([...parts, patterns], " union all ");
}
