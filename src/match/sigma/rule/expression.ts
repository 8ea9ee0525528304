import type { Expression } from "./model";

/** A part of an expression that names something. */
type Leaf = Extract<Expression, { kind: "name" | "of" }>;

/** The names and patterns of an expression, in order. */
export function leavesOf(expression: Expression): Leaf[] {
  if (expression.kind === "not") return leavesOf(expression.item);
  return "items" in expression ? expression.items.flatMap(leavesOf) : [expression];
}

/** Names in an expression, each once. Patterns (`1 of …`) name nothing. */
export function namesIn(expression: Expression): string[] {
  return [...new Set(leavesOf(expression).flatMap((leaf) => (leaf.kind === "name" ? leaf.name : [])))];
}

/** Whether an expression holds, by the names that do; patterns hold never. */
export function evaluate(expression: Expression, isTrue: (name: string) => boolean): boolean {
  switch (expression.kind) {
    case "name":
      return isTrue(expression.name);
    case "not":
      return !evaluate(expression.item, isTrue);
    case "and":
      return expression.items.every((item) => evaluate(item, isTrue));
    case "or":
      return expression.items.some((item) => evaluate(item, isTrue));
    case "of":
      return false;
  }
}
