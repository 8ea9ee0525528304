import type { Comparison, Condition, Pattern, PatternValue } from "./pattern";

const WORDS = { and: " AND ", or: " OR ", followedBy: " FOLLOWEDBY " } as const;

/**
 * A pattern as text, in STIX's own words as far as they go; equal patterns give equal texts.
 *
 * @example
 * patternText({ kind: "within", seconds: 5, part: { kind: "row", condition: { kind: "comparison", comparison: { object: "a", property: "b", operator: "=", values: ["x"] } } } }) // "[a:b = 'x'] WITHIN 5 SECONDS"
 */
export function patternText(pattern: Pattern): string {
  switch (pattern.kind) {
    case "row":
      return `[${conditionText(pattern.condition)}]`;
    case "within":
      return `${wrapped(pattern.part)} WITHIN ${pattern.seconds} SECONDS`;
    case "repeats":
      return `${wrapped(pattern.part)} REPEATS ${pattern.times} TIMES`;
    case "between":
      return `${wrapped(pattern.part)} START ${timeText(pattern.start)} STOP ${timeText(pattern.stop)}`;
    default:
      return pattern.parts.map(wrapped).join(WORDS[pattern.kind]);
  }
}

function wrapped(pattern: Pattern): string {
  const text = patternText(pattern);
  return pattern.kind === "row" ? text : `(${text})`;
}

function conditionText(condition: Condition): string {
  if (condition.kind === "not") {
    const { part } = condition;
    return part.kind === "comparison"
      ? comparisonText(part.comparison, "NOT ")
      : `NOT (${conditionText(part)})`;
  }
  if (condition.kind !== "comparison") {
    return condition.parts
      .map((part) => (part.kind === "comparison" ? conditionText(part) : `(${conditionText(part)})`))
      .join(WORDS[condition.kind]);
  }
  return comparisonText(condition.comparison, "");
}

function comparisonText({ object, property, operator, values }: Comparison, not: string): string {
  const path = property.startsWith(`${object}/`) ? property : `${object}:${property}`;
  if (operator === "EXISTS") return `${not}EXISTS ${path}`;
  const text = values.map(valueText).join(", ");
  return `${path} ${not}${operator} ${operator === "IN" ? `(${text})` : text}`;
}

function valueText(value: PatternValue): string {
  return typeof value === "string" ? `'${value.replace(/[\\']/g, "\\$&")}'` : String(value);
}

function timeText(time: number): string {
  return `t'${new Date(time).toISOString()}'`;
}
