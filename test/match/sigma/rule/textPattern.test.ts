import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../../../src/core/random";
import {
  ANY_ONE,
  ANY_RUN,
  DASH,
  DASHES,
  matchesText,
  parseWildcards,
  plainTokens,
  type Token,
  textPattern,
} from "../../../../src/match/sigma/rule/textPattern";

const matches = (pattern: string, value: string, cased = false) =>
  matchesText(textPattern(parseWildcards(pattern), cased), value);

describe("text patterns", () => {
  // Cases of the specification's section "Escaping".
  it("parseWildcards(value) reads backslashes as the specification says", () => {
    const plain = (text: string) => plainTokens(text);
    assert.deepEqual(parseWildcards("C:\\a"), plain("C:\\a"));
    assert.deepEqual(parseWildcards("C:\\\\a"), plain("C:\\a"));
    assert.deepEqual(parseWildcards("a\\*"), plain("a*"));
    assert.deepEqual(parseWildcards("a\\\\*"), [...plain("a\\"), ANY_RUN]);
    assert.deepEqual(parseWildcards("a\\\\\\*"), plain("a\\*"));
    assert.deepEqual(parseWildcards("\\\\\\\\"), plain("\\\\"));
    assert.deepEqual(parseWildcards("\\\\\\"), plain("\\\\"));
    assert.deepEqual(parseWildcards("prog?.exe"), [...plain("prog"), ANY_ONE, ...plain(".exe")]);
  });

  it("matchesText(pattern, value) ignores case unless cased, also beyond ASCII", () => {
    assert.equal(matches("straße*", "STRAßE 1"), true);
    assert.equal(matches("ÄRGER", "ärger"), true);
    assert.equal(matches("a*", "ABC", true), false);
    assert.equal(matches("A*", "ABC", true), true);
  });

  it("matchesText(pattern, value) anchors both ends", () => {
    assert.equal(matches("a", "ab"), false);
    assert.equal(matches("*a", "ba"), true);
    assert.equal(matches("a*a", "a"), false);
    assert.equal(matches("a*a", "aa"), true);
    assert.equal(matches("", ""), true);
    assert.equal(matches("", "a"), false);
    assert.equal(matches("*", ""), true);
    assert.equal(matches("?", ""), false);
  });

  it("matchesText(pattern, value) agrees with a naive matcher on random texts", () => {
    const numbers = random(7);
    for (let i = 0; i < 20_000; i++) {
      const tokens: Token[] = Array.from({ length: numbers.integer(7) }, () =>
        numbers.pick([97, 98, 45, ANY_ONE, ANY_RUN, ANY_RUN, DASH]),
      );
      const value = Array.from({ length: numbers.integer(9) }, () =>
        numbers.pick(["a", "b", "-", "/", "A"]),
      ).join("");
      assert.equal(
        matchesText(textPattern(tokens), value),
        naive(tokens, value.toLowerCase()),
        `${tokens} ${value}`,
      );
    }
  });

  it("matchesText(pattern, value) with many wildcards against a long text ends at once", () => {
    const steps = textPattern(parseWildcards(`${"*a".repeat(200)}*b`));
    assert.equal(matchesText(steps, "a".repeat(100_000)), false);
  });
});

/** Tries everything; exponential, so for short texts only. */
function naive(tokens: readonly Token[], text: string): boolean {
  if (tokens.length === 0) return text === "";
  const [token, ...rest] = tokens as [Token, ...Token[]];
  if (token === ANY_RUN) return naive(rest, text) || (text !== "" && naive(tokens, text.slice(1)));
  if (text === "") return false;
  const fits =
    token === ANY_ONE || (token === DASH ? DASHES.includes(text[0]!) : token === text.charCodeAt(0));
  return fits && naive(rest, text.slice(1));
}
