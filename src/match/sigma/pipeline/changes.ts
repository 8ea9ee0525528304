import { linearRegex } from "../../linearRegex";
import type { Scalar } from "../rule/modifiers";
import { fillPlaceholders, type Placeholders } from "../rule/placeholders";
import { changeTexts, valueTexts } from "./itemValues";
import type { Params } from "./params";
import type { Change, DetectionItem, RuleDraft } from "./step";

/** Makes a step of its parameters and of the pipeline's `vars`. */
type Maker = (params: Params, vars: Placeholders) => Change;

const onRule = (apply: (rule: RuleDraft, number: number) => void): Change => ({ on: "rule", apply });
const onField = (apply: (item: DetectionItem) => readonly DetectionItem[]): Change => ({
  on: "field",
  apply,
});
const onName = (rename: (field: string) => readonly string[]): Change =>
  onField((item) => renamed(item, rename));
const nothing: Maker = () => onRule(() => {});

/** Every kind of step; a new one is one line. */
const CHANGES: ReadonlyMap<string, Maker> = new Map<string, Maker>([
  ["field_name_mapping", (params) => onName(mapping(params))],
  ["field_name_prefix_mapping", (params) => onName(prefixMapping(params))],
  ["field_name_prefix", (params) => onName(prefixed(params.text("prefix")))],
  ["field_name_suffix", (params) => onName(suffixed(params.text("suffix")))],
  ["field_name_transform", (params) => onName(respelt(params))],
  ["drop_detection_item", () => onField(() => [])],
  ["replace_string", replaceString],
  ["map_string", mapString],
  ["set_value", setValue],
  ["convert_type", convertType],
  ["case", changeCase],
  ["wildcard_placeholders", wildcardPlaceholders],
  ["value_placeholders", valuePlaceholders],
  ["add_condition", addCondition],
  ["change_logsource", changeLogsource],
  ["set_state", setState],
  ["rule_failure", (params) => ruleFailure(params.text("message"))],
  ["detection_item_failure", detectionItemFailure],
  // What queries look like, and which fields they show, is nothing to whoever runs rules.
  ["query_expression_placeholders", nothing],
  ["set_custom_attribute", nothing],
  ["add_field", nothing],
  ["remove_field", nothing],
  ["set_field", nothing],
  ["regex", nothing],
]);

/** Names of the steps that are known. */
export const CHANGE_NAMES: readonly string[] = [...CHANGES.keys(), "nest"];

/** What a step does, by its `type`. Throws a `SigmaError` for an unknown one, with a suggestion. */
export function changeOf(params: Params, vars: Placeholders): Change {
  const maker = CHANGES.get(params.text("type"));
  if (maker === undefined) throw params.unknown("type", CHANGE_NAMES);
  return maker(params, vars);
}

/** A field under each of its new names; a reference to another field is renamed, too. */
function renamed(item: DetectionItem, rename: (field: string) => readonly string[]): DetectionItem[] {
  const draft =
    item.draft.kind === "fieldref"
      ? changeTexts(item.draft, (field) => rename(field).slice(0, 1))
      : item.draft;
  if (item.field === null) return [item];
  return rename(item.field).map((field) => ({ ...item, field, draft }));
}

function mapping(params: Params): (field: string) => readonly string[] {
  const { values } = params.map("mapping");
  const names = new Map(Object.entries(values).map(([field, to]) => [field, [to].flat().map(String)]));
  return (field) => names.get(field) ?? [field];
}

function prefixMapping(params: Params): (field: string) => readonly string[] {
  const prefixes = Object.entries(params.map("mapping").values);
  return (field) => {
    const found = prefixes.find(([prefix]) => field.startsWith(prefix));
    if (found === undefined) return [field];
    return [found[1]].flat().map((to) => `${to}${field.slice(found[0].length)}`);
  };
}

function prefixed(prefix: string): (field: string) => readonly string[] {
  return (field) => [`${prefix}${field}`];
}

function suffixed(suffix: string): (field: string) => readonly string[] {
  return (field) => [`${field}${suffix}`];
}

const SPELLINGS = [
  "lower_case",
  "upper_case",
  "title_case",
  "snake_case",
  "camel_case",
  "pascal_case",
] as const;

/** `mapping` names exceptions. */
function respelt(params: Params): (field: string) => readonly string[] {
  const name = params.text("transform_func", params.text("function", "snake_case"));
  const kind = SPELLINGS.find((one) => one === name || one === `${name}_case`);
  if (kind === undefined) throw params.fault("transform_func", `be one of ${SPELLINGS.join(", ")}`);
  const exceptions = params.values.mapping === undefined ? {} : params.map("mapping").values;
  return (field) => [Object.hasOwn(exceptions, field) ? String(exceptions[field]) : spelt(field, kind)];
}

/** A name in another spelling: words start at capitals, blanks, `_`, `-` and `.`. */
function spelt(name: string, kind: (typeof SPELLINGS)[number]): string {
  if (kind === "lower_case") return name.toLowerCase();
  if (kind === "upper_case") return name.toUpperCase();
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .replace(/([A-Z])([A-Z][a-z])/g, "$1 $2")
    .split(/[\s_.-]/);
  const title = (word: string) => `${word.slice(0, 1).toUpperCase()}${word.slice(1).toLowerCase()}`;
  if (kind === "snake_case") return words.join("_").toLowerCase();
  if (kind === "title_case") return words.map(title).join(" ");
  const pascal = words.map(title).join("");
  return kind === "pascal_case" ? pascal : `${pascal.slice(0, 1).toLowerCase()}${pascal.slice(1)}`;
}

