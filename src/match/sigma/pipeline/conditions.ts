import { didYouMean } from "../../../core/suggest";
import { linearRegex } from "../../linearRegex";
import { parseCondition } from "../rule/condition";
import { evaluate, leavesOf } from "../rule/expression";
import { type Expression, LEVELS, type Level, type RuleInfo } from "../rule/model";
import { SigmaError } from "../rule/sigmaError";
import { matchesText, parseWildcards, textPattern } from "../rule/textPattern";
import { valueTexts } from "./itemValues";
import type { Params } from "./params";
import type { DetectionItem, RuleDraft } from "./step";

/** A condition on a rule. */
export type RuleCondition = (rule: RuleDraft) => boolean;
/** A condition on a field of a rule. */
export type ItemCondition = (item: DetectionItem, rule: RuleDraft) => boolean;
type Makers<C> = ReadonlyMap<string, (params: Params) => C>;

const OF_RULE: Makers<RuleCondition> = new Map<string, (params: Params) => RuleCondition>([
  ["logsource", isLogSource],
  ["contains_detection_item", containsItem],
  ["contains_field", containsField],
  ["is_sigma_rule", () => (rule) => rule.facts.kind !== "correlation"],
  ["is_sigma_correlation_rule", () => (rule) => rule.facts.kind === "correlation"],
  ["rule_attribute", hasAttribute],
  ["tag", hasTag],
  ["processing_item_applied", wasApplied],
  ["processing_state", isInState],
]);

const STATE_OF_ITEM: readonly [string, (params: Params) => ItemCondition][] = [
  ["processing_item_applied", itemWasApplied],
  ["processing_state", (params) => withRule(isInState(params))],
];

const OF_VALUES: Makers<ItemCondition> = new Map<string, (params: Params) => ItemCondition>([
  ["match_string", matchesString],
  ["match_value", hasValue],
  ["contains_wildcard", hasWildcard],
  ["is_null", isNull],
  ...STATE_OF_ITEM,
]);

const OF_NAME: Makers<ItemCondition> = new Map<string, (params: Params) => ItemCondition>([
  ["include_fields", fieldIn],
  ["exclude_fields", (params) => not(fieldIn(params))],
  ...STATE_OF_ITEM,
]);

/** The conditions on rules that a step has: `rule_conditions`, joined as the step says. */
export function ruleConditions(step: Params): RuleCondition {
  return joined(step, "rule", OF_RULE);
}

/** The conditions on fields that a step has: on their values, and on their names. */
export function itemConditions(step: Params): ItemCondition {
  const ofValues = joined(step, "detection_item", OF_VALUES);
  const ofName = joined(step, "field_name", OF_NAME);
  return (item, rule) => ofValues(item, rule) && ofName(item, rule);
}

function joined<A extends unknown[]>(
  step: Params,
  part: "rule" | "detection_item" | "field_name",
  makers: Makers<(...args: A) => boolean>,
): (...args: A) => boolean {
  const conditions = step.members(`${part}_conditions`).map((params) => made(params, makers));
  const isNot = step.flag(`${part}_cond_not`);
  const test = joinedBy(step, part, conditions);
  return isNot ? (...args) => !test(...args) : test;
}

interface Made<A extends unknown[]> {
  /** The key under which it stands in a map; its number in a list. */
  readonly name: string;
  readonly test: (...args: A) => boolean;
}

function made<A extends unknown[]>(params: Params, makers: Makers<(...args: A) => boolean>): Made<A> {
  const type = params.text("type");
  const maker = makers.get(type);
  if (maker === undefined) throw params.unknown("type", makers.keys());
  return { name: String(params.keys.at(-1)), test: maker(params) };
}

function joinedBy<A extends unknown[]>(
  step: Params,
  part: string,
  conditions: readonly Made<A>[],
): (...args: A) => boolean {
  const key = `${part}_cond_expr`;
  if (step.values[key] === undefined) {
    const isAny = step.oneOf(`${part}_cond_op`, ["and", "or"], "and") === "or" && conditions.length > 0;
    const tests = conditions.map(({ test }) => test);
    return isAny
      ? (...args) => tests.some((test) => test(...args))
      : (...args) => tests.every((test) => test(...args));
  }
  const expression = parseCondition(step.text(key));
  const named = new Map(conditions.map(({ name, test }) => [name, test] as const));
  checkNames(expression, named.keys(), [...step.keys, key]);
  return (...args) => evaluate(expression, (name) => named.get(name)!(...args));
}

