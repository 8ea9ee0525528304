/** A piece of a STIX pattern. */
export interface Token {
  readonly kind: "word" | "string" | "number" | "timestamp" | "boolean" | "sign" | "end";
  /** Of a string without quotes and escapes; of a word as written. */
  readonly text: string;
  /** Offset in the pattern. */
  readonly at: number;
}

const SKIP = /(?:\s+|\/\/[^\n]*|\/\*(?:[^*]|\*(?!\/))*\*\/)+/y;
const STRING = /[tbh]?'(?:[^'\\]|\\.)*'/sy;
const NUMBER = /[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?![A-Za-z0-9_])/y;
const WORD = /[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z0-9_]+)*/y;
const SIGN = /!=|<>|<=|>=|==|[[\]().,:=<>*]/y;

/**
 * Cuts a STIX pattern into its pieces; comments and blanks are left out. Throws a `SyntaxError` with the place of
 * what belongs to no piece. O(length).
 *
 * @example
 * lexPattern("[a:b = 'it\\'s']").map((token) => token.text) // ["[", "a", ":", "b", "=", "it's", "]", ""]
 */
export function lexPattern(pattern: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  const take = (expression: RegExp): string | undefined => {
    expression.lastIndex = at;
    return expression.exec(pattern)?.[0];
  };
  for (;;) {
    at += take(SKIP)?.length ?? 0;
    if (at >= pattern.length) break;
    const token = stringToken(take(STRING), at) ?? plainToken(take, at);
    if (token === undefined) {
      throw new SyntaxError(`parsePattern: ${placeOf(pattern, at)}: ${unexpected(pattern[at]!)}`);
    }
    tokens.push(token);
    at = token.end;
  }
  tokens.push({ kind: "end", text: "", at });
  return tokens;
}

/**
 * A place in a pattern as line and column, for messages.
 *
 * @example
 * placeOf("a\nbc", 3) // "2:2"
 */
export function placeOf(pattern: string, at: number): string {
  const before = pattern.slice(0, at).split("\n");
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

interface Taken extends Token {
  readonly end: number;
}

function stringToken(text: string | undefined, at: number): Taken | undefined {
  if (text === undefined) return undefined;
  const end = at + text.length;
  const prefix = text[0] === "'" ? "" : text[0]!;
  const inner = text.slice(prefix.length + 1, -1).replace(/\\(.)/gs, "$1");
  if (prefix === "t") return { kind: "timestamp", text: inner, at, end };
  if (prefix === "b") {
    return { kind: "string", text: Buffer.from(inner, "base64").toString("utf8"), at, end };
  }
  return { kind: "string", text: prefix === "h" ? inner.toLowerCase() : inner, at, end };
}

function plainToken(take: (expression: RegExp) => string | undefined, at: number): Taken | undefined {
  const number = take(NUMBER);
  if (number !== undefined) return { kind: "number", text: number, at, end: at + number.length };
  const word = take(WORD);
  if (word !== undefined) {
    const kind = /^(?:true|false)$/i.test(word) ? "boolean" : "word";
    return { kind, text: word, at, end: at + word.length };
  }
  const sign = take(SIGN);
  return sign === undefined ? undefined : { kind: "sign", text: sign, at, end: at + sign.length };
}

function unexpected(character: string): string {
  return character === "'" ? "a string without its end" : `unexpected ${JSON.stringify(character)}`;
}
