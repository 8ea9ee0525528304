import { describe } from "../../../core/check";
import { linearRegex } from "../../linearRegex";
import { networkOf } from "./addresses";
import { encodedTexts } from "./encodings";
import type { Atom, Match, Test } from "./model";
import type { Draft, Scalar } from "./modifiers";
import { fillPlaceholders, type Placeholders, placeholdersIn } from "./placeholders";
import { SigmaError } from "./sigmaError";
import { ANY_RUN, DASH, parseWildcards, plainTokens, type Token, textOf, textPattern } from "./textPattern";

/** The test that a field's values and modifiers make; `field` null looks in the whole event. */
export function draftTest(field: string | null, draft: Draft, placeholders: Placeholders): Test {
  const items = draft.values.map((value) => valueTest(field, value, draft, placeholders));
  if (items.length === 0)
    throw new SigmaError(`sigma: values of ${draft.place} must be one or more, got none`);
  const test: Test = items.length === 1 ? items[0]! : { kind: draft.all ? "and" : "or", items };
  if (!draft.differs) return test;
  const exists: Atom = { kind: "atom", field, match: { kind: "exists", wanted: true } };
  return { kind: "and", items: [exists, { kind: "not", item: test }] };
}

function valueTest(field: string | null, value: Scalar, draft: Draft, placeholders: Placeholders): Test {
  const matches = draft.expand
    ? expanded(value, draft, placeholders)
    : [...matchesOf(value, draft, field === null)];
  const atoms = matches.map((match): Atom => ({ kind: "atom", field, match }));
  return atoms.length === 1 ? atoms[0]! : { kind: "or", items: atoms };
}

function* matchesOf(value: Scalar, draft: Draft, isKeyword: boolean): Generator<Match> {
  if (draft.kind === "compare") yield compareMatch(value, draft);
  else if (draft.kind === "exists") yield { kind: "exists", wanted: truth(value, draft) };
  else if (draft.kind === "cidr") yield cidrMatch(text(value, draft), draft);
  else if (draft.kind === "regex") yield regexMatch(text(value, draft), draft);
  else if (draft.kind === "fieldref") {
    const { openEnd: starts, openStart: ends, cased } = draft;
    yield { kind: "fieldref", field: text(value, draft), starts, ends, cased };
  } else if (value === null) yield { kind: "null" };
  else yield* textMatches(String(value), draft, isKeyword);
}

function* textMatches(value: string, draft: Draft, isKeyword: boolean): Generator<Match> {
  const start: Token[] = draft.openStart || isKeyword ? [ANY_RUN] : [];
  const end: Token[] = draft.openEnd || isKeyword ? [ANY_RUN] : [];
  let variants: Token[][] = [parseWildcards(value)];
  if (draft.encodings.length > 0) {
    if (variants[0]!.some((token) => token < 0)) {
      throw new SigmaError(
        `sigma: values of ${draft.place} must be without wildcards to be encoded, got ${describe(value)}`,
      );
    }
    variants = encodedTexts(textOf(variants[0]!), draft.encodings).map(plainTokens);
  }
  for (const tokens of variants) {
    const inner = draft.dashes ? withDashes(tokens) : tokens;
    yield { kind: "text", pattern: textPattern([...start, ...inner, ...end], draft.cased) };
  }
}

/** A hyphen or slash that starts a word, with none in front of it, may be any dash. */
function withDashes(tokens: readonly Token[]): Token[] {
  const isWord = (token: Token | undefined) =>
    token !== undefined && token >= 0 && /\w/.test(String.fromCharCode(token));
  return tokens.map((token, i) =>
    token >= 0 && "-/".includes(String.fromCharCode(token)) && !isWord(tokens[i - 1]) && isWord(tokens[i + 1])
      ? DASH
      : token,
  );
}

function compareMatch(value: Scalar, { operator, part, place }: Draft): Match {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number !== "number" || !Number.isFinite(number)) {
    throw new SigmaError(`sigma: values of ${place} must be numbers, got ${describe(value)}`);
  }
  return part === null
    ? { kind: "compare", operator, value: number }
    : { kind: "time", part, operator, value: number };
}

function cidrMatch(network: string, { place }: Draft): Match {
  if (networkOf(network) === undefined) {
    throw new SigmaError(
      `sigma: values of ${place} must be networks like 10.0.0.0/8, got ${describe(network)}`,
    );
  }
  return { kind: "cidr", network };
}

function regexMatch(source: string, { flags, place }: Draft): Match {
  const match = {
    kind: "regex",
    source,
    ignoreCase: flags.i,
    multiline: flags.m,
    dotAll: flags.s,
  } as const;
  try {
    linearRegex(source, { ignoreCase: flags.i, multiline: flags.m, dotAll: flags.s });
  } catch (error) {
    const reason = (error as Error).message.replace(/^linearRegex: /, "");
    throw new SigmaError(`sigma: value of ${place} must be a regular expression: ${reason}`);
  }
  return match;
}

function text(value: Scalar, { place, kind }: Draft): string {
  if (typeof value === "string") return value;
  if (kind === "regex" && typeof value === "number") return String(value);
  throw new SigmaError(`sigma: values of ${place} must be text, got ${describe(value)}`);
}

function truth(value: Scalar, { place }: Draft): boolean {
  if (typeof value === "boolean") return value;
  const word = String(value).toLowerCase();
  if (word === "true" || word === "yes") return true;
  if (word === "false" || word === "no") return false;
  throw new SigmaError(`sigma: value of ${place} must be true or false, got ${describe(value)}`);
}

/** `%name%` becomes each of its values; one that has none stands for itself and stops the rule. */
function expanded(value: Scalar, draft: Draft, placeholders: Placeholders): Match[] {
  const text = String(value);
  const valuesOf = (name: string) => (Object.hasOwn(placeholders, name) ? placeholders[name] : undefined);
  const missing = placeholdersIn(text).find((name) => valuesOf(name) === undefined);
  if (missing !== undefined) return [{ kind: "placeholder", name: missing }];
  const plain = { ...draft, expand: false };
  return fillPlaceholders(text, valuesOf).flatMap((one) => [...matchesOf(one, plain, false)]);
}
