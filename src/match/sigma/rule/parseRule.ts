import { describe } from "../../../core/check";
import { didYouMean } from "../../../core/suggest";
import type { Pipeline } from "../pipeline/readPipelines";
import { RuleWork } from "../pipeline/ruleWork";
import type { RuleFacts } from "../pipeline/step";
import { correlationRule } from "./correlation";
import { detectionTest } from "./detection";
import {
  type DetectionRule,
  type FilterRule,
  LEVELS,
  type Level,
  type LogSource,
  type Rule,
  type RuleEvents,
  type RuleInfo,
  type Test,
} from "./model";
import type { Placeholders } from "./placeholders";
import { SigmaError } from "./sigmaError";

type Document = Readonly<Record<string, unknown>>;

/** Keys at the top of a document, for suggestions; the specification allows others. */
const KNOWN = ["title", "detection", "logsource", "correlation", "filter", "level", "tags", "condition"];
const NEEDED = ["detection", "correlation", "filter"];

/** Options of {@link parseRule}. */
export interface ParseRuleOptions {
  /** Values for `|expand`. @default {} */
  readonly placeholders?: Placeholders;
  /** What rules go through, in order. @default [] */
  readonly pipelines?: readonly Pipeline[];
}

/**
 * The rule that one YAML document holds.
 *
 * Throws a {@link SigmaError} whose keys lead to the fault in the document.
 */
export function parseRule(document: unknown, path: string, options: ParseRuleOptions = {}): Rule {
  if (!isMap(document)) throw new SigmaError(`sigma: rule must be a map, got ${describe(document)}`);
  const info = ruleInfo(document, path);
  if (document.correlation !== undefined) {
    return correlationRule(info, map(document.correlation, "correlation"));
  }
  if (document.filter !== undefined) return filterRule(document, info, options);
  if (document.detection === undefined) {
    const near = Object.keys(document).map((key) => [key, didYouMean(key, NEEDED)] as const);
    const found = near.find(([key, hint]) => hint !== "" && !KNOWN.includes(key));
    throw new SigmaError(
      `sigma: rule must have one of ${NEEDED.join(", ")}, got none${found?.[1] ?? ""}`,
      found === undefined ? [] : [found[0]],
    );
  }
  return detectionRule(document, info, options);
}

function detectionRule(document: Document, info: RuleInfo, options: ParseRuleOptions): DetectionRule {
  const detection = map(document.detection, "detection");
  const work = workOf({ kind: "detection", info, part: detection, document }, options);
  const test = detectionTest(detection, ["detection"], { work, placeholders: options.placeholders ?? {} });
  const { logsource } = work;
  return {
    kind: "detection",
    ...info,
    logsource,
    test: test ?? NEVER,
    obstacle: obstacleOf(detection, test, work),
    tests: eventsOf(document.tests),
    renamed: work.nameOf,
  };
}

const NEVER: Test = { kind: "or", items: [] };

function obstacleOf(detection: Document, test: Test | null, work: RuleWork): string | null {
  if (work.failure !== null) return work.failure;
  if (test === null) return "pipeline: nothing of the rule is left";
  if (detection.timeframe === undefined) return null;
  return "timeframe belongs to the obsolete aggregations; write a correlation rule";
}

/** What a rule goes through. */
function workOf(
  { kind, info, part, document }: Pick<RuleFacts, "kind" | "info"> & Record<"part" | "document", Document>,
  { pipelines = [] }: ParseRuleOptions,
): RuleWork {
  const steps = pipelines.flatMap((pipeline) => pipeline.steps);
  const values = steps.length === 0 ? new Map() : valuesOf(part);
  return new RuleWork(steps, { kind, info, logsource: logSource(document), values });
}

/** The fields of a detection's parts with their values in lower case, for conditions of pipelines. */
function valuesOf(part: Document): Map<string, Set<string>> {
  const values = new Map<string, Set<string>>();
  for (const map of Object.values(part).flat().filter(isMap)) {
    for (const [key, value] of Object.entries(map)) {
      const field = key.split("|")[0]!;
      const known = values.get(field) ?? new Set<string>();
      values.set(field, known);
      for (const one of [value].flat()) known.add(String(one).toLowerCase());
    }
  }
  return values;
}

/** A rule's own events, to test it with; other things of that name are let be. */
function eventsOf(tests: unknown): RuleEvents {
  if (!isMap(tests)) return {};
  const list = (name: string) => [tests[name] ?? []].flat().filter(isMap);
  return { hits: list("hits"), quiet: list("quiet") };
}

function filterRule(document: Document, info: RuleInfo, options: ParseRuleOptions): FilterRule {
  const filter = map(document.filter, "filter");
  const { rules } = filter;
  const isAny = typeof rules === "string" && ["any", "all"].includes(rules.toLowerCase());
  const list = [rules].flat();
  if (!isAny && !list.every((rule) => typeof rule === "string")) {
    throw new SigmaError(`sigma: filter must name its rules (a list, or "any"), got ${describe(rules)}`, [
      "filter",
    ]);
  }
  const { rules: _, ...part } = filter;
  const work = workOf({ kind: "filter", info, part, document }, options);
  const test = detectionTest(part, ["filter"], { work, placeholders: options.placeholders ?? {} });
  const isEvery = isAny || list.length === 0;
  return {
    kind: "filter",
    ...info,
    logsource: work.logsource,
    rules: isEvery ? null : (list as string[]),
    test,
  };
}

function ruleInfo(document: Document, path: string): RuleInfo {
  const title = optional(document, "title");
  const id = optional(document, "id") ?? optional(document, "name") ?? title;
  if (id === null) throw new SigmaError("sigma: rule must have a title, got none");
  return {
    id,
    name: optional(document, "name"),
    title: title ?? id,
    level: levelOf(document),
    status: optional(document, "status"),
    author: optional(document, "author"),
    description: optional(document, "description"),
    tags: [document.tags].flat().filter((tag) => typeof tag === "string"),
    path,
  };
}

/** A rule without a level tells nothing of its weight: `informational`. */
function levelOf(document: Document): Level {
  const { level } = document;
  if (level === undefined || level === null) return "informational";
  const known = LEVELS.find((one) => one === String(level).toLowerCase());
  if (known !== undefined) return known;
  throw new SigmaError(
    `sigma: level must be one of ${LEVELS.join(", ")}, got ${describe(level)}${didYouMean(String(level), LEVELS)}`,
    ["level"],
  );
}

function logSource(document: Document): LogSource {
  const given = map(document.logsource, "logsource");
  const part = (name: string) => {
    const value = given[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value === "string") return value.toLowerCase();
    throw new SigmaError(`sigma: ${name} of the log source must be text, got ${describe(value)}`, [
      "logsource",
      name,
    ]);
  };
  return { category: part("category"), product: part("product"), service: part("service") };
}

function optional(document: Document, key: string): string | null {
  const value = document[key];
  if (value === undefined || value === null) return null;
  if (typeof value === "object") {
    throw new SigmaError(`sigma: ${key} must be text, got ${describe(value)}`, [key]);
  }
  return String(value);
}

function map(value: unknown, key: string): Document {
  if (isMap(value)) return value;
  throw new SigmaError(
    `sigma: ${key} must be a map, got ${value === undefined ? "none" : describe(value)}`,
    value === undefined ? [] : [key],
  );
}

function isMap(value: unknown): value is Document {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
