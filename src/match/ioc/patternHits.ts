import type { Row } from "../../core/table";
import type { Engine, Relation } from "../../engine/engine";
import { raw } from "../../engine/sql";
import type { Indicator } from "./indicator";
import { type Observation, observe } from "./stix/observe";
import type { Condition, Pattern } from "./stix/pattern";
import { probesOf, type RowTest, rowTest } from "./stix/rowTest";
import { type RowValue, valuesOfRow } from "./stix/rowView";

/** A condition of a pattern, with what finds the rows that are worth a try. */
interface Part {
  readonly condition: Condition;
  readonly test: RowTest;
  /** Ids of the probes in the joint list of indicators; undefined when every row must be tried. */
  readonly probes: ReadonlySet<number> | undefined;
  readonly rows: SeenRow[];
}

interface SeenRow {
  readonly key: string;
  readonly row: number;
  readonly source: string | null;
  readonly host: string;
  readonly time: number;
}

/** Patterns on their way to hits. */
export interface PatternSearch {
  /** Indicators that the matcher looks for beside the plain ones; they are no hits by themselves. */
  readonly probes: readonly Indicator[];
  /** Appends the rows of fulfilled patterns to a table: `_row`, `_source`, `id`, `why`. */
  write(source: Relation, candidates: Relation, table: string): Promise<void>;
}

const MOST_SEEN = 1_000_000;

/**
 * Prepares the patterns among indicators: the conditions of each are tried on the rows that hold a value without
 * which they cannot be true, and then joined over the rows of one host in time order.
 */
export function patternSearch(indicators: readonly Indicator[], firstProbe: number): PatternSearch {
  const probes: Indicator[] = [];
  const searches = indicators.flatMap((indicator, id) =>
    indicator.pattern === undefined
      ? []
      : [{ id, pattern: indicator.pattern, parts: new Map<Condition, Part>() }],
  );
  for (const { pattern, parts } of searches) {
    for (const condition of conditionsOf(pattern)) {
      const own = probesOf(condition);
      const ids = own?.map((probe) => firstProbe + probes.push(probe) - 1);
      parts.set(condition, { condition, test: rowTest(condition), probes: ids && new Set(ids), rows: [] });
    }
  }
  const all = searches.flatMap(({ parts }) => [...parts.values()]);
  return {
    probes,
    async write(source, candidates, table) {
      if (searches.length === 0) return;
      await see(
        candidates,
        all.filter((part) => part.probes !== undefined),
      );
      await see(
        source,
        all.filter((part) => part.probes === undefined),
      );
      const appender = await source.engine.appender(table);
      for (const { id, pattern, parts } of searches) {
        for (const { row, source: from, why } of rowsOf(pattern, parts))
          appender.append([row, from, id, why]);
      }
      appender.close();
    },
  };
}

/** Rows with the probes that were found in them, one line a row; `ids` is a list. */
export function candidateRows(
  engine: Engine,
  source: Relation,
  found: string,
  columns: readonly string[],
): Relation {
  const joins = columns.map(
    (column, i) =>
      `select r._row, r._source, f.id from s r join ${found} f on f.col = ${i} and f.text = r."${column.replaceAll('"', '""')}"::varchar`,
  );
  const union =
    joins.length === 0
      ? "select null as _row, null as _source, null as id where false"
      : joins.join(" union all ");
  return engine.sql`with s as ${source}, hit as (select _row, _source, list(distinct id) as _ids from (${raw(union)}) group by all) select s.*, hit._ids from s join hit on s._row = hit._row and s._source is not distinct from hit._source`;
}

async function see(relation: Relation, parts: readonly Part[]): Promise<void> {
  if (parts.length === 0) return;
  for await (const batch of relation.stream()) {
    for (const row of batch) seeRow(row, parts);
  }
}

function seeRow(row: Row, parts: readonly Part[]): void {
  const { _ids: ids, ...own } = row;
  let values: RowValue[] | undefined;
  for (const { probes, test, rows } of parts) {
    if (probes !== undefined && !(ids as number[]).some((id) => probes.has(Number(id)))) continue;
    values ??= valuesOfRow(own);
    if (rows.length < MOST_SEEN && test(values)) rows.push(seen(own));
  }
}

function seen(row: Row): SeenRow {
  const { time, host, _row, _source } = row;
  const ms = time instanceof Date ? time.getTime() : typeof time === "string" ? Date.parse(time) : Number.NaN;
  return {
    key: `${String(_source)}\n${String(_row)}`,
    row: Number(_row),
    source: typeof _source === "string" ? _source : null,
    host: String(host ?? ""),
    time: ms,
  };
}

/** A pattern of one row needs neither host nor time; of several, both. */
function rowsOf(pattern: Pattern, parts: ReadonlyMap<Condition, Part>) {
  if (pattern.kind === "row") {
    return parts.get(pattern.condition)!.rows.map((row) => ({ ...row, why: "the row fulfils the pattern" }));
  }
  const hosts = new Set([...parts.values()].flatMap(({ rows }) => rows.map(({ host }) => host)));
  return [...hosts].flatMap((host) => rowsOfHost(pattern, parts, host));
}

function rowsOfHost(pattern: Pattern, parts: ReadonlyMap<Condition, Part>, host: string) {
  const rows: SeenRow[] = [];
  const places = new Map<string, number>();
  const observations = new Map<Condition, Observation[]>();
  for (const [condition, part] of parts) {
    const own = part.rows.filter((row) => row.host === host && !Number.isNaN(row.time));
    const list = own.map((row) => {
      const place = places.get(row.key) ?? rows.push(row) - 1;
      places.set(row.key, place);
      return { row: place, time: row.time };
    });
    observations.set(
      condition,
      list.sort((a, b) => a.time - b.time || a.row - b.row),
    );
  }
  const reasons = new Map<number, string>();
  for (const { rows: used, start, end } of observe(pattern, (condition) => observations.get(condition)!)) {
    used.forEach((place, i) => {
      if (!reasons.has(place)) {
        reasons.set(
          place,
          `row ${i + 1} of ${used.length} that fulfil the pattern on this host within ${(end - start) / 1000} s`,
        );
      }
    });
  }
  return [...reasons].map(([place, why]) => ({ ...rows[place]!, why }));
}

function conditionsOf(pattern: Pattern): Condition[] {
  switch (pattern.kind) {
    case "row":
      return [pattern.condition];
    case "and":
    case "or":
    case "followedBy":
      return pattern.parts.flatMap(conditionsOf);
    default:
      return conditionsOf(pattern.part);
  }
}
