import { checkOptions } from "../core/check";
import { type Displayable, displaySymbol } from "../core/display";
import { plural } from "../core/plural";
import { nameList } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, name, raw, type Sql, sql } from "../engine/sql";
import { bundleWithNotes } from "./bundleWithNotes";
import { type FindingSource, findingSources, findingsOf, type NamedFindings } from "./findings";
import { type Plan, type PlanOptions, plan } from "./plan";
import { linesOf } from "./triageLines";

/** Options of {@link triage}. */
export interface TriageOptions {
  /** What the methods found: relations of hits, rarity, deviations and scores; `{ name, relation }` names one. */
  readonly from: readonly (Relation | NamedFindings)[];
  /** Time and people as for {@link plan}, or just a number of lines. @default 8 hours of one analyst */
  readonly budget?: number | PlanOptions;
  /** Columns that say what a thing is; like things become one line. @default the most telling one that sources share */
  readonly by?: string | readonly string[];
  /** The rows that were hunted in, to look up what hits and scores lack. @default none */
  readonly rows?: Relation;
}

/** What became of the findings of one source. */
export interface TriageCount {
  readonly source: string;
  readonly method: string;
  readonly findings: number;
  /** Findings that a baseline's rule allows; they are in no line. */
  readonly allowed: number;
  readonly lines: number;
  readonly queued: number;
  /** Lines below the budget. */
  readonly left: number;
}

/** An ordered queue of lines to read, and everything that is not in it. */
export interface Triage extends Displayable {
  readonly plan: Plan;
  /**
   * The lines that are read, in order: `place`, `item`, `tail_probability`, `tier`, `why`, `methods` (how many sources
   * found it), `category` (the method that found it oddest), `level` (the worst of its hits), `findings`, `hosts`,
   * `host_names` and `evidence` (`file:record`; at most five of each, those of the oddest findings first),
   * `first_seen`, `last_seen`, `owner`, `done_hours` (when its owner has read it).
   */
  readonly queue: Relation;
  /** The lines below the budget, in order, with the same columns but for owner and time. */
  readonly left: Relation;
  readonly counts: readonly TriageCount[];
  /** What a reader must know: what became of each source, lines left, hits among them, what was allowed. */
  readonly notes: readonly string[];
}

/**
 * One queue out of whatever methods have run, cut to a budget; nothing is dropped in silence.
 *
 * Findings about one thing become one line, over all hosts and methods. For each source a line's tail is the share of
 * all lines that the source finds at least as odd: hits by their level, less one level for each factor of ten in the
 * things that the rule or indicator hits; deviations by kind and prevalence; stacks and scores by their own tail. So a
 * rule that fires everywhere sinks by itself. A line's `tail_probability` is the smallest of its sources' tails times
 * the number of sources (Bonferroni, valid however the methods depend on each other), at most 1. Order: tail, then the
 * worst hit, then what more sources agree on, then the name.
 *
 * What does not fit the budget is in `left`, and `counts` and `notes` say so. Throws a `TypeError` for sources that are
 * of no known kind. The findings are grouped and stored in the engine; nothing but counts comes to memory.
 */
export async function triage(options: TriageOptions): Promise<Triage> {
  checkOptions("triage", options, ["from", "budget", "by", "rows"]);
  const sources = await findingSources(options.from);
  const rows = options.rows === undefined ? undefined : await rowSource(options.rows);
  const by =
    options.by === undefined
      ? commonName(sources, rows)
      : namesFrom(options.by, [...sources, ...(rows ? [rows] : [])]);
  const { engine } = sources[0]!.relation;
  const store = async (query: Sql): Promise<Sql> => {
    const table = raw(engine.scratch());
    await engine.execute(sql`create table ${table} as ${query}`);
    return table;
  };
  const findings = await store(unionAll(sources.map((source) => findingsOf(source, by, rows))));
  const lines = await store(linesOf(findings, sources.length, thingsIn(rows, by)));
  const planned = planFor(await engine.relation(sql`select * from ${lines}`).count(), options.budget);
  const places = await store(placed(lines, planned));
  const queue = engine.relation(queueOf(places, planned));
  const left = engine.relation(sql`select * exclude (queued) from ${places} where not queued order by place`);
  const counts = (await engine.relation(countsOf(findings, places)).rows()) as unknown as TriageCount[];
  const hits = await left.where(sql`level in ${["indicator", "critical", "high"]}`).count();
  const notes = notesOf(planned, counts, await left.count(), hits);
  return { plan: planned, queue, left, counts, notes, [displaySymbol]: () => bundleWithNotes(queue, notes) };
}

