import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { rarityScore } from "../../src/plot/rarityScore";
import { HOSTILE, marksOf, stringsOf } from "./hostile";

type Points = { x: number[]; y: number[]; customdata: [string, number][] };

describe("rarityScore", () => {
  it("rarityScore(hosts, scores, { highlight }) draws highlighted rows in place, the others spread by 8 % at most", () => {
    const figure = rarityScore([1, 10, 100], [9, 2, 1], { labels: ["odd", "b", "c"], highlight: [0] });
    const [calm, loud] = figure.data as unknown as [Points, Points];
    assert.deepEqual([loud.x, loud.y, loud.customdata], [[1], [9], [["odd", 1]]]);
    assert.deepEqual(calm.y, [2, 1]);
    calm.x.forEach((x, i) => {
      const true_ = [10, 100][i]!;
      assert.ok(x >= true_ / 1.08 && x <= true_ * 1.08);
      assert.equal(calm.customdata[i]![1], true_);
    });
  });
  it("rarityScore(…) with one seed gives the same picture", () => {
    const make = () => JSON.stringify(rarityScore([1, 2, 3], [1, 2, 3], { seed: 4 }));
    assert.equal(make(), make());
  });
  it("rarityScore(…) pushes labels of near points apart by a row", () => {
    const figure = rarityScore([1, 1, 1, 50], [5, 5.01, 5.02, 0], { highlight: [0, 1, 2] });
    const notes = figure.layout.annotations as { y: number; ay: number }[];
    const range = (figure.layout.yaxis as { range: [number, number] }).range;
    const plot = 460 - 104;
    const pixels = notes
      .map((n) => ((range[1] - n.y) / (range[1] - range[0])) * plot + n.ay)
      .sort((a, b) => a - b);
    for (let i = 1; i < pixels.length; i++) assert.ok(pixels[i]! - pixels[i - 1]! >= 14.999);
  });
  it("rarityScore(many) draws at most 5,000 points", () => {
    const n = 30_000;
    const figure = rarityScore(new Float64Array(n).fill(2), new Float64Array(n).fill(1), {
      highlight: [29_999],
    });
    assert.equal(marksOf(figure.data), 5000);
    assert.equal((figure.data[1] as unknown as Points).x.length, 1);
  });
  it("rarityScore(unusable rows) leaves them out and says so", () => {
    assert.equal(
      rarityScore([0, 1, 2, Number.NaN], [1, Number.NaN, 3, 4]).caption,
      "1 value by number of hosts and score. Left out: 3 values without a host count or score.",
    );
  });
  it("rarityScore(hostile) shows labels as text", () => {
    const rows = HOSTILE.map((_, i) => i);
    const figure = rarityScore(
      rows.map(() => 1),
      rows,
      { labels: HOSTILE, highlight: rows },
    );
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
});
