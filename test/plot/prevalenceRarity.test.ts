import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { prevalenceRarity } from "../../src/plot/prevalenceRarity";
import { HOSTILE, stringsOf } from "./hostile";

type Dots = { x: number[]; y: number[]; marker: { size: number[] } };

describe("prevalenceRarity", () => {
  it("prevalenceRarity(values, hosts, counts) has bits of the share of rows, and equal values in one circle", () => {
    const figure = prevalenceRarity(["a", "b", "c"], [1, 1, 8], [1, 1, 6]);
    const dots = figure.data[0] as unknown as Dots;
    assert.deepEqual(
      [dots.x, dots.y.map((y) => Number(y.toFixed(9)))],
      [
        [1, 8],
        [3, 0.4],
      ],
    );
    assert.ok(dots.marker.size[0]! > dots.marker.size[1]!);
    assert.equal(figure.caption, "3 values by hosts and rarity, in 2 circles.");
  });
  it("prevalenceRarity(values) marks the highlighted by name and leaves out what cannot be placed", () => {
    const figure = prevalenceRarity(["a", "b", "c"], [1, 2, NaN], [1, 3, 3], {
      highlight: ["b"],
      noun: "task",
    });
    assert.deepEqual((figure.data[1] as unknown as Dots).x, [2]);
    assert.equal((figure.layout.annotations as unknown[]).length, 1);
    assert.equal(
      figure.caption,
      "2 tasks by hosts and rarity, in 2 circles. Left out: 1 task without hosts or events.",
    );
  });
  it("prevalenceRarity(many) stays small: a circle a place, a few names a circle", () => {
    const names = Array.from({ length: 20_000 }, (_, i) => `value ${i}`);
    const figure = prevalenceRarity(
      names,
      names.map((_, i) => 1 + (i % 50)),
      names.map((_, i) => 1 + (i % 7)),
    );
    assert.ok((figure.data[0] as unknown as Dots).x.length <= 350);
    assert.ok(JSON.stringify(figure).length < 200_000);
  });
  it("prevalenceRarity(hostile) shows names as text", () => {
    const figure = prevalenceRarity(
      HOSTILE,
      HOSTILE.map(() => 1),
      HOSTILE.map(() => 1),
      { highlight: HOSTILE },
    );
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((text) => text.includes(name)), name);
  });
  it("prevalenceRarity(nothing) is an empty figure; channels of other lengths are refused", () => {
    assert.equal(prevalenceRarity([], [], []).caption, "0 values by hosts and rarity, in 0 circles.");
    assert.throws(() => prevalenceRarity(["a"], [1, 2], [1]), { name: "TypeError" });
  });
});
