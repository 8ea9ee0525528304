import { checkOptions, describe } from "../../core/check";
import { displaySymbol, inspectSymbol, type MimeBundle } from "../../core/display";
import { escapeHtml, visible } from "../../core/html";
import type { Issue } from "../../core/issue";
import type { DetectionRule, RuleEvents, TestEvent } from "./rule/model";
import { parseRules } from "./rule/readRules";
import { PlainFields } from "./run/eventFields";
import { holds, ValueTests } from "./run/matchValue";
import { reasonsOf } from "./run/reasons";

/** What became of one event. */
export interface RuleTestCase {
  readonly event: TestEvent;
  readonly wanted: boolean;
  readonly got: boolean;
  /** The fields that matched; empty for none. */
  readonly why: string;
}

/** What {@link testRule} gives: shows itself as a list of ✓ and ✗. */
export class RuleTest {
  constructor(
    readonly title: string,
    readonly cases: readonly RuleTestCase[],
  ) {}

  /** Whether every event went as it should. */
  get passed(): boolean {
    return this.cases.every((one) => one.got === one.wanted);
  }

  [displaySymbol](): MimeBundle {
    const text = this.summary();
    return { "text/plain": text, "text/html": `<pre>${escapeHtml(text)}</pre>` };
  }

  [inspectSymbol](): string {
    return this.summary();
  }

  private summary(): string {
    const lines = this.cases.map(({ event, wanted, got, why }) => {
      const told = got ? `hit (${why})` : "no hit";
      return `${got === wanted ? "✓" : "✗"} ${wanted ? "hit" : "quiet"} wanted, ${told}: ${JSON.stringify(event)}`;
    });
    return visible([`${this.title}: ${this.passed ? "passed" : "failed"}`, ...lines].join("\n"));
  }
}

/**
 * Runs one rule on a few events: what must hit, and what must not. For rules under work, and for cells.
 *
 * `rule` is a rule that was read, or its YAML; without `events` the rule's own are taken (`tests` in its file). Events have the rule's own field names; log sources are not looked at.
 * Throws a `SyntaxError` for YAML that holds no rule, and a `TypeError` for anything but one detection.
 *
 * @example
 * testRule("title: t\nlogsource: {product: windows}\ndetection: {a: {Image|endswith: '\\cmd.exe'}, condition: a}", { hits: [{ Image: "C:\\CMD.exe" }], quiet: [{}] }).passed // true
 */
export function testRule(rule: DetectionRule | string, events?: RuleEvents): RuleTest {
  if (events !== undefined) checkOptions("testRule", events, ["hits", "quiet"]);
  const parsed = typeof rule === "string" ? ruleOf(rule) : rule;
  if (parsed?.kind !== "detection") {
    throw new TypeError(`testRule: rule must be a detection, got ${describe(parsed?.kind)}`);
  }
  const tests = new ValueTests();
  const judge = (event: TestEvent, wanted: boolean): RuleTestCase => {
    const fields = new PlainFields(event);
    const got = holds(parsed.test, fields, tests);
    return { event, wanted, got, why: got ? reasonsOf(parsed.test, fields, tests) : "" };
  };
  const { hits = [], quiet = [] } = events ?? parsed.tests;
  return new RuleTest(parsed.title, [
    ...hits.map((event) => judge(event, true)),
    ...quiet.map((event) => judge(event, false)),
  ]);
}

function ruleOf(yaml: string): DetectionRule {
  const issues: Issue[] = [];
  const rules = parseRules({ path: "rule", text: yaml }, (issue) => issues.push(issue));
  const [issue] = issues;
  if (issue !== undefined) {
    throw new SyntaxError(`testRule: ${issue.reason}${issue.place === "" ? "" : ` (${issue.place})`}`);
  }
  if (rules.length !== 1) throw new TypeError(`testRule: text must hold one rule, got ${rules.length}`);
  return rules[0] as DetectionRule;
}