function checkNames(
  expression: Expression,
  names: Iterable<string>,
  keys: readonly (string | number)[],
): void {
  const known = [...names];
  const other = leavesOf(expression).find((leaf) => leaf.kind === "of" || !known.includes(leaf.name));
  if (other === undefined) return;
  const name = other.kind === "name" ? other.name : `of ${other.pattern}`;
  throw new SigmaError(
    `sigma: expression must name conditions of the step, got ${JSON.stringify(name)}${didYouMean(name, known)}`,
    keys,
  );
}

function not(condition: ItemCondition): ItemCondition {
  return (item, rule) => !condition(item, rule);
}

function withRule(condition: RuleCondition): ItemCondition {
  return (_, rule) => condition(rule);
}

/** Parts that the condition does not name may be anything. */
function isLogSource(params: Params): RuleCondition {
  const wanted = (["category", "product", "service"] as const)
    .filter((part) => params.values[part] !== undefined)
    .map((part) => [part, params.text(part).toLowerCase()] as const);
  return ({ logsource }) => wanted.every(([part, value]) => logsource[part] === value);
}

function containsItem(params: Params): RuleCondition {
  const [field, value] = [params.text("field"), params.text("value").toLowerCase()];
  return ({ facts }) => facts.values.get(field)?.has(value) ?? false;
}

function containsField(params: Params): RuleCondition {
  const field = params.text("field");
  return ({ facts }) => facts.values.has(field);
}

const ATTRIBUTES = ["id", "name", "title", "level", "status", "author"] as const;
const OPERATORS = ["eq", "ne", "gte", "gt", "lte", "lt"] as const;

/** Levels are in order; other attributes are only equal or not. */
function hasAttribute(params: Params): RuleCondition {
  const attribute = params.oneOf("attribute", ATTRIBUTES, "id");
  const value = params.text("value");
  const operator = params.oneOf("op", OPERATORS, "eq");
  const isOrdered = operator !== "eq" && operator !== "ne";
  if (isOrdered && attribute !== "level") throw params.fault("op", `be eq or ne for ${attribute}`);
  const place = (level: unknown) => LEVELS.indexOf(level as Level);
  return ({ facts }) => {
    const own = facts.info[attribute as keyof RuleInfo];
    if (!isOrdered) return (own === value) === (operator === "eq");
    const difference = place(own) - place(value);
    return operator.startsWith("g")
      ? difference > 0 || (operator === "gte" && difference === 0)
      : difference < 0 || (operator === "lte" && difference === 0);
  };
}

function hasTag(params: Params): RuleCondition {
  const tag = params.text("tag").toLowerCase();
  return ({ facts }) => facts.info.tags.some((one) => one.toLowerCase() === tag);
}

function wasApplied(params: Params): RuleCondition {
  const id = params.text("processing_item_id");
  return ({ applied }) => applied.has(id);
}

function itemWasApplied(params: Params): ItemCondition {
  const id = params.text("processing_item_id");
  return ({ applied }) => applied.has(id);
}

function isInState(params: Params): RuleCondition {
  const [key, value] = [params.text("key"), params.text("val")];
  return ({ state }) => state.get(key) === value;
}

/** Whether some value is as wanted, or all; `negate` turns the answer around. */
function ofValues(params: Params, isWanted: (text: string) => boolean): ItemCondition {
  const isAll = params.oneOf("cond", ["any", "all"], "any") === "all";
  const isNot = params.flag("negate");
  return ({ draft }) => {
    const texts = valueTexts(draft);
    return (isAll ? texts.every(isWanted) : texts.some(isWanted)) !== isNot;
  };
}

function matchesString(params: Params): ItemCondition {
  const pattern = linearRegex(params.regex("pattern"));
  return ofValues(params, (text) => pattern.test(text));
}

function hasValue(params: Params): ItemCondition {
  const value = params.text("value");
  return ofValues(params, (text) => text === value);
}

function hasWildcard(params: Params): ItemCondition {
  return ofValues(params, (text) => parseWildcards(text).some((token) => token < 0));
}

function isNull(params: Params): ItemCondition {
  const isAll = params.oneOf("cond", ["any", "all"], "any") === "all";
  return ({ draft: { values } }) =>
    isAll ? values.every((value) => value === null) : values.some((value) => value === null);
}

/** Names with `*` and `?`, or regular expressions with `mode: re`. */
function fieldIn(params: Params): ItemCondition {
  const names = params.texts("fields");
  const isRegex = ["re", "regex"].includes(params.text("mode", "plain"));
  const tests = names.map((name) => {
    if (isRegex) {
      const pattern = linearRegex(name);
      return (field: string) => pattern.test(field);
    }
    const pattern = textPattern(parseWildcards(name), true);
    return (field: string) => matchesText(pattern, field);
  });
  return ({ field }) => field !== null && tests.some((test) => test(field));
}
