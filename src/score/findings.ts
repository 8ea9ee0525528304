import { describe } from "../core/check";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";

/** What kind of method a finding comes from; also the categories of a budget. */
export type Method = "indicator" | "rule" | "deviation" | "rarity" | "score";

/** The rows of one method that has run, with a name of its own. */
export interface NamedFindings {
  readonly name: string;
  readonly relation: Relation;
}

/** A source of findings, looked at. */
export interface FindingSource {
  readonly name: string;
  readonly method: Method;
  readonly relation: Relation;
  readonly columns: ReadonlySet<string>;
}

// In the order in which a name says more about what a thing is.
const METHODS: readonly (readonly [Method, readonly string[]])[] = [
  ["indicator", ["indicator"]],
  ["rule", ["rule"]],
  ["deviation", ["status", "count"]],
  ["score", ["score", "tail_probability"]],
  ["rarity", ["cumulative"]],
  ["rarity", ["rarity", "tail_probability"]],
  ["score", ["tail_probability"]],
];

/** Weight of a Sigma level; what has none is worth a look, no more. */
const LEVELS =
  "case lower(level) when 'critical' then 5 when 'high' then 4 when 'medium' then 3 when 'low' then 2 when 'informational' then 1 else 2 end";

/**
 * Sees from its columns what each source is; sources of one method get numbers.
 *
 * `indicator` and `rule` are hits, `status` with `count` a baseline, `score` with `tail_probability` a detector,
 * `cumulative` a stack, `rarity` with `tail_probability` rows with their rarity. Throws a `TypeError` for anything else.
 */
export async function findingSources(from: readonly (Relation | NamedFindings)[]): Promise<FindingSource[]> {
  const used = new Map<string, number>();
  const sources: FindingSource[] = [];
  for (const given of from) {
    const relation = "relation" in given ? given.relation : given;
    const columns = new Set((await relation.schema()).map((field) => field.name));
    const method = METHODS.find(([, needed]) => needed.every((column) => columns.has(column)))?.[0];
    if (method === undefined) {
      throw new TypeError(
        `triage: from must be hits, rarity, deviations or scores, got columns ${[...columns].join(", ")}; a tail_probability column is enough`,
      );
    }
    const base = "relation" in given ? given.name : method;
    const times = (used.get(base) ?? 0) + 1;
    used.set(base, times);
    sources.push({ name: times === 1 ? base : `${base} ${times}`, method, relation, columns });
  }
  if (sources.length === 0)
    throw new TypeError(`triage: from must hold one relation or more, got ${describe(from)}`);
  return sources;
}

/**
 * The findings of one source in the columns that all have: source, method, `item`, host, times, how strong, why.
 *
 * `by` are the columns that name a thing. Where the source lacks one of them, its rows are looked up in `rows` by
 * `_source` and `_record`, or by `_row`; a finding without any name is known by its rule or indicator, or its host.
 */
export function findingsOf(
  source: FindingSource,
  by: readonly string[],
  rows: FindingSource | undefined,
): Sql {
  const { columns, method, relation } = source;
  const link = linkOf(columns, by, rows);
  const own = (column: string) => (columns.has(column) ? sql`s.${name(column)}` : raw("null"));
  const found = (column: string) => {
    const fromRows = link !== undefined && rows!.columns.has(column);
    if (!columns.has(column)) return fromRows ? sql`v.${name(column)}` : raw("null");
    return fromRows ? sql`coalesce(s.${name(column)}, v.${name(column)})` : sql`s.${name(column)}`;
  };
  const names = by.map((column) => sql`${found(column)}::varchar`);
  const item = names.length === 0 ? raw("null::varchar") : sql`nullif(concat_ws(' · ', ${join(names)}), '')`;
  const seen = (first: string) => sql`coalesce(${own(first)}, ${found("time")})::timestamp`;
  const joined = link === undefined ? raw("") : sql` left join ${rows!.relation} v on ${link}`;
  const text = (column: string) => sql`${own(column)}::varchar`;
  const facts = ["status", "level", "title", "rule", "indicator", "why", "allowed"].map(
    (column) => sql`${text(column)} as ${name(column)}`,
  );
  const amounts = ["count", "hosts", "prevalence", "cumulative", "tail_probability", "score", "surprise"].map(
    (column) => sql`${own(column)}::double as ${name(column)}`,
  );
  const inner = sql`select ${item} as item, ${found("host")}::varchar as host, ${seen("first_seen")} as first_seen, ${seen("last_seen")} as last_seen,
    coalesce(${own("_row")}, ${link === undefined ? raw("null") : raw("v._row")})::bigint as _row, ${found("_source")}::varchar as _source, ${found("_record")}::bigint as _record,
    ${columns.has("drift") ? raw("s.drift") : raw("false")} as drift, ${join([...facts, ...amounts])} from ${relation} s${joined}`;
  return sql`select ${source.name}::varchar as source, ${source.method}::varchar as method, coalesce(item, title, rule, indicator, host, '(no name)') as item,
    host, first_seen, last_seen, _row, _source, _record, ${method === "deviation" ? raw("case when status <> 'missing' then hosts end") : raw("hosts")} as spread, allowed, ${weightOf(source)} as weight, ${causeOf(source)} as cause,
    ${strengthOf(source)} as strength, ${whyOf(source)} as why from (${inner})`;
}

