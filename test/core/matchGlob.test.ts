import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { matchGlob } from "../../src/core/matchGlob";

describe("matchGlob", () => {
  it("matchGlob knows stars and question marks, in linear time", () => {
    assert.equal(matchGlob("a.evtx", "*.evtx"), true);
    assert.equal(matchGlob("abc", "a?c"), true);
    assert.equal(matchGlob("abc", "a*d"), false);
    assert.equal(matchGlob("a".repeat(5000), `${"*a".repeat(200)}b`), false);
  });

  it("matchGlob of characters takes one beyond U+FFFF for one", () => {
    assert.equal(matchGlob([..."a\u{1f600}b"], [..."a?b"]), true);
    assert.equal(matchGlob("a\u{1f600}b", "a?b"), false);
  });
});
