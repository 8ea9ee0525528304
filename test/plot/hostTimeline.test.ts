import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hostTimeline } from "../../src/plot/hostTimeline";
import { HOSTILE, marksOf, stringsOf } from "./hostile";

describe("hostTimeline", () => {
  it("hostTimeline(times, hosts, { hosts }) keeps hosts with highlighted rows, then the busiest", () => {
    const hosts = ["quiet", "busy", "busy", "busy", "odd", "middle", "middle"];
    const { layout, caption } = hostTimeline([1, 2, 3, 4, 5, 6, 7], hosts, { highlight: [4], hosts: 3 });
    assert.equal(
      caption,
      "6 events of 3 hosts over time (UTC). 1 marked. Not drawn: 1 less busy host with 1 event.",
    );
    assert.deepEqual((layout.yaxis as { ticktext: string[] }).ticktext, ["odd", "busy", "middle"]);
  });
  it("hostTimeline(many) draws 5,000 points, all highlighted ones among them, and says so", () => {
    const times = Float64Array.from({ length: 12_000 }, (_, i) => i * 1000);
    const hosts = Array.from(times, (_, i) => `h${i % 7}`);
    const figure = hostTimeline(times, hosts, { highlight: [5, 11_999] });
    assert.equal(marksOf(figure.data), 5000);
    assert.deepEqual((figure.data[1] as unknown as { x: number[] }).x, [5000, 11_999_000]);
    assert.match(figure.caption, /Drawn is a seeded sample of 5,000\.$/);
  });
  it("hostTimeline(times, hosts) leaves out rows without a time or host and counts them", () => {
    assert.equal(
      hostTimeline([1, Number.NaN, 3], ["a", "a", null]).caption,
      "1 event of 1 host over time (UTC). Left out: 2 events without a time or host.",
    );
  });
  it("hostTimeline({ over }) says what a line is when it is no host", () => {
    const figure = hostTimeline([1, 2], ["rules", "lists"], { noun: "step", over: "way" });
    assert.equal(figure.caption, "2 steps of 2 ways over time (UTC).");
    assert.equal((figure.layout.title as { text: string }).text, "Steps of each way over time");
  });
  it("hostTimeline(hostile) shows hosts and labels as text", () => {
    const times = HOSTILE.map((_, i) => i);
    const figure = hostTimeline(times, HOSTILE, { labels: HOSTILE, highlight: times });
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
});
