import type { Entry } from "../collector";
import { atomsOf } from "./comparisonAtom";
import type { Comparison, Condition, Pattern } from "./pattern";
import { patternText } from "./patternText";

/** What a pattern's entries have in common. */
export type EntryContext = Omit<Entry, "type" | "value" | "field" | "pattern">;

/**
 * The entries of a pattern: alternatives become entries of their own, and those that one value decides become plain
 * indicators, which are found by look-up; only the rest stays a pattern.
 */
export function patternEntries(pattern: Pattern, context: EntryContext): Entry[] {
  return alternatives(pattern).flatMap((part) => entriesOf(part, context));
}

/** Every comparison of a pattern, written as object, property and value: what importers count. */
export function comparisonKeys(pattern: Pattern): string[] {
  return comparisons(pattern).flatMap(({ object, property, operator, values }) =>
    values.length === 0
      ? [`${object}:${property} ${operator}`]
      : values.map((v) => `${object}:${property} ${v}`),
  );
}

function alternatives(pattern: Pattern): Pattern[] {
  if (pattern.kind === "or") return pattern.parts.flatMap(alternatives);
  if (pattern.kind === "row" && pattern.condition.kind === "or") {
    return pattern.condition.parts.flatMap((condition) => alternatives({ kind: "row", condition }));
  }
  return [pattern];
}

function entriesOf(pattern: Pattern, context: EntryContext): Entry[] {
  const single =
    pattern.kind === "row" && pattern.condition.kind === "comparison" ? pattern.condition : undefined;
  const atoms = single === undefined ? undefined : atomsOf(single.comparison);
  if (single !== undefined && atoms !== undefined) {
    const { object, property } = single.comparison;
    const field = property.startsWith(`${object}/`) ? property : `${object}:${property}`;
    return atoms.map((atom) => ({ ...context, ...atom, field }));
  }
  const text = patternText(pattern);
  const unused = context.unused ?? (onlyNegative(pattern) ? NEGATIVE : undefined);
  return [{ ...context, type: "pattern", value: text, field: "pattern", pattern, unused }];
}

const NEGATIVE = "only says what a row must not be: it would match nearly every row";

/** Whether some part of a pattern holds for rows of which nothing is known. */
function onlyNegative(pattern: Pattern): boolean {
  switch (pattern.kind) {
    case "row":
      return holdsForNothing(pattern.condition);
    case "and":
    case "or":
    case "followedBy":
      return pattern.parts.some(onlyNegative);
    default:
      return onlyNegative(pattern.part);
  }
}

function holdsForNothing(condition: Condition): boolean {
  switch (condition.kind) {
    case "and":
      return condition.parts.every(holdsForNothing);
    case "or":
      return condition.parts.some(holdsForNothing);
    case "not":
      return !holdsForNothing(condition.part);
    default:
      return condition.comparison.operator === "!=";
  }
}

function comparisons(pattern: Pattern): Comparison[] {
  switch (pattern.kind) {
    case "row":
      return ofCondition(pattern.condition);
    case "and":
    case "or":
    case "followedBy":
      return pattern.parts.flatMap(comparisons);
    default:
      return comparisons(pattern.part);
  }
}

function ofCondition(condition: Condition): Comparison[] {
  if (condition.kind === "comparison") return [condition.comparison];
  return condition.kind === "not" ? ofCondition(condition.part) : condition.parts.flatMap(ofCondition);
}
