import { describe } from "../../../core/check";
import { parseTime } from "../../../evidence/parseTime";
import { lexPattern, placeOf, type Token } from "./lexPattern";
import type { Condition, Operator, Pattern, PatternValue } from "./pattern";

/** Bounds of a pattern: characters, levels of brackets, comparisons, repetitions. */
export const PATTERN_LIMITS = {
  characters: 1_000_000,
  levels: 100,
  comparisons: 20_000,
  repeats: 100_000,
} as const;

/**
 * Parses a STIX 2.0 or 2.1 pattern by its grammar.
 *
 * Comparison operators with `NOT`, `AND`, `OR`, `IN`, `LIKE`, `MATCHES`, `ISSUBSET`, `ISSUPERSET`, `EXISTS`;
 * observation operators `AND`, `OR`, `FOLLOWEDBY`, `WITHIN`, `REPEATS`, `START … STOP`. `NOT =` and the like become a
 * `not`. Throws a `SyntaxError` with line and column for what the grammar does not allow, and beyond
 * {@link PATTERN_LIMITS}. O(length).
 *
 * @example
 * parsePattern("[ipv4-addr:value = '10.0.0.1']").kind // "row"
 * parsePattern("[a:b = 1] FOLLOWEDBY [a:b = 2] WITHIN 5 SECONDS").kind // "followedBy"
 *
 * Source: OASIS, STIX Version 2.1, section 9 (Patterning).
 */
export function parsePattern(pattern: string): Pattern {
  if (typeof pattern !== "string") {
    throw new TypeError(`parsePattern: pattern must be text, got ${describe(pattern)}`);
  }
  if (pattern.length > PATTERN_LIMITS.characters) {
    throw new SyntaxError(
      `parsePattern: pattern must have at most ${PATTERN_LIMITS.characters} characters, got ${pattern.length}`,
    );
  }
  return new Parser(pattern, lexPattern(pattern)).parse();
}

const OPERATORS: Readonly<Record<string, Operator>> = {
  "=": "=",
  "==": "=",
  "!=": "!=",
  "<>": "!=",
  ">": ">",
  ">=": ">=",
  "<": "<",
  "<=": "<=",
  IN: "IN",
  LIKE: "LIKE",
  MATCHES: "MATCHES",
  ISSUBSET: "ISSUBSET",
  ISSUPERSET: "ISSUPERSET",
};

class Parser {
  private at = 0;
  private level = 0;
  private comparisons = 0;

  constructor(
    private readonly pattern: string,
    private readonly tokens: readonly Token[],
  ) {}

  parse(): Pattern {
    const whole = this.observations();
    if (this.next.kind !== "end") this.fail(`expected the end, got ${describe(this.next.text)}`);
    return whole;
  }

  /** FOLLOWEDBY binds least, then OR, then AND. */
  private observations(): Pattern {
    const either = () => this.list("OR", () => this.list("AND", () => this.observation(), andOf), orOf);
    return this.list("FOLLOWEDBY", either, (parts) => ({ kind: "followedBy", parts }));
  }

  private list<T>(word: string, part: () => T, join: (parts: readonly T[]) => T): T {
    const parts = [part()];
    while (this.takeWord(word)) parts.push(part());
    return parts.length === 1 ? parts[0]! : join(parts);
  }

  private observation(): Pattern {
    let result: Pattern;
    if (this.takeSign("[")) {
      result = { kind: "row", condition: this.nested(() => this.condition()) };
      this.expectSign("]");
    } else {
      this.expectSign("(");
      result = this.nested(() => this.observations());
      this.expectSign(")");
    }
    for (let levels = 0; ; levels++) {
      const qualified = this.qualifier(result);
      if (qualified === undefined) return result;
      if (levels >= PATTERN_LIMITS.levels) this.tooDeep();
      result = qualified;
    }
  }

  private qualifier(part: Pattern): Pattern | undefined {
    if (this.takeWord("WITHIN")) {
      const seconds = this.number(0);
      if (!this.takeWord("SECONDS")) this.fail("expected SECONDS");
      return { kind: "within", part, seconds };
    }
    if (this.takeWord("REPEATS")) {
      const times = this.number(1);
      if (!Number.isInteger(times) || times > PATTERN_LIMITS.repeats) {
        this.fail(`expected a whole number of times up to ${PATTERN_LIMITS.repeats}`);
      }
      if (!this.takeWord("TIMES")) this.fail("expected TIMES");
      return { kind: "repeats", part, times };
    }
    if (this.takeWord("START")) {
      const start = this.time();
      if (!this.takeWord("STOP")) this.fail("expected STOP");
      const stop = this.time();
      if (stop <= start) this.fail("expected a STOP after START");
      return { kind: "between", part, start, stop };
    }
    return undefined;
  }

