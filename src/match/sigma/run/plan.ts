import type { DetectionRule, FilterRule, LogSource, Rule, Test } from "../rule/model";
import { type SourceEntry, type SourceVariant, sourceName, takes, variantsOf } from "../sources/sourceMap";
import { RuleGroup } from "./ruleGroup";

/** Number of events of a channel and an event id. */
export interface EventCount {
  /** In lower case. */
  readonly channel: string;
  readonly eventId: number;
  readonly count: number;
}

/** A rule that cannot run, and why. */
export interface NotRun {
  readonly rule: Rule;
  readonly kind: "log source" | "field" | "feature";
  readonly reason: string;
}

/** What runs on some evidence, and what does not. */
export interface Plan {
  readonly groups: readonly RuleGroup[];
  readonly notRun: readonly NotRun[];
}

/** Puts rules with one log source together, and sorts out those that have nothing to look at. */
export function planRules(
  rules: readonly DetectionRule[],
  filters: readonly FilterRule[],
  entries: readonly SourceEntry[],
  counts: readonly EventCount[],
): Plan {
  const notRun: NotRun[] = [];
  const bySource = new Map<string, DetectionRule[]>();
  for (const given of rules) {
    const rule = withFilters(given, filters);
    const obstacle = rule.obstacle ?? placeholderOf(rule.test);
    if (obstacle !== null) notRun.push({ rule, kind: "feature", reason: obstacle });
    else {
      const key = JSON.stringify([rule.logsource.product, rule.logsource.category, rule.logsource.service]);
      bySource.set(key, [...(bySource.get(key) ?? []), rule]);
    }
  }
  const groups: RuleGroup[] = [];
  for (const list of bySource.values()) {
    const source = list[0]!.logsource;
    const variants = variantsOf(source, entries);
    const present = variants.filter((variant) =>
      counts.some(({ channel, eventId }) => takes(variant, channel, eventId)),
    );
    if (present.length > 0) groups.push(new RuleGroup(source, present, list));
    else {
      const reason = absence(source, variants);
      for (const rule of list) notRun.push({ rule, kind: "log source", reason });
    }
  }
  return { groups, notRun };
}

function absence(source: LogSource, variants: readonly SourceVariant[]): string {
  if (variants.length === 0) return `log source ${sourceName(source)} is not in the map of log sources`;
  const wanted = variants.map(({ channels, eventIds }) => {
    const ids = eventIds === undefined ? "" : ` ${[...eventIds].join(", ")}`;
    return `${[...(channels ?? ["any channel"])].join(", ")}${ids}`;
  });
  return `log source ${sourceName(source)} is absent: no event of ${wanted.join("; ")}`;
}

/** A rule with the filters that apply to it: each condition must hold, too. */
function withFilters(rule: DetectionRule, filters: readonly FilterRule[]): DetectionRule {
  const mine = filters.filter((filter) => isAbout(filter, rule));
  if (mine.length === 0) return rule;
  return { ...rule, test: { kind: "and", items: [rule.test, ...mine.flatMap(({ test }) => test ?? [])] } };
}

function isAbout({ rules, logsource }: FilterRule, rule: DetectionRule): boolean {
  const isSame = (["category", "product", "service"] as const).every(
    (part) => logsource[part] === undefined || logsource[part] === rule.logsource[part],
  );
  if (!isSame) return false;
  return (
    rules === null || [rule.id, rule.name, rule.title].some((one) => one !== null && rules.includes(one))
  );
}

function placeholderOf(test: Test): string | null {
  if (test.kind === "not") return placeholderOf(test.item);
  if (test.kind !== "atom") {
    for (const item of test.items) {
      const found = placeholderOf(item);
      if (found !== null) return found;
    }
    return null;
  }
  return test.match.kind === "placeholder" ? `placeholder %${test.match.name}% has no values` : null;
}
