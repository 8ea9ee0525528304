import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../src/core/random";
import { timeline } from "../../src/plot/timeline";
import { HOSTILE, marksOf, stringsOf } from "./hostile";

type Bars = { name: string; x: number[]; y: number[] };
const DAY = 86_400_000;
const START = Date.UTC(2020, 2, 1);

describe("timeline", () => {
  it("timeline(times, categories) counts per day and category as a plain loop does", () => {
    const source = random(3);
    const times = Array.from({ length: 500 }, () => START + source.next() * 20 * DAY);
    const names = times.map(() => source.pick(["a", "b"]));
    const expected = new Map<string, number>();
    times.forEach((t, i) => {
      const key = `${names[i]} ${new Date(t).toISOString().slice(0, 10)}`;
      expected.set(key, (expected.get(key) ?? 0) + 1);
    });
    const found = new Map<string, number>();
    for (const bars of timeline(times, names).data as unknown as Bars[]) {
      bars.x.forEach((t, i) => {
        found.set(`${bars.name} ${new Date(t).toISOString().slice(0, 10)}`, bars.y[i]!);
      });
    }
    assert.deepEqual([...found].sort(), [...expected].sort());
  });
  it("timeline(times, categories) of seven categories draws five and the rest as other", () => {
    const times = Array.from({ length: 28 }, (_, i) => START + i * 1000);
    const names = Array.from({ length: 28 }, (_, i) => "aaaaaabbbbbcccccddddeeeeffgg"[i]!);
    const data = timeline(times, names).data as unknown as Bars[];
    assert.deepEqual(
      data.map((bars) => bars.name),
      ["a", "b", "c", "d", "e", "other"],
    );
    assert.equal(data.at(-1)!.y[0], 4);
  });
  it("timeline(times) over centuries draws at most 400 bars a category", () => {
    const figure = timeline(
      [Date.UTC(1601, 0, 1), Date.UTC(2026, 0, 1), Date.UTC(9999, 0, 1)],
      ["a", "a", "a"],
    );
    assert.ok(marksOf(figure.data) <= 3);
    const step = (figure.data[0] as unknown as { width: number }).width / 0.9;
    assert.ok((Date.UTC(9999, 0, 1) - Date.UTC(1601, 0, 1)) / step <= 400);
  });
  it("timeline(times with NaN) leaves them out and says so", () => {
    assert.equal(
      timeline([START, Number.NaN], ["a", "a"]).caption,
      "1 event per hour (UTC) from 2020-03-01 to 2020-03-01. Left out: 1 event without a time.",
    );
  });
  it("timeline(…, { marks }) gives each mark a line and a name above the bars", () => {
    const { layout } = timeline([START, START + DAY], ["a", "b"], {
      marks: [
        { time: START + 10, label: "first" },
        { time: START + DAY, label: "second" },
      ],
    });
    const shapes = layout.shapes as { x0: number }[];
    assert.deepEqual(
      shapes.map((s) => s.x0),
      [START + 10, START + DAY],
    );
    const lowest = Math.min(...(layout.annotations as { y: number }[]).map((a) => a.y));
    assert.ok((layout.yaxis as { domain: number[] }).domain[1]! < lowest);
  });
  it("timeline(hostile) shows names as text", () => {
    const figure = timeline(
      HOSTILE.map((_, i) => START + i),
      HOSTILE,
      { marks: HOSTILE.map((label) => ({ time: START, label })) },
    );
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
  it("timeline(…, { stepHours: 0 }) throws", () => {
    assert.throws(() => timeline([], [], { stepHours: 0 }), {
      name: "RangeError",
      message: "timeline: stepHours must be in [0.01, 10000], got 0",
    });
  });
});
