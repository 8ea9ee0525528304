import { foldCase } from "../../foldCase";

/** One place of a pattern: a UTF-16 unit, or one of the three wildcards below. */
export type Token = number;
/** `?`: exactly one character. */
export const ANY_ONE = -1;
/** `*`: any number of characters. */
export const ANY_RUN = -2;
/** Any of the characters that start an option on Windows' command lines. */
export const DASH = -3;

/** The characters that {@link DASH} stands for: hyphen, slash, en dash, em dash, horizontal bar. */
export const DASHES = "-/\u2013\u2014\u2015";

/** A text pattern, ready to match. Texts are in folded case unless `cased`. */
export interface TextPattern {
  readonly cased: boolean;
  /** No wildcard at the start, or at the end. */
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** What stands between the runs of any characters; never empty ones, but for the pattern of an empty text. */
  readonly segments: readonly Segment[];
}

/** Consecutive places of a pattern. `text` is undefined when one of them is a wildcard. */
export interface Segment {
  readonly tokens: readonly Token[];
  readonly text: string | undefined;
}

/**
 * Reads a value of a rule: `*` and `?` are wildcards, a backslash makes them and itself plain. O(n).
 *
 * A backslash in front of anything else stands for itself.
 *
 * @example
 * parseWildcards("a\\*?") // [97, 42, -1]
 *
 * Source: Sigma specification 2.1, "Escaping".
 */
export function parseWildcards(value: string): Token[] {
  const tokens: Token[] = [];
  for (let i = 0; i < value.length; i++) {
    const c = value[i]!;
    const next = value[i + 1];
    if (c === "\\" && (next === "\\" || next === "*" || next === "?")) {
      tokens.push(next.charCodeAt(0));
      i += 1;
    } else if (c === "*") tokens.push(ANY_RUN);
    else if (c === "?") tokens.push(ANY_ONE);
    else tokens.push(c.charCodeAt(0));
  }
  return tokens;
}

/** The tokens of a text without wildcards. */
export function plainTokens(text: string): Token[] {
  const tokens = new Array<Token>(text.length);
  for (let i = 0; i < text.length; i++) tokens[i] = text.charCodeAt(i);
  return tokens;
}

/** Prepares tokens for matching. O(n). */
export function textPattern(tokens: readonly Token[], cased = false): TextPattern {
  const segments: Segment[] = [];
  for (const part of split(tokens)) segments.push(segmentOf(part, cased));
  const atStart = tokens[0] !== ANY_RUN;
  const atEnd = tokens.at(-1) !== ANY_RUN;
  return { cased, atStart, atEnd, segments };
}

function* split(tokens: readonly Token[]): Generator<Token[]> {
  let part: Token[] = [];
  for (const token of tokens) {
    if (token !== ANY_RUN) part.push(token);
    else if (part.length > 0) {
      yield part;
      part = [];
    }
  }
  if (part.length > 0) yield part;
}

function segmentOf(tokens: readonly Token[], cased: boolean): Segment {
  if (tokens.every((token) => token >= 0)) {
    const text = cased ? textOf(tokens) : foldCase(textOf(tokens));
    return { tokens: plainTokens(text), text };
  }
  const folded = cased ? [...tokens] : foldTokens(tokens);
  return { tokens: folded, text: undefined };
}

/** Case is folded run by run: a character beyond U+FFFF is two tokens. */
function foldTokens(tokens: readonly Token[]): Token[] {
  const out: Token[] = [];
  let run: Token[] = [];
  const flush = () => {
    if (run.length > 0) out.push(...plainTokens(foldCase(textOf(run))));
    run = [];
  };
  for (const token of tokens) {
    if (token >= 0) run.push(token);
    else {
      flush();
      out.push(token);
    }
  }
  flush();
  return out;
}

/** The text of tokens that are no wildcards. */
export function textOf(tokens: readonly Token[]): string {
  let text = "";
  for (const token of tokens) text += String.fromCharCode(token);
  return text;
}

/**
 * Whether a value has a pattern's form. O(value * segment): leftmost places are taken, so nothing is tried twice.
 *
 * @example
 * matchesText(textPattern(parseWildcards("*\\cmd.e?e")), "C:\\Windows\\CMD.EXE") // true
 */
export function matchesText(pattern: TextPattern, value: string): boolean {
  const text = pattern.cased ? value : foldCase(value);
  const { segments, atStart, atEnd } = pattern;
  if (segments.length === 0) return !(atStart && atEnd) || text === "";
  let from = 0;
  let last = segments.length;
  if (atStart) {
    const first = segments[0]!;
    if (!fits(first, text, 0)) return false;
    from = first.tokens.length;
    if (segments.length === 1) return !atEnd || from === text.length;
  }
  let end = text.length;
  if (atEnd) {
    const tail = segments[last - 1]!;
    end -= tail.tokens.length;
    if (end < from || !fits(tail, text, end)) return false;
    last -= 1;
  }
  for (let i = atStart ? 1 : 0; i < last; i++) {
    const segment = segments[i]!;
    const at = find(segment, text, from);
    if (at < 0 || at + segment.tokens.length > end) return false;
    from = at + segment.tokens.length;
  }
  return true;
}

function find(segment: Segment, text: string, from: number): number {
  if (segment.text !== undefined) return text.indexOf(segment.text, from);
  for (let at = from; at + segment.tokens.length <= text.length; at++) {
    if (fits(segment, text, at)) return at;
  }
  return -1;
}

function fits(segment: Segment, text: string, at: number): boolean {
  if (segment.text !== undefined) return text.startsWith(segment.text, at);
  if (at + segment.tokens.length > text.length) return false;
  return segment.tokens.every((token, i) => {
    if (token === ANY_ONE) return true;
    if (token === DASH) return DASHES.includes(text[at + i]!);
    return token === text.charCodeAt(at + i);
  });
}
