import { type Document, isNode, isScalar, LineCounter, parseAllDocuments, visit } from "yaml";
import { checkOptions } from "../../../core/check";
import type { IssueSink } from "../../../core/issue";
import { collectIssues, type Issues } from "../../../evidence/issues";
import type { Pipeline } from "../pipeline/readPipelines";
import type { Rule } from "./model";
import { parseRule } from "./parseRule";
import type { Placeholders } from "./placeholders";
import { plainYaml } from "./plainYaml";
import { refuseDeepYaml } from "./refuseDeepYaml";
import { type RuleFile, ruleFiles } from "./ruleFiles";
import { SigmaError } from "./sigmaError";

/** Options of {@link readRules}. */
export interface ReadRulesOptions {
  /** Values for `|expand`: `{ servers: ["dc01", "dc02"] }` for `%servers%`. @default {} */
  readonly placeholders?: Placeholders;
  /** Processing pipelines that every rule goes through, in this order: see {@link readPipelines}. @default [] */
  readonly pipelines?: readonly Pipeline[];
}

/** What {@link readRules} gives. */
export interface RuleSet {
  readonly rules: readonly Rule[];
  /** What is no rule, or a faulty one: file, line and column, reason. */
  readonly issues: Issues;
}

/** Most nodes that anchors may stand for, counted by the YAML reader: aliases of aliases are refused early. */
const MAX_ALIASES = 100;

/**
 * Reads Sigma rules: detections, correlations and filters.
 *
 * Paths are files, folders or globs of `.yml` and `.yaml` files, several documents in one, also in `.tar`, `.tar.gz`
 * and `.zip` archives. A faulty rule is an issue with its line and column, and stops no other. Throws only when the
 * paths are no text.
 */
export async function readRules(
  paths: string | readonly string[],
  options: ReadRulesOptions = {},
): Promise<RuleSet> {
  checkOptions("readRules", options, ["placeholders", "pipelines"]);
  const { issues, note, finish } = collectIssues();
  const rules: Rule[] = [];
  for await (const file of ruleFiles(typeof paths === "string" ? [paths] : paths, note)) {
    for (const rule of parseRules(file, note, options)) rules.push(rule);
  }
  finish();
  return { rules, issues };
}

/** The rules in one text of YAML; faults go to `issues`. */
export function parseRules(file: RuleFile, issues: IssueSink, options: ReadRulesOptions = {}): Rule[] {
  return plainRules(file, options) ?? placedRules(file, issues, options);
}

/** The rules of a text in plain forms; undefined when it is not, or when a rule is faulty: places are not known here. */
function plainRules({ path, text }: RuleFile, options: ReadRulesOptions): Rule[] | undefined {
  try {
    refuseDeepYaml(text);
    return plainYaml(text)?.map((content) => parseRule(content, path, options));
  } catch {
    return undefined;
  }
}

/** The rules of a text by way of YAML's own reader, which knows where everything stands. */
function placedRules({ path, text }: RuleFile, issues: IssueSink, options: ReadRulesOptions): Rule[] {
  const lines = new LineCounter();
  let documents: readonly Document.Parsed[];
  try {
    refuseDeepYaml(text);
    documents = parseAllDocuments(text, {
      lineCounter: lines,
      logLevel: "error",
      prettyErrors: false,
      // The reader compares every key with every other; see refuseTwins.
      uniqueKeys: false,
    }) as Document.Parsed[];
  } catch (error) {
    issues({ path, place: "", reason: `yaml: ${oneLine(error)}` });
    return [];
  }
  const rules: Rule[] = [];
  for (const document of documents) {
    try {
      if (document.errors[0] !== undefined) throw document.errors[0];
      refuseTwins(document);
      const content: unknown = document.toJS({ maxAliasCount: MAX_ALIASES });
      if (content !== null && content !== undefined) rules.push(parseRule(content, path, options));
    } catch (error) {
      issues({ path, place: placeOf(error, document, lines), reason: reasonOf(error) });
    }
  }
  return rules;
}

/** Throws for a map with one key twice: one of the two would be lost. O(n). */
function refuseTwins(document: Document.Parsed): void {
  visit(document, {
    Map(_, { items }) {
      const keys = new Set<unknown>();
      for (const { key } of items) {
        if (!isScalar(key)) continue;
        if (keys.has(key.value)) throw new TwinKey(String(key.value), key.range?.[0] ?? 0);
        keys.add(key.value);
      }
    },
  });
}

/** A key that a map has twice, and where it stands the second time. */
class TwinKey extends SyntaxError {
  readonly pos: readonly [number];

  constructor(key: string, position: number) {
    super(`readRules: keys must be unique, got ${JSON.stringify(key)} twice`);
    this.pos = [position];
  }
}

function reasonOf(error: unknown): string {
  return error instanceof SigmaError ? error.message.replace(/^sigma: /, "") : `yaml: ${oneLine(error)}`;
}

function oneLine(error: unknown): string {
  return (error as Error).message
    .replace(/^readRules: /, "")
    .split("\n")[0]!
    .replace(/ at line \d+, column \d+:?$/, "")
    .slice(0, 300);
}

function placeOf(error: unknown, document: Document.Parsed, lines: LineCounter): string {
  const position =
    error instanceof SigmaError
      ? positionOf(error, document)
      : (error as { pos?: readonly [number] }).pos?.[0];
  if (position === undefined) return "";
  const { line, col } = lines.linePos(position);
  return `line ${line}, column ${col}`;
}

/** Where the part stands to which the keys lead, or the nearest one around it. */
function positionOf({ keys, offset }: SigmaError, document: Document.Parsed): number | undefined {
  for (let length = keys.length; length >= 0; length--) {
    const node = length === 0 ? document.contents : document.getIn(keys.slice(0, length), true);
    if (!isNode(node) || !node.range) continue;
    if (length < keys.length || offset === 0) return node.range[0];
    const isQuoted = "type" in node && typeof node.type === "string" && node.type.startsWith("QUOTE");
    return node.range[0] + offset + (isQuoted ? 1 : 0);
  }
  return undefined;
}
