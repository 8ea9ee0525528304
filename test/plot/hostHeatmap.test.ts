import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { hostHeatmap } from "../../src/plot/hostHeatmap";
import { HOSTILE, stringsOf } from "./hostile";

type Heat = { x: string[]; z: (number | null)[][] };

describe("hostHeatmap", () => {
  it("hostHeatmap(hosts, items) has rarest items first and log10 of the counts", () => {
    const hosts = ["a", "a", "b", "b", "b", "b"];
    const items = ["common", "common", "common", "rare", "rare", "rare"];
    const figure = hostHeatmap(hosts, items);
    const heat = figure.data[0] as unknown as Heat;
    assert.deepEqual((figure.layout.yaxis as { ticktext: string[] }).ticktext, ["rare", "common"]);
    assert.deepEqual(heat.x, ["b", "a"]);
    assert.deepEqual(heat.z, [
      [Math.log10(3), null],
      [0, Math.log10(2)],
    ]);
  });
  it("hostHeatmap(many) stays within its limits and says so", () => {
    const hosts = Array.from({ length: 5000 }, (_, i) => `h${i % 97}`);
    const items = Array.from({ length: 5000 }, (_, i) => `i${i % 89}`);
    const figure = hostHeatmap(hosts, items, { hosts: 5, items: 6 });
    const heat = figure.data[0] as unknown as Heat;
    assert.deepEqual([heat.x.length, heat.z.length, heat.z[0]!.length], [5, 6, 5]);
    assert.equal(figure.caption, "The 6 rarest of 89 items on 5 of 97 hosts.");
  });
  it("hostHeatmap(hosts) keeps hosts apart whose cut names are equal", () => {
    const long = "x".repeat(40);
    const heat = hostHeatmap([`1${long}`, `2${long}`], ["i", "i"]).data[0] as unknown as Heat;
    assert.equal(new Set(heat.x).size, 2);
  });
  it("hostHeatmap(ones) draws no key for colours that are all alike", () => {
    const scale = (items: string[]) =>
      (hostHeatmap(["a", "a"], items).data[0] as { showscale: boolean }).showscale;
    assert.deepEqual([scale(["x", "y"]), scale(["x", "x"])], [false, true]);
  });
  it("hostHeatmap({ over }) names columns that are not hosts", () => {
    const figure = hostHeatmap(["adm-novak", "svc-web"], ["a", "b"], { noun: "source", over: "account" });
    assert.equal(figure.caption, "2 sources on 2 of 2 accounts.");
    assert.equal((figure.layout.xaxis as { title: { text: string } }).title.text, "account");
  });
  it("hostHeatmap(hostile) shows hosts and items as text", () => {
    const figure = hostHeatmap(HOSTILE, HOSTILE);
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
  it("hostHeatmap(hosts, items with null) skips missing ones", () => {
    assert.equal(hostHeatmap(["a", null], ["x", "y"]).caption, "The 1 rarest of 2 items on 1 of 1 host.");
  });
});
