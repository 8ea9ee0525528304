import { checkOptions, describe } from "../core/check";
import { type Displayable, displaySymbol, type MimeBundle } from "../core/display";
import { escapeHtml, visible } from "../core/html";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";
import type { NamedFindings } from "./findings";

/** What an entity is. */
export type EntityKind = "host" | "user" | "process" | "address";

/** A machine, an account, a program or an address. */
export interface Entity {
  readonly kind: EntityKind;
  /**
   * Host and user also match without domain, a process also by its file name, an address also with a port or as IPv6
   * writes it; letter case does not count.
   */
  readonly value: string;
}

/** Options of {@link entityPage}. */
export interface EntityPageOptions {
  /** Where to look: hits, scores, deviations, stacks, and evidence; `{ name, relation }` names one. */
  readonly from: readonly (Relation | NamedFindings)[];
  /** The rows that were hunted in, to look up what hits and scores lack. @default none */
  readonly rows?: Relation;
}

/** Everything about one entity. */
export interface EntityPage extends Displayable {
  readonly entity: Entity;
  /**
   * The rows about it, in order of time: `source`, `time`, `host`, `role` (the column that names the entity), `what`
   * (why it was found, or what the row says), `level`, `tail_probability`, `_row`, `_source`, `_record`.
   */
  readonly rows: Relation;
  /** For each source its number of rows, and the first and last of them; sources without any stand with 0. */
  readonly counts: readonly {
    readonly source: string;
    readonly rows: number;
    readonly first_seen: string | null;
    readonly last_seen: string | null;
  }[];
  /** Sources in which no column could name such an entity. */
  readonly silent: readonly string[];
}

const COLUMNS: Readonly<Record<EntityKind, readonly string[]>> = {
  host: ["host", "source_host", "destination_host"],
  user: ["user", "user_sid", "author", "account", "run_as"],
  process: ["image", "parent_image", "command", "image_path", "path"],
  address: ["source_ip", "destination_ip", "destination_host", "source_host"],
};
// What may stand before the name itself, or behind it.
const PREFIX: Readonly<Record<EntityKind, string>> = {
  host: "\\\\",
  user: "\\",
  process: "\\",
  address: "::ffff:", // IPv4 as IPv6 logs write it
};
// What a row without a reason of its own is about, in the order in which it is told.
const TELLING = [
  "action",
  "outcome",
  "status",
  "task_name",
  "task",
  "service_name",
  "command_line",
  "image",
  "image_path",
  "command",
  "program",
  "arguments",
  "path",
  "name",
  "source_host",
  "source_ip",
  "destination_host",
  "destination_ip",
];

/**
 * One page about a host, user, process or address: every hit of every method, and the evidence, in order of time.
 *
 * A source that lacks the columns is looked up in `rows` by `_source` and `_record`, or by `_row`; one that cannot be
 * looked up is named in `silent`, so that nothing is missing without a word. Throws a `TypeError` for another kind or
 * an empty value. One scan a source.
 */
export async function entityPage(entity: Entity, options: EntityPageOptions): Promise<EntityPage> {
  checkOptions("entityPage", options, ["from", "rows"]);
  check(entity, options);
  const rowColumns = options.rows === undefined ? new Set<string>() : await columnsOf(options.rows);
  const parts: Sql[] = [];
  const [names, silent]: [string[], string[]] = [[], []];
  for (const given of options.from) {
    const relation = "relation" in given ? given.relation : given;
    const source = "relation" in given ? given.name : `source ${names.length + silent.length + 1}`;
    const query = queryOf(entity, source, relation, await columnsOf(relation), options.rows, rowColumns);
    (query === undefined ? silent : names).push(source);
    if (query !== undefined) parts.push(query);
  }
  const first = options.from[0]!;
  const { engine } = "relation" in first ? first.relation : first;
  const table = raw(engine.scratch());
  await engine.execute(
    sql`create table ${table} as ${parts.length === 0 ? EMPTY : join(parts, " union all ")}`,
  );
  const rows = engine.relation(sql`select * from ${table} order by time nulls last, source, _row`);
  const found =
    await engine.sql`select source, count(*) as rows, min(time) as first_seen, max(time) as last_seen from ${table} group by source`.rows();
  const bySource = new Map(found.map((row) => [row.source as string, row]));
  const counts = names.map(
    (source) => bySource.get(source) ?? { source, rows: 0, first_seen: null, last_seen: null },
  );
  const page = { entity, rows, counts: counts as unknown as EntityPage["counts"], silent };
  return { ...page, [displaySymbol]: () => bundleOf(page) };
}

const EMPTY = raw(
  "select ''::varchar as source, null::timestamp as time, null::varchar as host, null::varchar as role, null::varchar as what, null::varchar as level, null::double as tail_probability, null::bigint as _row, null::varchar as _source, null::bigint as _record limit 0",
);

