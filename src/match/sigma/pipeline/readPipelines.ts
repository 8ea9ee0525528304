import { readFileSync } from "node:fs";
import { parse } from "yaml";
import { describe } from "../../../core/check";
import type { Placeholders } from "../rule/placeholders";
import { refuseDeepYaml } from "../rule/refuseDeepYaml";
import { changeOf } from "./changes";
import { itemConditions, ruleConditions } from "./conditions";
import { Params } from "./params";
import type { Step } from "./step";

/** What turns rules of one naming into rules of another, before they run. */
export interface Pipeline {
  readonly name: string;
  /** Of several pipelines that with the lowest number is first. */
  readonly priority: number;
  readonly steps: readonly Step[];
}

const MAX_NESTING = 16;

/**
 * Reads processing pipelines of Sigma from YAML files: maps of log sources and of fields, as data.
 *
 * All transformations of rules are known; `postprocessing` and `finalizers` are about queries, and are let be.
 * Throws a `SyntaxError` with the file for anything else. In order of their `priority`, the order of files for like
 * ones.
 *
 * Source: SigmaHQ, pySigma's documentation of processing pipelines.
 */
export function readPipelines(paths: string | readonly string[]): Pipeline[] {
  const all = (typeof paths === "string" ? [paths] : paths).map((path) => {
    try {
      return parsePipeline(readFileSync(path, "utf8"), path);
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof RangeError)) throw error;
      throw new SyntaxError(`readPipelines: ${faultText(error)} in ${path}`, { cause: error });
    }
  });
  return all.sort((a, b) => a.priority - b.priority);
}

function faultText(error: Error): string {
  const text = error.message.replace(/^(?:sigma|readRules|readPipelines): /, "").split("\n")[0]!;
  const keys = (error as { keys?: readonly (string | number)[] }).keys ?? [];
  return keys.length === 0 ? text : `${text} at ${keys.join(".")}`;
}

/** One pipeline's YAML; `name` stands for one that has none. Throws a `SyntaxError` for anything else. */
export function parsePipeline(text: string, name: string): Pipeline {
  refuseDeepYaml(text);
  let content: unknown;
  try {
    content = parse(text, { maxAliasCount: 100, logLevel: "error" });
  } catch (error) {
    throw new SyntaxError(`readPipelines: yaml: ${(error as Error).message}`, { cause: error });
  }
  if (typeof content !== "object" || content === null || Array.isArray(content)) {
    throw new SyntaxError(`readPipelines: file must hold a map, got ${describe(content)}`);
  }
  const params = new Params(content as Readonly<Record<string, unknown>>, []);
  const priority = Number(params.values.priority ?? 0);
  if (!Number.isFinite(priority)) throw params.fault("priority", "be a number");
  const vars = varsOf(params);
  const steps = params.members("transformations").flatMap((step) => stepsOf(step, vars, 0));
  return { name: params.text("name", name), priority, steps };
}

/** A step; the steps inside a `nest` stand in its place, under its conditions. */
function stepsOf(params: Params, vars: Placeholders, depth: number): Step[] {
  const isForRule = ruleConditions(params);
  const isForItem = itemConditions(params);
  const id = params.text("id", "");
  if (params.values.type !== "nest") return [{ id, isForRule, isForItem, change: changeOf(params, vars) }];
  if (depth > MAX_NESTING) throw params.fault("items", `be nested at most ${MAX_NESTING} deep`);
  return params
    .members("items")
    .flatMap((inner) => stepsOf(inner, vars, depth + 1))
    .map((step) => ({
      ...step,
      isForRule: (rule) => isForRule(rule) && step.isForRule(rule),
      isForItem: (item, rule) => isForItem(item, rule) && step.isForItem(item, rule),
    }));
}

/** Values of placeholders, without what every object has. */
function varsOf(params: Params): Placeholders {
  if (params.values.vars === undefined) return {};
  return Object.fromEntries(
    Object.entries(params.map("vars").values).map(([name, values]) => [name, [values].flat().map(String)]),
  );
}
