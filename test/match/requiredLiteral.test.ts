import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { foldCase } from "../../src/match/foldCase";
import { linearRegex } from "../../src/match/linearRegex";
import { requiredLiteral } from "../../src/match/requiredLiteral";

describe("requiredLiteral", () => {
  it("requiredLiteral(pattern) is the longest text outside groups, classes and optional parts", () => {
    const expected: Readonly<Record<string, string>> = {
      "\\\\svcsstat\\.exe": "\\svcsstat.exe",
      "(TEMP|Temp)\\\\[^\\\\]+\\.(xmd|yls)$": "\\",
      "abcd?ef": "abc",
      "ab{0,3}cde*": "cd",
      "a+bc": "bc",
      "[]abc]def": "def",
      "[[:alpha:]\\]]x\\dyz": "yz",
      "(?i)ABC": "abc",
      "x(a(b)|[)])yz": "yz",
      "\\Qa|b\\E": "",
      "a\\x{41}bc": "bc",
      "^whole$": "whole",
      "one|two": "",
      "(one": "",
    };
    for (const [pattern, literal] of Object.entries(expected))
      assert.equal(requiredLiteral(pattern), literal);
  });

  it("requiredLiteral never names what a match lacks: 3,000 seeded patterns and texts", () => {
    const numbers = random(7);
    const pick = (list: readonly string[]) => list[numbers.integer(list.length)]!;
    const atoms = [
      "a",
      "b",
      "C",
      "\\.",
      ".",
      "[ab]",
      "(a|b)",
      "(?:ab)",
      "\\d",
      "|",
      "\\x41",
      "(?i)",
      "^",
      "\\w",
    ];
    const repeats = ["", "", "", "*", "+", "?", "{2}", "{0,1}", "+?"];
    let matched = 0;
    for (let i = 0; i < 3000; i++) {
      const pattern = Array.from({ length: 1 + numbers.integer(5) }, () => pick(atoms) + pick(repeats)).join(
        "",
      );
      let regex: ReturnType<typeof linearRegex>;
      try {
        regex = linearRegex(pattern);
      } catch {
        continue;
      }
      const text = Array.from({ length: 8 }, () => pick(["a", "b", "C", "c", "A", ".", "1"])).join("");
      if (!regex.test(text)) continue;
      matched += 1;
      assert.ok(foldCase(text).includes(requiredLiteral(pattern)), `${pattern} in ${text}`);
    }
    assert.ok(matched > 300, `${matched} matches`);
  });
});
