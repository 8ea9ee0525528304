import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../../../src/core/random";
import { MAX_CONDITION_DEPTH, parseCondition } from "../../../../src/match/sigma/rule/condition";
import type { Expression } from "../../../../src/match/sigma/rule/model";

/** An expression with every bracket. */
function text(expression: Expression): string {
  if (expression.kind === "name") return expression.name;
  if (expression.kind === "not") return `(not ${text(expression.item)})`;
  if (expression.kind === "of") return `${expression.all ? "all" : "1"} of ${expression.pattern}`;
  return `(${expression.items.map(text).join(` ${expression.kind} `)})`;
}

describe("parseCondition", () => {
  it("parseCondition(text) binds not before and before or", () => {
    assert.equal(text(parseCondition("a or not b and c")), "(a or ((not b) and c))");
    assert.equal(text(parseCondition("(a or b) and not (c or d)")), "((a or b) and (not (c or d)))");
  });

  it("parseCondition(text) takes words in any case, and brackets without blanks", () => {
    assert.equal(text(parseCondition("a AND(b OR Not c)")), "(a and (b or (not c)))");
    assert.equal(text(parseCondition("1 of sel* and all of them")), "(1 of sel* and all of them)");
    assert.equal(text(parseCondition("any of them")), "1 of them");
  });

  it("parseCondition(text) of a fault says what was expected, and where", () => {
    const cases: [string, string, number][] = [
      ["a and", "sigma: a name was expected, got the end", 5],
      ["a b", 'sigma: `and`, `or` or the end was expected, got "b"', 2],
      ["(a or b", "sigma: bracket is not closed", 0],
      ["a and and b", 'sigma: a name was expected, got "and"', 6],
      ["1 of", "sigma: a pattern of names or `them` was expected behind `of`", 0],
      ["a | count() > 5", "sigma: aggregations (`| count() …`) are obsolete; write a correlation rule", 2],
    ];
    for (const [condition, message, offset] of cases) {
      assert.throws(() => parseCondition(condition), { message, offset });
    }
  });

  it("parseCondition(text) of a thousand levels is refused, of ten thousand parts is not", () => {
    const message = `sigma: condition must be at most ${MAX_CONDITION_DEPTH} levels deep, got more`;
    assert.throws(() => parseCondition(`${"(".repeat(1000)}a${")".repeat(1000)}`), { message });
    assert.throws(() => parseCondition(`${"not ".repeat(1000)}a`), { message });
    const flat = parseCondition(Array.from({ length: 10_000 }, () => "a").join(" or "));
    assert.equal(flat.kind === "or" && flat.items.length, 10_000);
  });

  it("parseCondition(text) gives back random expressions as they were written", () => {
    const numbers = random(4);
    const write = (depth: number): string => {
      const choice = depth === 0 ? 0 : numbers.integer(4);
      if (choice === 0) return numbers.pick(["a", "b_1", "1 of x_*", "all of them"]);
      if (choice === 1) return `(not ${write(depth - 1)})`;
      return `(${write(depth - 1)} ${choice === 2 ? "and" : "or"} ${write(depth - 1)})`;
    };
    for (let i = 0; i < 300; i++) {
      const written = write(5);
      assert.equal(text(parseCondition(written)), written);
    }
  });

  it("parseCondition(text) of random tokens parses or throws a fault with a place, and nothing else", () => {
    const numbers = random(5);
    const tokens = ["a", "and", "or", "not", "(", ")", "1", "of", "them", "all", "|", "x*"];
    let parsed = 0;
    for (let i = 0; i < 2000; i++) {
      const condition = Array.from({ length: 1 + numbers.integer(7) }, () => numbers.pick(tokens)).join(" ");
      try {
        parseCondition(condition);
        parsed += 1;
      } catch (error) {
        assert.equal((error as Error).name, "SigmaError", condition);
        assert.ok((error as { offset: number }).offset <= condition.length);
      }
    }
    assert.ok(parsed > 50, `${parsed} parsed`);
  });
});
