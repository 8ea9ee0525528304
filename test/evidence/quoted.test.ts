import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../src/core/random";
import { quoted } from "../../src/evidence/quoted";

describe("quoted", () => {
  it("quoted of any one character is what JSON.stringify gives", () => {
    for (let unit = 0; unit < 65536; unit++) {
      const text = `a${String.fromCharCode(unit)}`;
      assert.equal(quoted(text), JSON.stringify(text));
    }
  });

  it("quoted of 10,000 random texts is what JSON.stringify gives", () => {
    const numbers = random(1);
    const units = [0x22, 0x5c, 0, 0x1f, 0x7f, 0x41, 0xe9, 0x2028, 0xd83d, 0xde00, 0xdbff, 0xdc00];
    for (let i = 0; i < 10_000; i++) {
      const text = Array.from({ length: numbers.integer(8) }, () =>
        String.fromCharCode(units[numbers.integer(units.length)]!),
      ).join("");
      assert.equal(quoted(text), JSON.stringify(text));
    }
  });
});
