import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { growth } from "../../src/plot/growth";
import { HOSTILE, stringsOf } from "./hostile";

type Area = { name: string; x: number[]; y: number[] };
const areas = (figure: { data: readonly unknown[] }) =>
  (figure.data as Area[]).map(({ name, x, y }) => [name, x, y]);

describe("growth", () => {
  it("growth(at, kinds) stacks how many entries of each kind have been met so far, early kinds below", () => {
    const figure = growth([3, 1, 1, 8], ["new", "new", "changed", "new"], {
      noun: "deviation",
      along: "hosts",
    });
    assert.deepEqual(areas(figure), [
      ["changed", [1, 3, 8], [1, 1, 1]],
      ["new", [1, 3, 8], [1, 2, 3]],
    ]);
    assert.equal(figure.caption, "4 deviations, the first at 1, the last at 8.");
  });
  it("growth(times) has a time axis, and leaves out entries without a time", () => {
    const figure = growth([Date.UTC(2024, 4, 1), NaN, Date.UTC(2024, 4, 3)], ["a", "a", "a"], {
      time: true,
      noun: "task",
    });
    assert.equal((figure.layout.xaxis as { type: string }).type, "date");
    assert.equal(
      figure.caption,
      "2 tasks, the first at 2024-05-01, the last at 2024-05-03. Left out: 1 task without a place.",
    );
  });
  it("growth(many entries) draws at most 401 steps at their true heights, the last among them", () => {
    const at = Array.from({ length: 3000 }, (_, i) => i + 1);
    const [area] = growth(at, new Array(3000).fill("new")).data as unknown as Area[];
    assert.ok(area!.x.length <= 401);
    assert.deepEqual([area!.x.at(-1), area!.y.at(-1)], [3000, 3000]);
    assert.ok(area!.x.every((x, i) => area!.y[i] === x));
  });
  it("growth(many kinds) gives the rest one colour and one name", () => {
    const kinds = Array.from({ length: 9 }, (_, i) => `kind ${i}`);
    const figure = growth(
      kinds.map((_, i) => i),
      kinds,
    );
    const found = areas(figure);
    assert.equal(found.length, 6);
    assert.deepEqual([found.at(-1)![0], (found.at(-1)![2] as number[]).at(-1)], ["other", 4]);
  });
  it("growth(hostile) shows kinds as text", () => {
    const figure = growth(
      HOSTILE.map((_, i) => i),
      HOSTILE,
      { noun: HOSTILE[0]!, along: HOSTILE[0]! },
    );
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((text) => text.includes(name)), name);
  });
  it("growth(nothing) is an empty figure", () => {
    assert.equal(growth([], []).caption, "The list is empty.");
  });
});
