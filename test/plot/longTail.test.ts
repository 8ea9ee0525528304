import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { longTail } from "../../src/plot/longTail";
import { HOSTILE, marksOf, shown, stringsOf } from "./hostile";

type Bars = { x: number[]; y: number[]; width: number[]; name: string; customdata: string[] };
const bars = (figure: { data: readonly unknown[] }) => figure.data.slice(0, 2) as unknown as [Bars, Bars];

describe("longTail", () => {
  it("longTail(values, counts) sorts by count and splits at the rare end", () => {
    const [common, rare] = bars(longTail(["a", "b", "c", "d"], [1, 9, 2, 1]));
    assert.deepEqual(common.customdata, ["b", "c"]);
    assert.deepEqual(common.x, [1, 2]);
    assert.deepEqual(rare.customdata, ["a", "d"]);
    assert.deepEqual(rare.x, [3, 4]);
    assert.deepEqual(rare.y, [1, 1]);
  });
  it("longTail(values, counts) says in its caption how long the rare end is", () => {
    const caption = longTail(["a", "b", "c"], [5, 1, 1], { noun: "task", highlight: ["b", "zz"] }).caption;
    assert.equal(
      caption,
      "3 tasks, stacked by hosts; the rare end (at most 1) holds 2 of them (67 %). Marked: 1 by name. Not in the stack: zz.",
    );
  });
  it("longTail(many) draws at most 5,000 bars that cover every rank once, and says so", () => {
    const n = 20_000;
    const values = Array.from({ length: n }, (_, i) => `v${i}`);
    const figure = longTail(
      values,
      values.map((_, i) => n - i),
      { highlight: ["v777"] },
    );
    const [common, rare] = bars(figure);
    assert.equal(common.x.length + rare.x.length, 5000);
    assert.match(figure.caption, /seeded sample of 5,000/);
    const edges = [...common.x, ...rare.x].map((x, i) => {
      const width = [...common.width, ...rare.width][i]!;
      return [x - width / 2, x + width / 2] as const;
    });
    assert.equal(edges[0]![0], 0.5);
    assert.equal(edges.at(-1)![1], n + 0.5);
    assert.ok(edges.every((edge, i) => i === 0 || edge[0] === edges[i - 1]![1]));
  });
  it("longTail(hostile) marks hostile names as plain text", () => {
    const figure = longTail(
      HOSTILE,
      HOSTILE.map(() => 1),
      { highlight: HOSTILE },
    );
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) {
      assert.ok(!texts.some((text) => text.includes(name)), name);
      assert.ok(
        texts.some((text) => shown(text) === name || shown(text).endsWith(name.slice(-33))),
        name,
      );
    }
  });
  it("longTail() of nothing is an empty picture", () => {
    const figure = longTail([], []);
    assert.equal(marksOf(figure.data), 0);
    assert.equal(
      figure.caption,
      "0 values, stacked by hosts; the rare end (at most 1) holds 0 of them (0 %).",
    );
  });
  it("longTail(values, counts) of different lengths throws", () => {
    assert.throws(() => longTail(["a"], []), {
      message: "longTail: counts must have 1 entries like the first channel, got 0",
    });
  });
  it("longTail(…, misspelt option) throws with a suggestion", () => {
    assert.throws(() => longTail([], [], { rareUpto: 1 } as never), /did you mean "rareUpTo"\?/);
  });
});
