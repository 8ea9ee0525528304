import assert from "node:assert/strict";
import ts from "typescript";
import { parse } from "./sources";

/** A statement and the value that the comment behind it promises; undefined for none. */
export interface Step {
  readonly code: string;
  readonly expected: string | undefined;
}

/**
 * Splits code into statements, each with its promise: `// value` or `// → value` behind it, on its last line or on
 * comment lines of its own below.
 */
export function stepsOf(code: string): Step[] {
  const tree = parse("snippet.ts", code);
  return tree.statements.map((statement, i) => {
    const until = tree.statements[i + 1]?.getFullStart() ?? code.length;
    // Comments on the same line belong to the statement before, those below start the next one's leading text.
    const next = tree.statements[i + 1]?.getStart() ?? code.length;
    const behind = code.slice(statement.end, Math.max(until, next));
    return { code: statement.getText(), expected: promiseIn(behind) };
  });
}

/** The promise in the text between two statements: comment lines, joined, until the first that is something else. */
function promiseIn(behind: string): string | undefined {
  const lines: string[] = [];
  for (const line of behind.split("\n")) {
    const text = /^\s*;?\s*\/\/\s?(.*)$/.exec(line)?.[1];
    if (text === undefined) {
      if (lines.length > 0 || !/^\s*;?\s*$/.test(line)) break;
      continue;
    }
    lines.push(text);
  }
  const first = lines[0]?.trim();
  if (first === undefined) return undefined;
  return [first.replace(/^→\s*/, ""), ...lines.slice(1)].join("\n").trim();
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
