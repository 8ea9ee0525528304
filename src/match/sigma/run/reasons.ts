import { foldCase } from "../../foldCase";
import type { Match, Test } from "../rule/model";
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
    if (!found.has(name)) found.set(name, shown(text, test.match));
    return;
  }
  if (test.kind === "and") for (const item of test.items) collect(item, event, tests, found);
  else {
    const first = test.items.find((item) => holds(item, event, tests));
    if (first !== undefined) collect(first, event, tests, found);
  }
}

/** Of a long text the part around the word that matched. */
function shown(text: string, match: Match): string {
  if (text.length <= SHOWN_VALUE) return text;
  const word = match.kind === "text" ? (match.pattern.segments[0]?.text ?? "") : "";
  const at = foldCase(text).indexOf(foldCase(word));
  const from = Math.max(0, at - SHOWN_VALUE / 2);
  const end = from + SHOWN_VALUE;
  return `${from > 0 ? "…" : ""}${text.slice(from, end)}${end < text.length ? "…" : ""}`;
}
