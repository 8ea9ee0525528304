import { foldCase } from "../../foldCase";
import type { CorrelationRule, Rule } from "../rule/model";
import type { FieldValue } from "../run/eventFields";
import type { Sighting, Window } from "./sighting";
import { windowsOf } from "./windows";

/** A correlation that held: the rule, the values that its events share, and the events. */
export interface CorrelationHit {
  readonly rule: CorrelationRule;
  readonly group: readonly (readonly [name: string, value: string])[];
  readonly window: Window;
}

/** What correlations need of single rules, and in which order they run. */
export interface CorrelationPlan {
  /** Correlations whose rules are all there, each behind those that it builds on. */
  readonly order: readonly CorrelationRule[];
  /** Of a rule's id: the fields to keep of its events. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
  /** Ids of single rules that give no hits of their own. */
  readonly silent: ReadonlySet<string>;
  /** Correlations that cannot run, and why. */
  readonly broken: readonly { readonly rule: CorrelationRule; readonly reason: string }[];
}

/** Sorts correlations behind the rules that they build on, and says which have a rule missing. */
export function planCorrelations(rules: readonly Rule[]): CorrelationPlan {
  const byName = new Map<string, Rule>();
  for (const rule of rules) {
    for (const name of [rule.name, rule.id])
      if (name !== null && rule.kind !== "filter") byName.set(name, rule);
  }
  const correlations = rules.filter((rule) => rule.kind === "correlation");
  const order: CorrelationRule[] = [];
  const broken: { rule: CorrelationRule; reason: string }[] = [];
  const state = new Map<CorrelationRule, "open" | "done" | "broken">();
  const visit = (rule: CorrelationRule): boolean => {
    const known = state.get(rule);
    if (known !== undefined) return known === "done";
    state.set(rule, "open");
    const reason = faultOf(rule, byName, visit);
    state.set(rule, reason === undefined ? "done" : "broken");
    if (reason === undefined) order.push(resolved(rule, byName));
    else broken.push({ rule, reason });
    return reason === undefined;
  };
  for (const rule of correlations) visit(rule);
  return { order, broken, fields: fieldsOf(order), silent: silentOf(order, rules) };
}

function faultOf(
  rule: CorrelationRule,
  byName: ReadonlyMap<string, Rule>,
  visit: (rule: CorrelationRule) => boolean,
): string | undefined {
  for (const name of rule.rules) {
    const base = byName.get(name);
    if (base === undefined) return `correlation: rule ${JSON.stringify(name)} is not among the rules`;
    if (base.kind === "correlation" && !visit(base)) {
      return `correlation: rule ${JSON.stringify(name)} cannot run, or leads back to this one`;
    }
  }
  return undefined;
}

/** Names of rules become ids, so that one rule has one name. */
function resolved(rule: CorrelationRule, byName: ReadonlyMap<string, Rule>): CorrelationRule {
  const idOf = (name: string) => byName.get(name)?.id ?? name;
  const rename = (expression: CorrelationRule["expression"]): CorrelationRule["expression"] => {
    if (expression === null || expression.kind === "of") return expression;
    if (expression.kind === "name") return { ...expression, name: idOf(expression.name) };
    if (expression.kind === "not") return { ...expression, item: rename(expression.item)! };
    return { ...expression, items: expression.items.map((item) => rename(item)!) };
  };
  return {
    ...rule,
    rules: rule.rules.map(idOf),
    expression: rename(rule.expression),
    aliases: aliasesOf(rule, byName),
  };
}

/** What each name of a correlation is called in events of each rule, by aliases and by the rule's pipelines. */
function aliasesOf(rule: CorrelationRule, byName: ReadonlyMap<string, Rule>) {
  const aliases = new Map<string, Map<string, string>>();
  for (const name of [...rule.groupBy, ...rule.fields]) {
    const fields = new Map<string, string>();
    for (const base of rule.rules.map((one) => byName.get(one)!)) {
      const alias = rule.aliases.get(name);
      const field = alias?.get(base.id) ?? (base.name === null ? undefined : alias?.get(base.name)) ?? name;
      fields.set(base.id, base.kind === "detection" ? base.renamed(field) : field);
    }
    aliases.set(name, fields);
  }
  return aliases;
}

function fieldsOf(order: readonly CorrelationRule[]): Map<string, Set<string>> {
  const fields = new Map<string, Set<string>>();
  for (const rule of order) {
    for (const id of rule.rules) {
      const wanted = fields.get(id) ?? new Set<string>();
      fields.set(id, wanted);
      for (const name of [...rule.groupBy, ...rule.fields]) wanted.add(fieldFor(rule, name, id));
    }
  }
  return fields;
}

/** The field that a name of a correlation means in events of one rule. */
function fieldFor(rule: CorrelationRule, name: string, id: string): string {
  return rule.aliases.get(name)?.get(id) ?? name;
}

function silentOf(order: readonly CorrelationRule[], rules: readonly Rule[]): Set<string> {
  const used = new Set(order.flatMap((rule) => rule.rules));
  const generated = new Set(order.filter((rule) => rule.generate).flatMap((rule) => rule.rules));
  return new Set(rules.map((rule) => rule.id).filter((id) => used.has(id) && !generated.has(id)));
}

/**
 * Runs correlations over the sightings of the rules that they name; a correlation's own hits are sightings, too.
 *
 * Events without one of the group-by fields are left out: a missing name is no name. O(n log n) a correlation.
 */
export function correlate(
  plan: CorrelationPlan,
  sightings: ReadonlyMap<string, readonly Sighting[]>,
): CorrelationHit[] {
  const all = new Map<string, readonly Sighting[]>(sightings);
  const hits: CorrelationHit[] = [];
  for (const rule of plan.order) {
    const own: Sighting[] = [];
    for (const { group, members } of groupsOf(rule, all)) {
      for (const window of windowsOf(rule, members)) {
        const hit = { rule, group, window };
        if (!plan.silent.has(rule.id)) hits.push(hit);
        const fields = new Map<string, FieldValue>([...window.last.fields, ...group]);
        own.push({ ...window.last, rule: rule.id, fields });
      }
    }
    all.set(rule.id, own);
  }
  return hits;
}

interface Group {
  readonly group: readonly (readonly [string, string])[];
  readonly members: Sighting[];
}

function groupsOf(rule: CorrelationRule, all: ReadonlyMap<string, readonly Sighting[]>): Group[] {
  const groups = new Map<string, Group>();
  for (const id of new Set(rule.rules)) {
    for (const sighting of all.get(id) ?? []) {
      if (Number.isNaN(sighting.time)) continue;
      const values = rule.groupBy.map((name) => sighting.fields.get(fieldFor(rule, name, id)));
      if (values.some((value) => typeof value !== "string")) continue;
      const key = JSON.stringify((values as string[]).map(foldCase));
      let group = groups.get(key);
      if (group === undefined) {
        group = { group: rule.groupBy.map((name, i) => [name, values[i] as string] as const), members: [] };
        groups.set(key, group);
      }
      group.members.push(withFields(rule, sighting, id));
    }
  }
  for (const { members } of groups.values()) members.sort((a, b) => a.time - b.time || a.row - b.row);
  return [...groups.values()];
}

/** The counted fields under the names that the correlation gives them. */
function withFields(rule: CorrelationRule, sighting: Sighting, id: string): Sighting {
  if (rule.aliases.size === 0) return sighting;
  const named = rule.fields.map((name) => [name, sighting.fields.get(fieldFor(rule, name, id))] as const);
  return { ...sighting, fields: new Map([...sighting.fields, ...named]) };
}
