import { describe } from "../../../core/check";
import { didYouMean } from "../../../core/suggest";
import { parseCondition } from "./condition";
import { placed } from "./detection";
import { namesIn } from "./expression";
import type { CorrelationRule, CorrelationType, Expression, RuleInfo } from "./model";
import type { CompareOperator } from "./scalars";
import { SigmaError } from "./sigmaError";

type Part = Readonly<Record<string, unknown>>;

const TYPES: readonly CorrelationType[] = [
  "event_count",
  "value_count",
  "temporal",
  "temporal_ordered",
  "value_sum",
  "value_avg",
  "value_percentile",
  "value_median",
];
const OPERATORS: readonly CompareOperator[] = ["lt", "lte", "gt", "gte", "eq", "neq"];
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const MEDIAN = 50;

/**
 * The correlation that a document's `correlation` part describes.
 *
 * Throws a {@link SigmaError} whose keys lead to the fault.
 *
 * Source: Sigma correlation rules specification 2.1.
 */
export function correlationRule(info: RuleInfo, part: Part): CorrelationRule {
  const type = typeOf(part.type);
  const isTemporal = type === "temporal" || type === "temporal_ordered";
  const expression = expressionOf(part, isTemporal);
  const rules = rulesOf(part, expression);
  const condition = expression === null ? boundsOf(part, type, rules.length) : NO_BOUNDS;
  return {
    kind: "correlation",
    ...info,
    type,
    rules,
    groupBy: texts(part, "group-by"),
    timespanSeconds: timespanOf(part.timespan),
    ...condition,
    expression,
    aliases: aliasesOf(part.aliases),
    generate: part.generate === true,
  };
}

const NO_BOUNDS = { bounds: [], fields: [], percentile: MEDIAN };

function typeOf(type: unknown): CorrelationType {
  const known = TYPES.find((one) => one === type);
  if (known !== undefined) return known;
  throw fault(
    `type must be one of ${TYPES.join(", ")}, got ${describe(type)}${didYouMean(String(type), TYPES)}`,
    "type",
  );
}

function expressionOf(part: Part, isTemporal: boolean): Expression | null {
  const { condition } = part;
  if (typeof condition !== "string") return null;
  if (!isTemporal) throw fault("condition must be a map for this type, got text", "condition");
  return placed(["correlation", "condition"], () => parseCondition(condition));
}

function rulesOf(part: Part, expression: Expression | null): string[] {
  const rules = texts(part, "rules");
  const named = expression === null ? [] : namesIn(expression);
  if (rules.length === 0) rules.push(...named);
  if (rules.length === 0) throw fault("rules must name one rule or more, got none");
  const other = expression === null ? undefined : named.find((name) => !rules.includes(name));
  if (other !== undefined) {
    throw fault(
      `condition must name rules of the list, got ${describe(other)}${didYouMean(other, rules)}`,
      "condition",
    );
  }
  return rules;
}

function boundsOf(part: Part, type: CorrelationType, rules: number) {
  const { condition } = part;
  const isTemporal = type === "temporal" || type === "temporal_ordered";
  if (condition === undefined && isTemporal) {
    return { ...NO_BOUNDS, bounds: [{ operator: "gte", value: rules } as const] };
  }
  if (typeof condition !== "object" || condition === null || Array.isArray(condition)) {
    throw fault(`condition must be a map such as {gte: 10}, got ${describe(condition)}`, "condition");
  }
  const { field, percentile = MEDIAN, ...rest } = condition as Part;
  const bounds = Object.entries(rest).map(([name, value]) => {
    const operator = OPERATORS.find((one) => one === name);
    if (operator === undefined || typeof value !== "number") {
      throw fault(
        `condition must hold ${OPERATORS.join(", ")} with numbers, got ${describe(name)}: ${describe(value)}`,
        "condition",
      );
    }
    return { operator, value };
  });
  if (bounds.length === 0) throw fault("condition must hold a comparison, got none", "condition");
  const fields = [field ?? []].flat().map(String);
  if (type.startsWith("value_") && fields.length === 0) {
    throw fault(`condition must name a field for ${type}, got none`, "condition");
  }
  if (typeof percentile !== "number" || percentile < 0 || percentile > 100) {
    throw fault(`percentile must be in [0, 100], got ${describe(percentile)}`, "condition");
  }
  return { bounds, fields, percentile };
}

function timespanOf(span: unknown): number {
  const found = /^(\d{1,9})([smhdw])$/.exec(String(span));
  if (found === null) {
    throw fault(
      `timespan must be a number with s, m, h, d or w, such as 15m, got ${describe(span)}`,
      "timespan",
    );
  }
  return Number(found[1]) * SECONDS[found[2]!]!;
}

function aliasesOf(aliases: unknown): Map<string, Map<string, string>> {
  const all = new Map<string, Map<string, string>>();
  if (aliases === undefined || aliases === null) return all;
  if (typeof aliases !== "object") throw fault(`aliases must be a map, got ${describe(aliases)}`, "aliases");
  for (const [alias, fields] of Object.entries(aliases)) {
    if (typeof fields !== "object" || fields === null) {
      throw fault(
        `aliases must map rules to fields, got ${describe(fields)} for ${describe(alias)}`,
        "aliases",
      );
    }
    all.set(alias, new Map(Object.entries(fields).map(([rule, field]) => [rule, String(field)])));
  }
  return all;
}

function texts(part: Part, key: string): string[] {
  const values = [part[key] ?? []].flat();
  const odd = values.find((value) => typeof value !== "string");
  if (odd !== undefined) throw fault(`${key} must hold text, got ${describe(odd)}`, key);
  return values as string[];
}

function fault(message: string, key?: string): SigmaError {
  return new SigmaError(`sigma: ${message}`, key === undefined ? ["correlation"] : ["correlation", key]);
}
