import { RE2JS } from "re2js";
import { checkOptions, describe } from "../core/check";

/** Longest pattern that is compiled, in characters. */
export const MAX_PATTERN = 16_384;
/** Largest program of a pattern, in instructions of the automaton; each character of a text may cost as many steps. */
export const MAX_PROGRAM = 5_000;

/** Options of {@link linearRegex}; a pattern may set them itself, too: `(?i)`, `(?m)`, `(?s)`. */
export interface LinearRegexOptions {
  /** Case does not matter. @default false */
  readonly ignoreCase?: boolean;
  /** `^` and `$` also match at line ends. @default false */
  readonly multiline?: boolean;
  /** `.` also matches a line end. @default false */
  readonly dotAll?: boolean;
  /** The pattern must match the whole text, not a part of it. @default false */
  readonly whole?: boolean;
}

/** A compiled regular expression. */
export interface LinearRegex {
  readonly pattern: string;
  /** Whether it occurs in the text. O(text * program), whatever the pattern. */
  test(text: string): boolean;
  /** The text with every occurrence replaced; `put` is given the occurrence and its groups. */
  replace(text: string, put: (...found: (string | undefined)[]) => string): string;
}

/**
 * A regular expression that runs in linear time: for patterns that come with rules, indicators and lists.
 *
 * RE2's syntax: no look-around and no back references, and no pattern that takes exponential time. Cost is bounded
 * by {@link MAX_PATTERN} and {@link MAX_PROGRAM}. Throws a `SyntaxError` for a pattern beyond them, and for what is no
 * regular expression or not of RE2's syntax.
 *
 * @example
 * linearRegex("^(a+)+$").test("aaaa") // true
 * linearRegex("EVIL\\.exe$", { ignoreCase: true }).test("c:\\evil.exe") // true
 * linearRegex("b", { whole: true }).test("abc") // false
 *
 * Source: https://github.com/google/re2/wiki/Syntax
 */
export function linearRegex(pattern: string, options: LinearRegexOptions = {}): LinearRegex {
  checkOptions("linearRegex", options, ["ignoreCase", "multiline", "dotAll", "whole"]);
  if (typeof pattern !== "string") {
    throw new TypeError(`linearRegex: pattern must be text, got ${describe(pattern)}`);
  }
  if (pattern.length > MAX_PATTERN) {
    throw new SyntaxError(
      `linearRegex: pattern must have at most ${MAX_PATTERN} characters, got ${pattern.length}`,
    );
  }
  const compiled = compile(pattern, flagsOf(options));
  if (compiled.programSize() > MAX_PROGRAM) {
    throw new SyntaxError(
      `linearRegex: pattern must compile to at most ${MAX_PROGRAM} steps, got ${compiled.programSize()} for ${describe(pattern)}; use smaller repeat counts`,
    );
  }
  const test = options.whole
    ? (text: string) => compiled.testExact(text)
    : (text: string) => compiled.test(text);
  const replace: LinearRegex["replace"] = (text, put) =>
    compiled.matcher(text).replaceAll((...found: (string | undefined)[]) => put(...found));
  return { pattern, test, replace };
}

function compile(pattern: string, flags: number): RE2JS {
  try {
    return RE2JS.compile(pattern, flags);
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, " ").slice(0, 200);
    throw new SyntaxError(
      `linearRegex: pattern is no regular expression of RE2: ${reason.replace(/\.$/, "")}`,
      {
        cause: error,
      },
    );
  }
}

function flagsOf({ ignoreCase, multiline, dotAll }: LinearRegexOptions): number {
  return (
    (ignoreCase ? RE2JS.CASE_INSENSITIVE : 0) |
    (multiline ? RE2JS.MULTILINE : 0) |
    (dotAll ? RE2JS.DOTALL : 0)
  );
}
