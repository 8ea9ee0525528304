import { describe } from "../../../core/check";
import { didYouMean } from "../../../core/suggest";
import { correlationRule } from "./correlation";
import { detectionTest } from "./detection";
import type { Placeholders } from "./draftTest";
import {
  type DetectionRule,
  type FilterRule,
  LEVELS,
  type Level,
  type LogSource,
  type Rule,
  type RuleEvents,
  type RuleInfo,
} from "./model";
import { SigmaError } from "./sigmaError";

type Document = Readonly<Record<string, unknown>>;

/** Keys at the top of a document, for suggestions; the specification allows others. */
const KNOWN = ["title", "detection", "logsource", "correlation", "filter", "level", "tags", "condition"];
const NEEDED = ["detection", "correlation", "filter"];

/**
 * The rule that one YAML document holds.
 *
 * Throws a {@link SigmaError} whose keys lead to the fault in the document.
 */
export function parseRule(document: unknown, path: string, placeholders: Placeholders): Rule {
  if (!isMap(document)) throw new SigmaError(`sigma: rule must be a map, got ${describe(document)}`);
  const info = ruleInfo(document, path);
  if (document.correlation !== undefined) {
    return correlationRule(info, map(document.correlation, "correlation"));
  }
  if (document.filter !== undefined) return filterRule(document, info, placeholders);
  if (document.detection === undefined) {
    const near = Object.keys(document).map((key) => [key, didYouMean(key, NEEDED)] as const);
    const found = near.find(([key, hint]) => hint !== "" && !KNOWN.includes(key));
    throw new SigmaError(
      `sigma: rule must have one of ${NEEDED.join(", ")}, got none${found?.[1] ?? ""}`,
      found === undefined ? [] : [found[0]],
    );
  }
  return detectionRule(document, info, placeholders);
}

function detectionRule(document: Document, info: RuleInfo, placeholders: Placeholders): DetectionRule {
  const detection = map(document.detection, "detection");
  const test = detectionTest(detection, ["detection"], placeholders);
  const obstacle =
    detection.timeframe === undefined
      ? null
      : "timeframe belongs to the obsolete aggregations; write a correlation rule";
  const tests = eventsOf(document.tests);
  return { kind: "detection", ...info, logsource: logSource(document), test, obstacle, tests };
}

/** A rule's own events, to test it with; other things of that name are let be. */
function eventsOf(tests: unknown): RuleEvents {
  if (!isMap(tests)) return {};
  const list = (name: string) => [tests[name] ?? []].flat().filter(isMap);
  return { hits: list("hits"), quiet: list("quiet") };
}

function filterRule(document: Document, info: RuleInfo, placeholders: Placeholders): FilterRule {
  const filter = map(document.filter, "filter");
  const { rules } = filter;
  const isAny = typeof rules === "string" && ["any", "all"].includes(rules.toLowerCase());
  const list = [rules].flat();
  if (!isAny && !list.every((rule) => typeof rule === "string")) {
    throw new SigmaError(`sigma: filter must name its rules (a list, or "any"), got ${describe(rules)}`, [
      "filter",
    ]);
  }
  const test = detectionTest(filter, ["filter"], placeholders, ["rules"]);
  const isEvery = isAny || list.length === 0;
  return {
    kind: "filter",
    ...info,
    logsource: logSource(document),
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
