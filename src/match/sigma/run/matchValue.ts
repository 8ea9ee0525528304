import { type LinearRegex, linearRegex } from "../../linearRegex";
import { isInNetwork, type Network, networkOf } from "../rule/addresses";
import type { Atom, Match, Test } from "../rule/model";
import { compareNumbers, numberOf, timePart } from "../rule/scalars";
import { ANY_RUN, matchesText, plainTokens, textPattern } from "../rule/textPattern";
import type { EventFields, FieldValue } from "./eventFields";

/** Whether a value, and the event around it, is what an atom asks for. */
export type ValueTest = (value: FieldValue, event: EventFields) => boolean;

/**
 * The test of one match. A missing field matches nothing but `null` and `exists: false`; `null`
 * is an empty text, too, since event logs have no other way to say so.
 *
 * Expressions and networks are prepared once, so keep the result.
 */
export function valueTest(match: Match): ValueTest {
  switch (match.kind) {
    case "text":
      return onText((text) => matchesText(match.pattern, text));
    case "regex": {
      const { ignoreCase, multiline, dotAll } = match;
      const regex: LinearRegex = linearRegex(match.source, { ignoreCase, multiline, dotAll });
      return onText((text) => regex.test(text));
    }
    case "cidr": {
      const network = networkOf(match.network) as Network;
      return onText((text) => isInNetwork(text, network));
    }
    case "compare":
      return onText((text) => compareNumbers(numberOf(text), match.operator, match.value));
    case "time":
      return onText((text) => compareNumbers(timePart(text, match.part), match.operator, match.value));
    case "exists":
      return (value) => (value !== undefined) === match.wanted;
    case "null":
      return (value) => value === undefined || value === null || value === "";
    case "fieldref":
      return (value, event) => refersTo(value, event.get(match.field), match);
    case "placeholder":
      return () => false;
  }
}

/** Of several values one is enough. */
function onText(test: (text: string) => boolean): ValueTest {
  return (value) => {
    if (typeof value === "string") return test(value);
    return value?.some(test) ?? false;
  };
}

function refersTo(
  value: FieldValue,
  other: FieldValue,
  { starts, ends, cased }: Extract<Match, { kind: "fieldref" }>,
): boolean {
  if (typeof value !== "string" || typeof other !== "string") return false;
  const tokens = [...(ends ? [ANY_RUN] : []), ...plainTokens(other), ...(starts ? [ANY_RUN] : [])];
  return matchesText(textPattern(tokens, cased), value);
}

/**
 * Judges a rule's test on one event, part by part, without any index: for tests of rules and for reasons.
 *
 * O(parts * values).
 */
export function holds(test: Test, event: EventFields, tests: ValueTests): boolean {
  switch (test.kind) {
    case "atom":
      return tests.of(test.match)(lookedAt(test, event), event);
    case "not":
      return !holds(test.item, event, tests);
    case "and":
      return test.items.every((item) => holds(item, event, tests));
    case "or":
      return test.items.some((item) => holds(item, event, tests));
  }
}

/** What an atom looks at. */
export function lookedAt({ field }: Atom, event: EventFields): FieldValue {
  return field === null ? event.all : event.get(field);
}

/** Tests of matches, prepared once each. */
export class ValueTests {
  private readonly tests = new Map<Match, ValueTest>();

  of(match: Match): ValueTest {
    let test = this.tests.get(match);
    if (test === undefined) {
      test = valueTest(match);
      this.tests.set(match, test);
    }
    return test;
  }
}