function queryOf(
  { kind, value }: Entity,
  source: string,
  relation: Relation,
  columns: ReadonlySet<string>,
  rows: Relation | undefined,
  rowColumns: ReadonlySet<string>,
): Sql | undefined {
  const own = COLUMNS[kind].filter((column) => columns.has(column));
  const link = own.length > 0 ? undefined : linkOf(columns, rowColumns);
  const looked = link === undefined ? [] : COLUMNS[kind].filter((column) => rowColumns.has(column));
  const roles = own.length > 0 ? own : looked;
  if (roles.length === 0) return undefined;
  const from = own.length > 0 ? "s" : "v";
  const hit = (column: string) => matches(sql`${raw(from)}.${name(column)}::varchar`, kind, value);
  const field = (column: string, type: string) => {
    const places = [columns.has(column) ? "s" : "", link !== undefined && rowColumns.has(column) ? "v" : ""];
    const values = places.filter((place) => place !== "").map((place) => sql`${raw(place)}.${name(column)}`);
    return values.length === 0 ? raw(`null::${type}`) : sql`coalesce(${join(values)})::${raw(type)}`;
  };
  const own_ = (column: string) => (columns.has(column) ? sql`s.${name(column)}::varchar` : raw("null"));
  const what = sql`coalesce(nullif(concat_ws(': ', ${own_("title")}, ${own_("why")}), ''), ${told(columns)}, left(to_json(s)::varchar, 300))`;
  const role = join(
    roles.map((column) => sql`when ${hit(column)} then ${column}`),
    " ",
  );
  const time = sql`coalesce(${field("time", "timestamp")}, ${field("first_seen", "timestamp")})`;
  const joined = link === undefined ? raw("") : sql` join ${rows} v on ${link}`;
  return sql`select ${source}::varchar as source, ${time} as time, ${field("host", "varchar")} as host, case ${role} end as role, ${what} as what, ${field("level", "varchar")} as level,
    ${field("tail_probability", "double")} as tail_probability, ${field("_row", "bigint")} as _row, ${field("_source", "varchar")} as _source, ${field("_record", "bigint")} as _record
    from ${relation} s${joined} where ${join(roles.map(hit), " or ")}`;
}

/** The telling columns that a row of the source has, as one text; null where it has none of them. */
function told(columns: ReadonlySet<string>): Sql {
  const parts = TELLING.filter((column) => columns.has(column)).map((column) => sql`s.${name(column)}`);
  return parts.length === 0 ? raw("null") : sql`nullif(left(concat_ws(' · ', ${join(parts)}), 300), '')`;
}

/** Equal but for letter case; or behind a domain or folder; a host also before its domain, an address before a port. */
function matches(column: Sql, kind: EntityKind, value: string): Sql {
  const wanted = value.toLowerCase();
  const tests = [
    sql`lower(${column}) = ${wanted}`,
    sql`ends_with(lower(${column}), ${`${PREFIX[kind]}${wanted}`})`,
  ];
  // An address may stand with its port, where it is no IPv6 address whose start would match others.
  if (kind === "address" && !wanted.includes(":"))
    tests.push(sql`starts_with(lower(${column}), ${`${wanted}:`})`);
  if (kind === "host") tests.push(sql`starts_with(lower(${column}), ${`${wanted}.`})`);
  return sql`(${join(tests, " or ")})`;
}

function linkOf(columns: ReadonlySet<string>, rowColumns: ReadonlySet<string>): Sql | undefined {
  const both = (column: string) => columns.has(column) && rowColumns.has(column);
  if (both("_row")) return raw("v._row = s._row");
  return both("_source") && both("_record")
    ? raw("v._source = s._source and v._record = s._record")
    : undefined;
}

async function columnsOf(relation: Relation): Promise<ReadonlySet<string>> {
  return new Set((await relation.schema()).map((field) => field.name));
}

function check({ kind, value }: Entity, { from }: EntityPageOptions): void {
  if (!Object.hasOwn(COLUMNS, kind)) {
    throw new TypeError(
      `entityPage: kind must be one of ${Object.keys(COLUMNS).join(", ")}, got ${describe(kind)}`,
    );
  }
  if (typeof value !== "string" || value === "") {
    throw new TypeError(`entityPage: value must be a text that is not empty, got ${describe(value)}`);
  }
  if (!Array.isArray(from) || from.length === 0) {
    throw new TypeError(`entityPage: from must hold one relation or more, got ${describe(from)}`);
  }
}

async function bundleOf(page: Omit<EntityPage, typeof displaySymbol>): Promise<MimeBundle> {
  const { entity, counts, silent, rows } = page;
  const lines = [
    `${entity.kind} ${entity.value}`,
    ...counts.map(
      (one) =>
        `${one.source}: ${one.rows} rows${one.rows === 0 ? "" : `, ${one.first_seen} to ${one.last_seen}`}`,
    ),
    ...silent.map((source) => `${source}: has no column that could name a ${entity.kind}`),
  ];
  const bundle = await rows[displaySymbol]();
  return {
    "text/plain": `${lines.map(visible).join("\n")}\n${bundle["text/plain"]}`,
    "text/html": `<h3>${escapeHtml(lines[0])}</h3><ul>${lines
      .slice(1)
      .map((line) => `<li>${escapeHtml(line)}</li>`)
      .join("")}</ul>${bundle["text/html"]}`,
  };
}
