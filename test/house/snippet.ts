import assert from "node:assert/strict";
import ts from "typescript";
import { parse } from "./sources";

/** A statement and the value that the comment behind it promises; undefined for none. */
export interface Step {
  readonly code: string;
  readonly expected: string | undefined;
}

/** Whether a comment is a promise for certain: it has the arrow, or is a JSON value. */
export function isPromise(comment: string): boolean {
  return comment.startsWith("→") || isJson(comment);
}

/**
 * Splits code into statements, each with the promise behind it: `expression // value` on its last line, or
 * `// → value` (or a JSON value) on comment lines directly below.
 *
 * `accepts` says which comments on the last line are promises; others are prose.
 */
export function stepsOf(code: string, accepts: (comment: string) => boolean = isPromise): Step[] {
  const tree = parse("snippet.ts", code);
  return tree.statements.map((statement, i) => {
    const next = tree.statements[i + 1]?.getStart() ?? code.length;
    const [behind = "", ...below] = code.slice(statement.end, next).split("\n").map(commentIn);
    const end = below.indexOf(undefined);
    const block = below.slice(0, end < 0 ? below.length : end).join("\n");
    const promise = behind ? (accepts(behind) ? behind : undefined) : isPromise(block) ? block : undefined;
    return { code: statement.getText(), expected: promise?.replace(/^→\s*/, "") };
  });
}

/** The text of a line that holds a comment and nothing else. */
function commentIn(line: string): string | undefined {
  return /^\s*;?\s*\/\/\s*(.*?)\s*$/.exec(line)?.[1];
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** TypeScript to the JavaScript that Node runs, types taken away. */
export function javascriptOf(code: string): string {
  const compilerOptions = { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext };
  return ts.transpileModule(code, { compilerOptions }).outputText;
}

/** Runs the body of an async function with these names in scope. */
export async function run(body: string, scope: Readonly<Record<string, unknown>>): Promise<unknown> {
  const make = Object.getPrototypeOf(async () => {}).constructor;
  const names = Object.keys(scope).filter((name) => /^[A-Za-z_$][\w$]*$/.test(name) && name !== "default");
  return make(...names, body)(...names.map((name) => scope[name]));
}

/** Fails unless a value is what the comment says: the same JavaScript value, typed arrays and maps read as lists. */
export async function assertValue(
  actual: unknown,
  expected: string,
  scope: Readonly<Record<string, unknown>>,
) {
  assert.deepEqual(plain(actual), plain(await run(`return (${expected})`, scope)));
}

/** Lists for typed arrays, sets and maps; plain objects for all others. Numbers keep `NaN` and `-0`. */
function plain(value: unknown): unknown {
  if (value === null || typeof value !== "object") return value;
  if (ArrayBuffer.isView(value) || value instanceof Map || value instanceof Set) {
    return Array.from(value as unknown as Iterable<unknown>, plain);
  }
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Date || value instanceof RegExp) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, plain(one)]));
}
