import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { channelLength, checkChannel, countLevels, levelsOf } from "../../src/plot/channel";

describe("levelsOf", () => {
  it("levelsOf(texts) codes in order of appearance, null as -1", () => {
    assert.deepEqual(levelsOf(["b", null, "a", "b"]), { codes: [0, -1, 1, 0], levels: ["b", "a"] });
  });
  it("levelsOf(category column) is the column itself, not a copy", () => {
    const column = { kind: "category", codes: Int32Array.of(0, -1), levels: ["x"] } as const;
    assert.equal(levelsOf(column), column);
    assert.equal(channelLength(column), 2);
  });
  it("levelsOf(texts) takes __proto__ for a name like any other", () => {
    assert.deepEqual(levelsOf(["__proto__", "__proto__"]).codes, [0, 0]);
  });
});

describe("countLevels", () => {
  it("countLevels(levels) counts rows and skips missing ones", () => {
    assert.deepEqual([...countLevels(levelsOf(["a", null, "b", "a"]))], [2, 1]);
  });
});

describe("checkChannel", () => {
  it("checkChannel(where, name, channel, rows) names the channel that does not fit", () => {
    assert.throws(() => checkChannel("longTail", "counts", [1], 2), {
      name: "TypeError",
      message: "longTail: counts must have 2 entries like the first channel, got 1",
    });
  });
});
