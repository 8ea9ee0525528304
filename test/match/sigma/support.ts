import type { Issue } from "../../../src/core/issue";
import { open } from "../../../src/evidence/open";
import type { Rule } from "../../../src/match/sigma/rule/model";
import { parseRules } from "../../../src/match/sigma/rule/readRules";
import { type RunRulesOptions, runRules } from "../../../src/match/sigma/runRules";

/** The rules of a text without faults. */
export function rulesOf(yaml: string): Rule[] {
  const issues: Issue[] = [];
  const rules = parseRules({ path: "rules.yml", text: yaml }, (issue) => issues.push(issue));
  if (issues[0] !== undefined) throw new Error(`${issues[0].place}: ${issues[0].reason}`);
  return rules;
}

/** Hits and rules not run, of a file of events. */
export async function run(file: string, rules: readonly Rule[], options: RunRulesOptions = {}) {
  const hunt = await open();
  try {
    const { relation } = await hunt.read(file, { quiet: true });
    const { hits, notRun, coverage } = await runRules(relation, rules, { quiet: true, ...options });
    return { hits: await hits.rows(), notRun: await notRun.rows(), coverage };
  } finally {
    await hunt.close();
  }
}

/** A rule of one part, as YAML. */
export function rule(title: string, source: string, selection: string, more = ""): string {
  return `title: ${title}\nlogsource: {product: windows, ${source}}\ndetection:\n  selection: ${selection}\n  condition: selection\n${more}`;
}
