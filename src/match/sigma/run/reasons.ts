import type { Test } from "../rule/model";
import type { EventFields } from "./eventFields";
import { holds, lookedAt, type ValueTests } from "./matchValue";

/** Longest value that a reason shows. */
const SHOWN_VALUE = 300;
/** Most fields that a reason shows. */
const SHOWN_FIELDS = 12;

/**
 * Why a rule's test holds for an event: the fields that it asked for and their values, as `Image: …; CommandLine: …`.
 *
 * Fields that only had to be absent or different are left out: what matched is the reason.
 */
export function reasonsOf(test: Test, event: EventFields, tests: ValueTests): string {
  const found = new Map<string, string>();
  collect(test, event, tests, found);
  return [...found]
    .slice(0, SHOWN_FIELDS)
    .map(([field, value]) => `${field}: ${value}`)
    .join("; ");
}

function collect(test: Test, event: EventFields, tests: ValueTests, found: Map<string, string>): void {
  if (test.kind === "not") return;
  if (test.kind === "atom") {
    if (!holds(test, event, tests) || test.match.kind === "exists") return;
    const value = lookedAt(test, event);
    const text = value === undefined || value === null ? "missing" : [value].flat().join(", ");
    const name = test.field ?? "event";
    if (!found.has(name)) found.set(name, test.field === null ? around(text, test) : cut(text));
    return;
  }
  if (test.kind === "and") for (const item of test.items) collect(item, event, tests, found);
  else {
    const first = test.items.find((item) => holds(item, event, tests));
    if (first !== undefined) collect(first, event, tests, found);
  }
}

/** Of a whole event, the line with the word. */
function around(text: string, { match }: Extract<Test, { kind: "atom" }>): string {
  if (match.kind !== "text") return cut(text);
  const word = match.pattern.segments[0]?.text?.toLowerCase() ?? "";
  return cut(text.split("\n").find((line) => line.toLowerCase().includes(word)) ?? text);
}

function cut(text: string): string {
  return text.length > SHOWN_VALUE ? `${text.slice(0, SHOWN_VALUE)}…` : text;
}
