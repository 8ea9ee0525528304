import assert from "node:assert/strict";
import { linearRegex, MAX_PATTERN, MAX_PROGRAM } from "../../src/match/linearRegex";

describe("linearRegex", () => {
  it("linearRegex(pattern).test is linear where backtracking is exponential", () => {
    // Two to the power of 50,000 ways for a backtracking engine.
    assert.equal(linearRegex("^(a+)+$").test(`${"a".repeat(50_000)}b`), false);
    assert.equal(linearRegex("(x+x+)+y").test("x".repeat(50_000)), false);
  });

  it("linearRegex takes options and inline flags alike", () => {
    const text = "One\nTWO";
    assert.equal(linearRegex("one.two", { ignoreCase: true, dotAll: true }).test(text), true);
    assert.equal(linearRegex("(?is)one.two").test(text), true);
    assert.equal(linearRegex("^TWO$", { multiline: true }).test(text), true);
    assert.equal(linearRegex("^TWO$").test(text), false);
    assert.equal(linearRegex("TWO", { whole: true }).test(text), false);
  });

  it("linearRegex refuses what is too large or not RE2, in one line", () => {
    const faults: readonly (readonly [string, RegExp])[] = [
      [
        "((a{100}){100}){100}",
        /^linearRegex: pattern is no regular expression of RE2: .*invalid repeat count/,
      ],
      [
        `${"(".repeat(5000)}a${")".repeat(5000)}`,
        /^linearRegex: pattern is no regular expression .* nests too deeply/,
      ],
      ["a".repeat(MAX_PATTERN + 1), /^linearRegex: pattern must have at most 16384 characters, got 16385$/],
      ["ab".repeat(MAX_PROGRAM), /^linearRegex: pattern must compile to at most 5000 steps, got \d+ for/],
      ["(a", /missing closing \)/],
      ["a(?=b)", /invalid or unsupported Perl syntax/],
      ["(a)\\1", /invalid escape sequence/],
    ];
    for (const [pattern, message] of faults) {
      assert.throws(() => linearRegex(pattern), { name: "SyntaxError", message });
      assert.throws(
        () => linearRegex(pattern),
        (error: Error) => !/[\r\n]/.test(error.message),
      );
    }
  });

  it("linearRegex refuses options it does not know", () => {
    assert.throws(() => linearRegex("a", { ignorecase: true } as object), {
      name: "TypeError",
      message:
        'linearRegex: options must be among ignoreCase, multiline, dotAll, whole, got "ignorecase"; did you mean "ignoreCase"?',
    });
  });
});
