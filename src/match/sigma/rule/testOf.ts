import { didYouMean } from "../../../core/suggest";
import type { Expression, Test } from "./model";
import { SigmaError } from "./sigmaError";
import { matchesText, parseWildcards, textPattern } from "./textPattern";

/**
 * The test that a condition's expression makes of the tests of a detection.
 *
 * A part that is null, since a pipeline has dropped all of it, is left out; null when nothing is left.
 * `them` is every name that does not start with an underscore. Throws a {@link SigmaError} for a name or a pattern
 * that fits nothing. O(names * parts).
 */
export function testOf(expression: Expression, named: ReadonlyMap<string, Test | null>): Test | null {
  switch (expression.kind) {
    case "not":
      return negated(testOf(expression.item, named));
    case "and":
    case "or":
      return joined(
        expression.kind,
        expression.items.map((item) => testOf(item, named)),
      );
    case "of":
      return ofPattern(expression, named);
    case "name": {
      const { name, offset } = expression;
      const test = named.get(name);
      if (test !== undefined) return test;
      const near = didYouMean(name, named.keys());
      throw new SigmaError(
        `sigma: condition must name parts of the detection (${[...named.keys()].join(", ")}), got ${JSON.stringify(name)}${near}`,
        [],
        offset,
      );
    }
  }
}

/** Several tests as one; null ones are left out, and null is what nothing makes. */
export function joined(kind: "and" | "or", tests: readonly (Test | null)[]): Test | null {
  const items = tests.filter((test): test is Test => test !== null);
  return items.length > 1 ? { kind, items } : (items[0] ?? null);
}

/** The opposite of a test; null for none. */
export function negated(item: Test | null): Test | null {
  return item === null ? null : { kind: "not", item };
}

function ofPattern(
  expression: Extract<Expression, { kind: "of" }>,
  named: ReadonlyMap<string, Test | null>,
): Test | null {
  const { pattern, all, offset } = expression;
  const names = namesOf(pattern, [...named.keys()]);
  if (names.length === 0) {
    throw new SigmaError(
      `sigma: pattern must fit parts of the detection (${[...named.keys()].join(", ")}), got ${JSON.stringify(pattern)}`,
      [],
      offset,
    );
  }
  const tests = names.map((name) => named.get(name)!);
  return joined(all ? "and" : "or", tests);
}

/**
 * The names that `them` or a pattern with `*` stands for.
 *
 * @example
 * namesOf("sel_*", ["sel_a", "filter"]) // ["sel_a"]
 */
export function namesOf(pattern: string, names: readonly string[]): string[] {
  if (pattern.toLowerCase() === "them") return names.filter((name) => !name.startsWith("_"));
  const wanted = textPattern(parseWildcards(pattern), true);
  return names.filter((name) => matchesText(wanted, name));
}