  private condition(): Condition {
    return this.list("OR", () => this.list("AND", () => this.test(), andOf), orOf);
  }

  private test(): Condition {
    if (this.takeSign("(")) {
      const inner = this.nested(() => this.condition());
      this.expectSign(")");
      return inner;
    }
    if (this.takeWord("EXISTS")) return this.comparison("EXISTS", this.path(), []);
    const path = this.path();
    const negated = this.takeWord("NOT");
    const operator = OPERATORS[this.next.text.toUpperCase()];
    if (operator === undefined || this.next.kind === "string") this.fail("expected a comparison operator");
    this.at += 1;
    const made = this.comparison(operator!, path, operator === "IN" ? this.set() : [this.value()]);
    return negated ? { kind: "not", part: made } : made;
  }

  private comparison(
    operator: Operator,
    path: { readonly object: string; readonly property: string },
    values: readonly PatternValue[],
  ): Condition {
    this.comparisons += 1;
    if (this.comparisons > PATTERN_LIMITS.comparisons) {
      this.fail(`expected at most ${PATTERN_LIMITS.comparisons} comparisons`);
    }
    return { kind: "comparison", comparison: { ...path, operator, values } };
  }

  private path(): { readonly object: string; readonly property: string } {
    const object = this.take("word", "an object type");
    this.expectSign(":");
    let property = this.step();
    for (;;) {
      if (this.takeSign(".")) property += `.${this.step()}`;
      else if (this.takeSign("[")) {
        const index = this.takeSign("*") ? "*" : this.take("number", "an index or *");
        this.expectSign("]");
        property += `[${index}]`;
      } else return { object, property };
    }
  }

  private step(): string {
    return this.next.kind === "string" ? this.take("string", "a property") : this.take("word", "a property");
  }

  private set(): PatternValue[] {
    this.expectSign("(");
    const values = [this.value()];
    while (this.takeSign(",")) values.push(this.value());
    this.expectSign(")");
    return values;
  }

  private value(): PatternValue {
    const { kind, text } = this.next;
    if (kind === "timestamp") return this.time();
    if (kind !== "string" && kind !== "number" && kind !== "boolean") this.fail("expected a value");
    this.at += 1;
    if (kind === "number") return Number(text);
    return kind === "boolean" ? text.toLowerCase() === "true" : text;
  }

  /** STIX 2.0 writes times as plain strings. */
  private time(): number {
    const { kind, text } = this.next;
    const micros = kind === "timestamp" || kind === "string" ? parseTime(text) : null;
    if (micros === null) this.fail("expected a timestamp");
    this.at += 1;
    return micros! / 1000;
  }

  private number(least: number): number {
    const value = Number(this.take("number", "a number"));
    if (value < least) this.fail(`expected at least ${least}`);
    return value;
  }

  private nested<T>(inner: () => T): T {
    this.level += 1;
    if (this.level > PATTERN_LIMITS.levels) this.tooDeep();
    const result = inner();
    this.level -= 1;
    return result;
  }

  private take(kind: Token["kind"], what: string): string {
    const { text } = this.next;
    if (this.next.kind !== kind) this.fail(`expected ${what}, got ${describe(text)}`);
    this.at += 1;
    return text;
  }

  private takeWord(word: string): boolean {
    if (this.next.kind !== "word" || this.next.text.toUpperCase() !== word) return false;
    this.at += 1;
    return true;
  }

  private takeSign(sign: string): boolean {
    if (this.next.kind !== "sign" || this.next.text !== sign) return false;
    this.at += 1;
    return true;
  }

  private expectSign(sign: string): void {
    if (!this.takeSign(sign)) this.fail(`expected ${sign}, got ${describe(this.next.text)}`);
  }

  private get next(): Token {
    return this.tokens[this.at]!;
  }

  private tooDeep(): never {
    return this.fail(`expected at most ${PATTERN_LIMITS.levels} levels`);
  }

  private fail(fault: string): never {
    throw new SyntaxError(`parsePattern: ${placeOf(this.pattern, this.next.at)}: ${fault}`);
  }
}

function andOf<T>(parts: readonly T[]): { kind: "and"; parts: readonly T[] } {
  return { kind: "and", parts };
}

function orOf<T>(parts: readonly T[]): { kind: "or"; parts: readonly T[] } {
  return { kind: "or", parts };
}
