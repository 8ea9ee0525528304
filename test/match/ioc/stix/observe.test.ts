import assert from "node:assert/strict";
import { random } from "../../../../src/core/random";
import { type Fulfilment, type Observation, observe } from "../../../../src/match/ioc/stix/observe";
import { parsePattern } from "../../../../src/match/ioc/stix/parsePattern";
import type { Condition, Pattern } from "../../../../src/match/ioc/stix/pattern";

/** Rows as letters a second apart: "ab.a" has `a` at 0 and 3 s, `b` at 1 s; a capital is both. */
function rowsOf(letters: string): (condition: Condition) => Observation[] {
  return (condition) => {
    const wanted = String((condition as Extract<Condition, { kind: "comparison" }>).comparison.values[0]);
    return [...letters].flatMap((c, i) => (c === wanted || c === "*" ? [{ row: i, time: i * 1000 }] : []));
  };
}

function found(pattern: string, letters: string): string[] {
  const text = pattern.replace(/\b[abc]\b/g, (c) => `[x:y = '${c}']`);
  return observe(parsePattern(text), rowsOf(letters)).map(({ rows }) =>
    [...rows].sort((p, q) => p - q).join(" "),
  );
}

describe("observe", () => {
  it("observe joins rows in time order, and wants different rows", () => {
    assert.deepEqual(found("a FOLLOWEDBY b", "ba.b"), ["1 3"]);
    assert.deepEqual(found("a FOLLOWEDBY b", "ba"), []);
    assert.deepEqual(found("a AND b", "ba"), ["0 1"]);
    assert.deepEqual(found("a AND b", "*"), []);
    assert.deepEqual(found("a FOLLOWEDBY a", "a.a"), ["0 2"]);
    assert.deepEqual(found("a OR b", "ba"), ["0", "1"]);
    assert.deepEqual(found("a FOLLOWEDBY b FOLLOWEDBY c", "acbbc"), ["0 3 4"]);
  });

  it("observe with WITHIN takes the nearest rows, so that a short way is not missed behind a long one", () => {
    assert.deepEqual(found("(a FOLLOWEDBY b) WITHIN 1 SECONDS", "a..ab"), ["3 4"]);
    assert.deepEqual(found("(a AND b) WITHIN 1 SECONDS", "b....a.ab"), ["7 8"]);
    assert.deepEqual(found("(a FOLLOWEDBY b) WITHIN 1 SECONDS", "a..b"), []);
  });

  it("observe with REPEATS counts matches that share no row, and START STOP cuts at its ends", () => {
    assert.deepEqual(found("a REPEATS 3 TIMES", "a.aa"), ["0 2 3"]);
    assert.deepEqual(found("(a REPEATS 3 TIMES) WITHIN 2 SECONDS", "a..aaa"), ["3 4 5"]);
    assert.deepEqual(found("(a FOLLOWEDBY b) REPEATS 2 TIMES", "ab.b"), []);
    assert.deepEqual(found("(a FOLLOWEDBY b) REPEATS 2 TIMES", "abab"), ["0 1 2 3"]);
    const between = "a START t'1970-01-01T00:00:01Z' STOP t'1970-01-01T00:00:03Z'";
    assert.deepEqual(found(between, "aaaa"), ["1", "2"]);
  });

  it("observe finds a way exactly when trying all ways finds one, on 400 seeded cases", () => {
    const numbers = random(5);
    const shapes = [
      "a FOLLOWEDBY b",
      "(a FOLLOWEDBY b) WITHIN 2 SECONDS",
      "(a AND b) WITHIN 1 SECONDS",
      "(a FOLLOWEDBY b FOLLOWEDBY c) WITHIN 4 SECONDS",
      "(a REPEATS 2 TIMES) WITHIN 2 SECONDS",
      "((a OR b) FOLLOWEDBY c) WITHIN 2 SECONDS",
      "a AND (b FOLLOWEDBY c)",
    ];
    for (let i = 0; i < 400; i++) {
      const letters = Array.from({ length: 1 + numbers.integer(8) }, () => "abc..*"[numbers.integer(6)]).join(
        "",
      );
      const shape = shapes[i % shapes.length]!;
      const text = shape.replace(/\b[abc]\b/g, (c) => `[x:y = '${c}']`);
      const all = everyWay(parsePattern(text), rowsOf(letters));
      assert.equal(found(shape, letters).length > 0, all.length > 0, `${shape} on ${letters}`);
    }
  });

  it("observe stays fast on many rows and a huge repetition", () => {
    const many = (): Observation[] => Array.from({ length: 50_000 }, (_, row) => ({ row, time: row }));
    assert.ok(observe(parsePattern("[a:b = 1] REPEATS 50000 TIMES"), many).length >= 1);
    assert.ok(observe(parsePattern("[a:b = 1] FOLLOWEDBY [a:b = 1] AND [a:b = 1]"), many).length > 0);
  });
});

/** The definition, word for word: every combination of different rows. */
function everyWay(pattern: Pattern, seen: (condition: Condition) => readonly Observation[]): Fulfilment[] {
  const join = (a: Fulfilment[], b: Fulfilment[], inOrder: boolean) =>
    a.flatMap((x) =>
      b
        .filter((y) => !x.rows.some((row) => y.rows.includes(row)) && (!inOrder || y.start >= x.end))
        .map((y) => ({
          start: Math.min(x.start, y.start),
          end: Math.max(x.end, y.end),
          rows: [...x.rows, ...y.rows],
        })),
    );
  switch (pattern.kind) {
    case "row":
      return seen(pattern.condition).map(({ row, time }) => ({ start: time, end: time, rows: [row] }));
    case "or":
      return pattern.parts.flatMap((part) => everyWay(part, seen));
    case "and":
      return pattern.parts.map((part) => everyWay(part, seen)).reduce((a, b) => join(a, b, false));
    case "followedBy":
      return pattern.parts.map((part) => everyWay(part, seen)).reduce((a, b) => join(a, b, true));
    case "within":
      return everyWay(pattern.part, seen).filter(({ start, end }) => end - start <= pattern.seconds * 1000);
    case "repeats":
      return Array.from({ length: pattern.times }, () => everyWay(pattern.part, seen)).reduce((a, b) =>
        join(a, b, false),
      );
    default:
      return everyWay(pattern.part, seen).filter(
        ({ start, end }) => start >= pattern.start && end < pattern.stop,
      );
  }
}