/** Groups are `\1` in the replacement. With `skip_special` wildcards are left alone. */
function replaceString(params: Params): Change {
  const pattern = linearRegex(params.regex("regex"));
  const replacement = params.text("replacement");
  const put = (...groups: (string | undefined)[]) =>
    replacement.replace(/\\(\d)|\\g<(\d)>/g, (_, a?: string, b?: string) => groups[Number(a ?? b)] ?? "");
  const replace = (text: string) => pattern.replace(text, put);
  const change = params.flag("skip_special")
    ? (text: string) =>
        text
          .split(/((?<!\\)[*?])/)
          .map((part, i) => (i % 2 === 0 ? replace(part) : part))
          .join("")
    : replace;
  return onField((item) => [{ ...item, draft: changeTexts(item.draft, change) }]);
}

function mapString(params: Params): Change {
  const { values } = params.map("mapping");
  const change = (text: string) => (Object.hasOwn(values, text) ? [values[text]].flat().map(String) : text);
  return onField((item) => [{ ...item, draft: changeTexts(item.draft, change) }]);
}

function setValue(params: Params): Change {
  const { value } = params.values;
  if (typeof value === "object" && value !== null) throw params.fault("value", "be one value");
  return onField((item) => [{ ...item, draft: { ...item.draft, values: [(value ?? null) as Scalar] } }]);
}

function convertType(params: Params): Change {
  const isText = params.oneOf("target_type", ["str", "num"], "str") === "str";
  const convert = (value: Scalar): Scalar => {
    if (value === null) return null;
    return isText || Number.isNaN(Number(value)) ? String(value) : Number(value);
  };
  return onField((item) => [{ ...item, draft: { ...item.draft, values: item.draft.values.map(convert) } }]);
}

function changeCase(params: Params): Change {
  const method = params.oneOf("method", ["lower", "upper", "snake_case"], "lower");
  const change = (text: string) => {
    if (method === "snake_case") return spelt(text, "snake_case");
    return method === "lower" ? text.toLowerCase() : text.toUpperCase();
  };
  return onField((item) => [{ ...item, draft: changeTexts(item.draft, change) }]);
}

/** Placeholders become the values that `vars` has for them. */
function valuePlaceholders(params: Params, vars: Placeholders): Change {
  const isMine = isChosen(params);
  return onPlaceholders((text) => fillPlaceholders(text, (name) => (isMine(name) ? vars[name] : undefined)));
}

/** Placeholders may be anything. */
function wildcardPlaceholders(params: Params): Change {
  const isMine = isChosen(params);
  return onPlaceholders((text) => fillPlaceholders(text, (name) => (isMine(name) ? ["*"] : undefined)));
}

function onPlaceholders(fill: (text: string) => string[]): Change {
  return onField((item) => [item.draft.expand ? { ...item, draft: changeTexts(item.draft, fill) } : item]);
}

/** Whether a placeholder is among those that a step is about: `include`, all by default, without `exclude`. */
function isChosen(params: Params): (name: string) => boolean {
  const list = (key: string) => new Set(params.values[key] === undefined ? [] : params.texts(key));
  const [only, but] = [list("include"), list("exclude")];
  return (name) => (only.size === 0 || only.has(name)) && !but.has(name);
}

/** `conditions` are fields as in a detection, all of which must hold; with `negated` not all. */
function addCondition(params: Params): Change {
  const fields = params.map("conditions").values;
  const negated = params.flag("negated");
  const isTemplate = params.flag("template");
  return onRule((rule, number) => {
    const put = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(put);
      if (!isTemplate || typeof value !== "string") return value;
      return value.replace(
        /\$\{?(category|product|service)\}?/g,
        (_, part: "category") => rule.logsource[part] ?? "",
      );
    };
    const filled = Object.entries(fields).map(([field, value]) => [field, put(value)]);
    rule.added.push({ fields: Object.fromEntries(filled), negated, from: number + 1 });
  });
}

/** The parts that are named; the others go. */
function changeLogsource(params: Params): Change {
  const part = (name: string) =>
    params.values[name] === undefined ? undefined : params.text(name).toLowerCase();
  const logsource = { category: part("category"), product: part("product"), service: part("service") };
  return onRule((rule) => {
    rule.logsource = logsource;
  });
}

function setState(params: Params): Change {
  const [key, value] = [params.text("key"), params.text("val")];
  return onRule(({ state }) => void state.set(key, value));
}

function ruleFailure(message: string): Change {
  return onRule((rule) => {
    rule.failure ??= `pipeline: ${message}`;
  });
}

function detectionItemFailure(params: Params): Change {
  const message = params.text("message");
  return {
    on: "field",
    apply: ({ field, draft }) => ({
      failure: `pipeline: ${message} (${field ?? "keywords"}: ${valueTexts(draft)[0] ?? "null"})`,
    }),
  };
}