/** Columns that can name a thing, the most telling first. */
const NAMES = [
  "task_pattern",
  "task_name",
  "service_name",
  "image_pattern",
  "image",
  "process",
  "path",
  "command_pattern",
  "command",
  "destination_host",
  "destination_ip",
  "name",
];

/** The name that most sources have, or can be given from the rows; none where there is no such column. */
function commonName(sources: readonly FindingSource[], rows: FindingSource | undefined): readonly string[] {
  const having = (column: string) => sources.filter(({ columns }) => columns.has(column)).length;
  const known = NAMES.filter((column) => rows === undefined || rows.columns.has(column));
  const [best] = known.filter((column) => having(column) > 0).sort((a, b) => having(b) - having(a));
  const found = best ?? (rows === undefined ? undefined : known[0]);
  return found === undefined ? [] : [found];
}

/** The names that were asked for, each in one source at least. */
function namesFrom(by: string | readonly string[], sources: readonly FindingSource[]): readonly string[] {
  const names = nameList("triage", "by", by);
  const unknown = names.find((column) => sources.every(({ columns }) => !columns.has(column)));
  if (unknown !== undefined) {
    throw new TypeError(
      `triage: by must name columns of the sources or of rows, got ${JSON.stringify(unknown)}`,
    );
  }
  return names;
}

async function rowSource(relation: Relation): Promise<FindingSource> {
  const columns = new Set((await relation.schema()).map((field) => field.name));
  return { name: "rows", method: "score", relation, columns };
}

/** SQL of the number of things that were looked at. */
function thingsIn(rows: FindingSource | undefined, by: readonly string[]): Sql {
  const names = by.filter((column) => rows?.columns.has(column));
  if (rows === undefined || names.length < by.length || by.length === 0) return raw("0");
  return sql`(select count(*) from (select distinct ${join(names.map(name))} from ${rows.relation}))`;
}

function unionAll(queries: readonly Sql[]): Sql {
  return queries.reduce((all, query) => sql`${all} union all ${query}`);
}

/** A number is a number of lines for one analyst; time without people is one analyst's. */
function planFor(lines: number, budget: TriageOptions["budget"] = {}): Plan {
  if (typeof budget === "number") return plan({ items: Math.min(lines, budget), analysts: 1 });
  if (budget.items !== undefined) return plan({ ...budget, items: Math.min(lines, budget.items) });
  return plan({ hours: 8, analysts: 1, minutesPerItem: 20, ...budget, items: lines });
}

/** The lines with `queued`: a category's first lines up to its budget, then the best of the rest. */
function placed(lines: Sql, { items, left, budgets }: Plan): Sql {
  const places = Object.entries(budgets).map(([category, n]) => sql`when ${category} then ${n}`);
  const reserved = places.length === 0 ? raw("0") : sql`case category ${join(places, " ")} else 0 end`;
  const ranked = sql`select *, row_number() over (partition by category order by place) <= ${reserved} as reserved from ${lines}`;
  return sql`select * exclude (reserved), row_number() over (order by reserved desc, place) <= ${items - left} as queued from (${ranked})`;
}

/** The queue in turn to the owners, so that each begins with the oddest. */
function queueOf(places: Sql, { owners, minutesPerItem }: Plan): Sql {
  const turn = sql`(place - 1) % ${owners.length}`;
  const names = join(
    owners.map((owner, i) => sql`when ${i} then ${owner.name}`),
    " ",
  );
  const queued = sql`select * exclude (queued) replace (row_number() over (order by place) as place) from ${places} where queued`;
  return sql`select *, case ${turn} ${names} end as owner, ceil(place / ${owners.length}) * ${minutesPerItem} / 60 as done_hours from (${queued}) order by place`;
}

function countsOf(findings: Sql, places: Sql): Sql {
  return sql`select f.source, any_value(f.method) as method, count(*) as findings, count(*) filter (where f.allowed is not null) as allowed,
    count(distinct l.item) as lines, count(distinct l.item) filter (where l.queued) as queued, count(distinct l.item) filter (where not l.queued) as "left"
    from ${findings} f left join ${places} l on l.item = f.item and f.allowed is null group by f.source order by f.source`;
}

function notesOf(planned: Plan, counts: readonly TriageCount[], left: number, hits: number): string[] {
  const allowed = counts.reduce((sum, count) => sum + count.allowed, 0);
  const notes = [planned.sentence];
  for (const { source, findings, lines, queued } of counts) {
    notes.push(`${source}: ${plural(findings, "finding")} in ${plural(lines, "line")}, ${queued} queued`);
  }
  if (left > 0)
    notes.push(`below the budget: ${plural(left, "line")}, ${hits} with a hit of level high or above`);
  if (allowed > 0) notes.push(`allowed by rules, and in no line: ${plural(allowed, "deviation")}`);
  return notes;
}
