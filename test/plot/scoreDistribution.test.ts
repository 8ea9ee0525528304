import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../src/core/random";
import { scoreDistribution } from "../../src/plot/scoreDistribution";
import { HOSTILE, stringsOf } from "./hostile";

type Bars = { x: number[]; y: number[]; width: number };

describe("scoreDistribution", () => {
  it("scoreDistribution(scores) counts as a plain loop over the bins does", () => {
    const source = random(5);
    const scores = Float64Array.from({ length: 1000 }, () => source.normal());
    const bars = scoreDistribution(scores, { bins: 20 }).data[0] as unknown as Bars;
    const low = Math.min(...scores);
    const width = (Math.max(...scores) - low) / 20;
    const expected = Array.from({ length: 20 }, (_, bin) => {
      const last = bin === 19;
      return scores.filter((s) => s >= low + bin * width && (last || s < low + (bin + 1) * width)).length;
    }).filter((n) => n > 0);
    assert.deepEqual(bars.y, expected);
    assert.equal(
      bars.y.reduce((a, b) => a + b),
      1000,
    );
  });
  it("scoreDistribution(scores) of one value is one bar", () => {
    const bars = scoreDistribution([3, 3, 3]).data[0] as unknown as Bars;
    assert.deepEqual(bars.y, [3]);
  });
  it("scoreDistribution(scores with NaN) leaves them out and says so", () => {
    const { caption } = scoreDistribution([1, Number.NaN, 2, Number.POSITIVE_INFINITY], { noun: "task" });
    assert.equal(caption, "2 tasks by score, from 1 to 2. Left out: 2 tasks without a score.");
  });
  it("scoreDistribution(scores, { points }) puts the highest on top and names at most twelve", () => {
    const points = Array.from({ length: 15 }, (_, i) => ({ label: `p${i}`, score: i }));
    const figure = scoreDistribution([0, 20], { points });
    const strip = figure.data[1] as unknown as { x: number[]; y: number[] };
    assert.equal(strip.x[0], 14);
    assert.equal(Math.max(...strip.y), 12);
    assert.equal((figure.layout.annotations as unknown[]).length, 12);
    assert.match(figure.caption, /15 named rows\. Labels only for the 12 highest\./);
  });
  it("scoreDistribution(scores, { tiers }) draws one line a tier inside the range", () => {
    const figure = scoreDistribution([0, 1], { tiers: [{ label: "odd", from: 7 }] });
    const [line] = figure.layout.shapes as { x0: number; x1: number }[];
    assert.deepEqual([line!.x0, line!.x1], [7, 7]);
    const range = (figure.layout.xaxis as { range: number[] }).range;
    assert.ok(range[1]! > 7);
  });
  it("scoreDistribution(…, hostile labels) shows them as text", () => {
    const figure = scoreDistribution([0, 1], {
      points: HOSTILE.map((label) => ({ label, score: 1 })),
      tiers: [{ label: "<b>x</b>", from: 1 }],
      unit: "<i>",
    });
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of [...HOSTILE, "<b>x", "<i>"]) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
  it("scoreDistribution() of nothing says so", () => {
    assert.equal(scoreDistribution([]).caption, "No row has a score.");
  });
});
