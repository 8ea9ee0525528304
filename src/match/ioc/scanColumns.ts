import type { Appender, Relation } from "../../engine/engine";
import { name, raw, type Sql, sql } from "../../engine/sql";
import type { Match, Matcher } from "./index/matcher";
import { collect, PROVENANCE } from "./stix/rowView";

/** A column that is searched. */
export interface TextColumn {
  readonly name: string;
  readonly isJson: boolean;
}

/** Share of distinct values up to which they are searched once instead of row by row. */
const WORTH_DISTINCT = 0.5;

/** The columns of a relation that hold text: `VARCHAR` and JSON, but not those that say where a row comes from. */
export async function textColumns(relation: Relation): Promise<TextColumn[]> {
  const fields = await relation.schema();
  return fields
    .filter(({ name: column, type }) => !PROVENANCE.has(column) && /^(?:VARCHAR|JSON)$/i.test(type))
    .map(({ name: column, type }) => ({ name: column, isJson: type.toUpperCase() === "JSON" }));
}

/**
 * Searches columns and writes what is found into a table: `col` (place in `columns`), `text` (the whole value, to join
 * by), `field` (the column, or a member of its JSON), `id`, `matched`, `why`. Answers which columns had anything.
 *
 * A column of few distinct values is searched value by value, others row by row, in bounded memory.
 */
export async function scanColumns(
  relation: Relation,
  columns: readonly TextColumn[],
  matcher: Matcher,
  table: string,
  progress: (share: number) => void,
): Promise<Set<number>> {
  const { engine } = relation;
  await engine.execute(
    raw(
      `create table ${table} (col integer, text varchar, field varchar, id integer, matched varchar, why varchar)`,
    ),
  );
  const isDistinct = await fewDistinct(relation, columns);
  const appender = await engine.appender(table);
  const hit = new Set<number>();
  try {
    for (const [i, column] of columns.entries()) {
      const value = column.isJson ? sql`${name(column.name)}::varchar` : name(column.name);
      const distinct = raw(isDistinct[i] ? "distinct " : "");
      const source = sql`select ${distinct}${value} as v from ${relation} where ${name(column.name)} is not null`;
      if (await scanColumn(engine.relation(source), i, column, matcher, appender)) hit.add(i);
      progress((i + 1) / columns.length);
    }
  } finally {
    appender.close();
  }
  return hit;
}

async function scanColumn(
  values: Relation,
  place: number,
  column: TextColumn,
  matcher: Matcher,
  appender: Appender,
): Promise<boolean> {
  let any = false;
  for await (const batch of values.stream()) {
    for (const { v } of batch) {
      const text = v as string;
      const found = column.isJson
        ? matchJson(matcher, column.name, text)
        : matchText(matcher, column.name, text);
      any ||= found.length > 0;
      for (const { field, id, matched, reason } of found) {
        appender.append([place, text, field, id, matched, reason]);
      }
    }
  }
  return any;
}

interface FieldMatch extends Match {
  readonly field: string;
}

function matchText(matcher: Matcher, field: string, text: string): FieldMatch[] {
  const found = matcher.match(text);
  return found.length === 0 ? NONE : found.map((match) => ({ ...match, field }));
}

const NONE: FieldMatch[] = [];

/** Most JSON texts hold nothing, which is seen without parsing; in the others every value is searched by itself. */
function matchJson(matcher: Matcher, column: string, text: string): FieldMatch[] {
  if (!matcher.mayMatchJson(text)) return NONE;
  const found: FieldMatch[] = [];
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return matchText(matcher, column, text);
  }
  collect(column, json, ({ name: field, value }) => {
    if (typeof value === "string") found.push(...matchText(matcher, field, value));
  });
  return found;
}

/** One pass over the relation estimates all columns. */
async function fewDistinct(relation: Relation, columns: readonly TextColumn[]): Promise<boolean[]> {
  if (columns.length === 0) return [];
  const counts = columns.map(
    (column, i) => sql`approx_count_distinct(${name(column.name)}) as ${name(`c${i}`)}`,
  );
  const list = counts.reduce((all: Sql, one) => sql`${all}, ${one}`);
  const [row] = await relation.engine.sql`select count(*) as n, ${list} from ${relation}`.rows();
  return columns.map((_, i) => Number(row![`c${i}`]) < WORTH_DISTINCT * Number(row!.n));
}
