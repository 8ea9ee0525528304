import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type Random, random } from "../../../../src/core/random";
import type { Atom, DetectionRule, Match, Test } from "../../../../src/match/sigma/rule/model";
import { parseWildcards, textPattern } from "../../../../src/match/sigma/rule/textPattern";
import { PlainFields } from "../../../../src/match/sigma/run/eventFields";
import { LiteralIndex } from "../../../../src/match/sigma/run/literalIndex";
import { holds, ValueTests } from "../../../../src/match/sigma/run/matchValue";
import { RuleGroup } from "../../../../src/match/sigma/run/ruleGroup";
import { variantsOf } from "../../../../src/match/sigma/sources/sourceMap";

const WORDS = [
  "a",
  "b",
  "ab",
  "ba",
  "aab",
  "-a",
  "/a",
  "A",
  "é",
  "\\",
  "abcabcabcabcabcabcabcabcabcabcabc",
  "",
];

function randomMatch(numbers: Random): Match {
  const choice = numbers.integer(10);
  if (choice === 0) return { kind: "exists", wanted: numbers.integer(2) === 0 };
  if (choice === 1) return { kind: "null" };
  if (choice === 2) {
    const source = numbers.pick(["ab+", "^a", "a.b$", "(a|b)c", "abca"]);
    return { kind: "regex", source, ignoreCase: numbers.integer(2) === 0, multiline: false, dotAll: false };
  }
  const parts = Array.from({ length: 1 + numbers.integer(3) }, () =>
    numbers.pick([...WORDS, "*", "?", "\\*"]),
  );
  return { kind: "text", pattern: textPattern(parseWildcards(parts.join("")), numbers.integer(4) === 0) };
}

function randomTest(numbers: Random, depth: number): Test {
  const choice = depth === 0 ? 0 : numbers.integer(4);
  if (choice === 0) {
    const field = numbers.pick(["F", "G", "H", null]);
    return { kind: "atom", field, match: randomMatch(numbers) } satisfies Atom;
  }
  if (choice === 1) return { kind: "not", item: randomTest(numbers, depth - 1) };
  const items = Array.from({ length: 1 + numbers.integer(3) }, () => randomTest(numbers, depth - 1));
  return { kind: choice === 2 ? "and" : "or", items };
}

function ruleOf(test: Test, i: number): DetectionRule {
  return {
    kind: "detection",
    id: String(i),
    name: null,
    title: "t",
    level: "low",
    status: null,
    author: null,
    description: null,
    tags: [],
    path: "p",
    logsource: {},
    test,
    obstacle: null,
    tests: {},
    renamed: (field) => field,
  };
}

describe("RuleGroup", () => {
  it("judge(event) finds what judging rule by rule finds, for random rules and events", () => {
    const numbers = random(3);
    const rules = Array.from({ length: 200 }, (_, i) => ruleOf(randomTest(numbers, 4), i));
    const [variant] = variantsOf({}, []);
    const group = new RuleGroup({}, [variant!], rules);
    const tests = new ValueTests();
    let hits = 0;
    for (let n = 0; n < 300; n++) {
      const value = () =>
        numbers.pick<unknown>([
          null,
          5,
          ["a", "ab"],
          Array.from({ length: numbers.integer(5) }, () => numbers.pick(WORDS)).join(""),
        ]);
      const fields = ["F", "G", "H"].filter(() => numbers.integer(3) > 0);
      const event = new PlainFields(Object.fromEntries(fields.map((field) => [field, value()])));
      const found: number[] = [];
      group.judge(event, variant!, (rule) => found.push(rule));
      const wanted = rules.flatMap((rule, i) => (holds(rule.test, event, tests) ? [i] : []));
      assert.deepEqual(
        found.sort((a, b) => a - b),
        wanted,
      );
      hits += wanted.length;
    }
    assert.ok(hits > 5_000, `${hits} hits`);
  });

  it("absentFields(rule) names fields without which a rule could never hold", () => {
    const atom = (field: string, text: string): Atom => ({
      kind: "atom",
      field,
      match: { kind: "text", pattern: textPattern(parseWildcards(text)) },
    });
    const missing: Atom = { kind: "atom", field: "X", match: { kind: "null" } };
    const tests: Test[] = [
      { kind: "and", items: [atom("F", "a"), atom("X", "b")] },
      { kind: "or", items: [atom("F", "z"), atom("X", "b")] },
      { kind: "and", items: [atom("F", "z"), { kind: "not", item: atom("X", "b") }] },
      { kind: "and", items: [atom("F", "z"), missing] },
    ];
    const [variant] = variantsOf({}, []);
    const group = new RuleGroup({}, [variant!], tests.map(ruleOf));
    group.judge(new PlainFields({ F: "q" }), variant!, () => {});
    assert.deepEqual(
      tests.map((_, i) => group.absentFields(i)),
      [["X"], [], [], []],
    );
  });
});

describe("LiteralIndex", () => {
  it("search(text) finds every literal at every place, as indexOf does", () => {
    const numbers = random(9);
    for (let round = 0; round < 100; round++) {
      const word = (most: number) =>
        Array.from({ length: 1 + numbers.integer(most) }, () => numbers.pick(["a", "b", "c"])).join("");
      const literals = Array.from({ length: 12 }, () => word(5));
      const text = word(40);
      const found = new Set<string>();
      new LiteralIndex(literals).search(text, (i, start) => found.add(`${i}@${start}`));
      const wanted = new Set<string>();
      literals.forEach((literal, i) => {
        for (let at = text.indexOf(literal); at >= 0; at = text.indexOf(literal, at + 1))
          wanted.add(`${i}@${at}`);
      });
      assert.deepEqual([...found].sort(), [...wanted].sort());
    }
  });

  it("search(text) takes every dash for any other", () => {
    const found: number[] = [];
    new LiteralIndex([" -e"]).search("x /e –e\u2014e ―e", (_, start) => found.push(start));
    assert.deepEqual(found, [1, 4, 9]);
  });
});
