import { checkOptions, describe } from "../../core/check";
import { startProgress } from "../../core/progress";
import { didYouMean } from "../../core/suggest";
import type { Engine, Relation } from "../../engine/engine";
import { raw } from "../../engine/sql";
import type { Attack } from "../attack/attack";
import { knownTechniques } from "../attack/knownTechniques";
import { correlate, planCorrelations } from "./correlate/correlate";
import { type Coverage, coverageOf } from "./coverage";
import { type DetectionRule, LEVELS, type Level, type Rule } from "./rule/model";
import { Collector } from "./run/collector";
import { HitTable } from "./run/hitTable";
import { type NotRun, planRules } from "./run/plan";
import { countEvents, NEEDED_COLUMNS, scanEvents } from "./run/scan";
import type { SourceEntry } from "./sources/sourceMap";
import { WINDOWS_SOURCES } from "./sources/windows";

/** Options of {@link runRules}. */
export interface RunRulesOptions {
  /** Which events the log sources of rules mean. @default WINDOWS_SOURCES */
  readonly logSources?: readonly SourceEntry[];
  /** Only rules of this level and above. @default "informational" */
  readonly minLevel?: Level;
  /** Names of techniques. @default those of our own rules */
  readonly attack?: Attack;
  /**
   * The field `Data` of rules means elements without a name, as in logs of installers and databases. Off, such rules
   * are in `notRun`. @default false
   */
  readonly unnamedData?: boolean;
  /** No progress display. @default false */
  readonly quiet?: boolean;
}

/** What {@link runRules} gives. */
export interface SigmaResult {
  /** `rule title level attack why host time _source _record _row`, the gravest first. */
  readonly hits: Relation;
  /** `rule title level kind reason path`: rules that had nothing to look at, and why. */
  readonly notRun: Relation;
  readonly coverage: Coverage;
}

/**
 * Runs Sigma rules over events: detections, filters and correlations.
 *
 * `events` has the columns of the view `events`. A missing field matches nothing, so `not` of it holds. Rules whose
 * log source or fields do not occur are in `notRun`, never silently without hits. One pass over the events; an event
 * costs about what it contains, not what the number of rules would ask for.
 *
 * Throws a `TypeError` for a relation without these columns.
 *
 * Source: Sigma specification 2.1.
 */
export async function runRules(
  events: Relation,
  rules: readonly Rule[],
  options: RunRulesOptions = {},
): Promise<SigmaResult> {
  checkOptions("runRules", options, ["logSources", "minLevel", "attack", "unnamedData", "quiet"]);
  await checkColumns(events);
  const {
    attack = knownTechniques(),
    logSources = WINDOWS_SOURCES,
    quiet = false,
    unnamedData = false,
  } = options;
  const minLevel = levelOf(options.minLevel);
  const wanted = rules.filter((rule) => rule.kind !== "filter" && LEVELS.indexOf(rule.level) >= minLevel);
  const ids = new Set(wanted.map((rule) => rule.id));
  const correlations = planCorrelations(rules);
  const detections = rules.filter(
    (rule) => rule.kind === "detection" && (ids.has(rule.id) || correlations.fields.has(rule.id)),
  ) as DetectionRule[];
  const filters = rules.filter((rule) => rule.kind === "filter");
  const { groups, notRun } = planRules(detections, filters, logSources, await countEvents(events));
  const broken = correlations.broken.map(({ rule, reason }) => ({ rule, kind: "feature" as const, reason }));
  const lost: NotRun[] = [...notRun, ...broken].filter(({ rule }) => ids.has(rule.id));
  const collector = new Collector(await HitTable.open(events.engine, attack), correlations, ids);
  const progress = startProgress("sigma", await events.count(), { unit: "events", quiet });
  await scanEvents(events, groups, collector.take, {
    unnamedData,
    progress: (done) => progress.update(done),
  });
  for (const hit of correlate(correlations, collector.sightings)) collector.takeCorrelation(hit);
  progress.finish(`${collector.total} hits`);
  for (const group of groups) {
    group.rules.forEach((rule, i) => {
      const absent = collector.counts.has(rule.id) ? [] : group.absentFields(i);
      if (absent.length === 0) return;
      const reason = `no event of its log source has ${absent.slice(0, SHOWN_FIELDS).join(", ")}`;
      lost.push({ rule, kind: "field", reason });
    });
  }
  return {
    hits: collector.table.finish(),
    notRun: await notRunTable(events.engine, lost),
    coverage: coverageOf(wanted, lost, collector.counts, attack),
  };
}

const SHOWN_FIELDS = 6;

async function checkColumns(events: Relation): Promise<void> {
  const names = new Set((await events.schema()).map((field) => field.name));
  const missing = NEEDED_COLUMNS.find((name) => !names.has(name));
  if (missing === undefined) return;
  throw new TypeError(
    `runRules: relation must have the columns of the view events, got none named ${JSON.stringify(missing)}; use what read gives, or as("events")`,
  );
}

function levelOf(level: Level = "informational"): number {
  const place = LEVELS.indexOf(level);
  if (place >= 0) return place;
  throw new RangeError(
    `runRules: minLevel must be one of ${LEVELS.join(", ")}, got ${describe(level)}${didYouMean(String(level), LEVELS)}`,
  );
}

/** Rules that did not run, the gravest first. */
async function notRunTable(engine: Engine, lost: readonly NotRun[]): Promise<Relation> {
  const table = engine.scratch();
  await engine.execute(
    raw(
      `create table ${table} (rule varchar, title varchar, level varchar, kind varchar, reason varchar, path varchar)`,
    ),
  );
  const appender = await engine.appender(table);
  const ordered = [...lost].sort((a, b) => LEVELS.indexOf(b.rule.level) - LEVELS.indexOf(a.rule.level));
  for (const { rule, kind, reason } of ordered) {
    appender.append([rule.id, rule.title, rule.level, kind, reason, rule.path]);
  }
  appender.close();
  return engine.relation(raw(`select * from ${table}`));
}