/** How the rows of a source are found in the view; undefined when they need not or cannot be. */
function linkOf(
  columns: ReadonlySet<string>,
  by: readonly string[],
  rows: FindingSource | undefined,
): Sql | undefined {
  if (rows === undefined || by.every((column) => columns.has(column))) return undefined;
  // Rows of a file that was written and read again are numbered anew; source and record are not.
  if (columns.has("_source") && columns.has("_record")) {
    return raw("v._source = s._source and v._record = s._record");
  }
  if (columns.has("_row")) return raw("v._row = s._row");
  return undefined;
}

/** How bad a hit is, from 1 (informational) to 6 (an indicator); 0 for what is odd only. */
function weightOf({ method }: FindingSource): Sql {
  return raw(method === "indicator" ? "6" : method === "rule" ? LEVELS : "0");
}

/** The rule or indicator that a hit is of; nothing for what is odd only. */
function causeOf({ method }: FindingSource): Sql {
  return raw(method === "rule" || method === "indicator" ? method : "null::varchar");
}

/** Higher is worse; only compared within the source. How many things a rule hits is known later, in the lines. */
function strengthOf(source: FindingSource): Sql {
  const { method, columns } = source;
  switch (method) {
    case "indicator":
    case "rule":
      return sql`(${weightOf(source)})::double`;
    case "deviation":
      return raw(
        "case status when 'new' then 3 when 'changed' then 2 else 1 end - case when drift then 3 else 0 end + 1 - coalesce(prevalence, 0)",
      );
    case "rarity":
      // By the counts, since `cumulative` puts equally rare things in the order of their names.
      if (columns.has("surprise")) return raw("surprise");
      if (columns.has("usual_share") || !columns.has("hosts"))
        return raw("-coalesce(cumulative, tail_probability)");
      return raw("-(coalesce(hosts, 0) + count / (count + 1))");
    case "score":
      return raw("-tail_probability");
  }
}

/** The source's own words, or ours for its numbers. */
function whyOf({ method, columns }: FindingSource): Sql {
  const onHosts =
    "case when hosts is null then '' else printf(', on %d host%s', hosts::bigint, case when hosts = 1 then '' else 's' end) end";
  const said = (text: string) => raw(columns.has("why") ? `coalesce(why, ${text})` : text);
  switch (method) {
    case "indicator":
      return raw("'indicator ' || indicator || coalesce(' (' || why || ')', '')");
    case "rule":
      return raw("coalesce(title, rule) || coalesce(' (' || level || ')', '')");
    case "deviation":
      return said(
        `status || case when drift then ' (another version of something known)' else '' end || ${onHosts}`,
      );
    case "rarity":
      return said(
        columns.has("hosts")
          ? `case when count = 1 then 'seen once' else printf('seen %d times', count::bigint) end || ${onHosts}`
          : "printf('rarer than all but %.2g of rows', tail_probability)",
      );
    case "score":
      return said("printf('tail %.2g', tail_probability)");
  }
}
