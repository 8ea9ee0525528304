import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../src/core/random";
import { detectKind } from "../../src/evidence/detectKind";

describe("detectKind of damaged heads", () => {
  it("detectKind(path, head) of 3,000 made-up heads says a kind or why there is none", () => {
    const numbers = random(47);
    const pieces = [
      "{",
      "}",
      "[",
      '"',
      ",",
      "\n",
      "\t",
      ":",
      "#fields\t",
      "<Task ",
      "<?xml ",
      "ElfFile\0",
      "PAR1",
    ];
    const rest = ["EventID", "a", "1", "\ufeff", "\0", "time;host", '{"EventID":1}', "__proto__"];
    for (let i = 0; i < 3000; i++) {
      const length = numbers.integer(12);
      const text = Array.from({ length }, () => numbers.pick([...pieces, ...rest])).join("");
      const path = numbers.pick(["a.csv", "a.txt", "a", "a.json.gz"]);
      const found = detectKind(path, Buffer.from(text, i % 5 === 0 ? "utf16le" : "utf8"));
      assert.match(found.reason, /^[^\n]{1,200}$/);
      assert.equal(found.kind === undefined, found.confidence === "none");
    }
  });
});
