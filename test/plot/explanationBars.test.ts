import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { explanationBars } from "../../src/plot/explanationBars";
import { HOSTILE, stringsOf } from "./hostile";

type Bars = { name: string; x: number[] };
const row = (label: string, ...bits: number[]) => ({
  label,
  parts: bits.map((b, i) => ({ column: `c${i}`, bits: b, value: `v${i}` })),
});

describe("explanationBars", () => {
  it("explanationBars(rows) sorts rows by their sum and columns by their weight", () => {
    const figure = explanationBars([row("low", 1, 0), row("high", 2, 5)]);
    const [first, second] = figure.data as unknown as [Bars, Bars];
    assert.deepEqual([first.name, first.x], ["c1", [5, 0]]);
    assert.deepEqual([second.name, second.x], ["c0", [2, 1]]);
    assert.deepEqual((figure.layout.yaxis as { ticktext: string[] }).ticktext, ["high", "low"]);
  });
  it("explanationBars(rows) keeps the sum of every row over all bars, however many columns", () => {
    const rows = [row("a", 1, 2, 3, 4, 5, 6, 7, 8, 9), row("b", 9, 8, 7, 6, 5, 4, 3, 2, 1)];
    const figure = explanationBars(rows);
    const bars = figure.data.filter((t) => t.type === "bar") as unknown as Bars[];
    assert.equal(bars.length, 7);
    assert.equal(bars.at(-1)!.name, "other columns");
    for (const i of [0, 1])
      assert.equal(
        bars.reduce((total, bar) => total + bar.x[i]!, 0),
        45,
      );
  });
  it("explanationBars(rows, { top }) draws the highest rows only and says so", () => {
    const figure = explanationBars([row("a", 1), row("b", 2), row("c", 3)], { top: 2 });
    assert.deepEqual((figure.layout.yaxis as { ticktext: string[] }).ticktext, ["c", "b"]);
    assert.equal(figure.caption, "The 2 highest of 3 scores, in bits, by column; most of it comes from c0.");
  });
  it("explanationBars(rows) takes NaN for nothing and negative parts to the left", () => {
    const figure = explanationBars([row("a", Number.NaN, -2, 3)]);
    assert.deepEqual((figure.layout.xaxis as { range: number[] }).range[0], -2);
    assert.ok(!JSON.stringify(figure.data).includes("null"));
  });
  it("explanationBars(hostile) shows labels, columns and values as text", () => {
    const parts = HOSTILE.map((text, i) => ({ column: text, bits: i + 1, value: text }));
    const figure = explanationBars(HOSTILE.map((label) => ({ label, parts })));
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
  it("explanationBars([]) is an empty picture", () => {
    assert.equal(explanationBars([]).caption, "No rows to explain.");
  });
});
