import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { numberMatrix } from "../../src/core/matrix";
import { latentSpace } from "../../src/plot/latentSpace";
import { HOSTILE, marksOf, stringsOf } from "./hostile";

type Points = { name?: string; x: number[]; y: number[]; customdata: string[] };

const NAMES = ["unit 1", "unit 2", "unit 3"];

describe("latentSpace", () => {
  it("latentSpace(latent, { groups }) draws two columns, one trace a group, the most frequent first", () => {
    const latent = numberMatrix(NAMES, [
      [1, 2, 3],
      [4, 5, 6],
      [7, 8, 9],
    ]);
    const [a, b] = latentSpace(latent, { groups: ["b", "a", "a"], axes: [0, 2] }).data as unknown as Points[];
    assert.deepEqual([a!.name, a!.x, a!.y], ["a", [4, 7], [6, 9]]);
    assert.deepEqual([b!.name, b!.x, b!.y], ["b", [1], [3]]);
  });
  it("latentSpace(more than five groups) draws the rest together, behind the others", () => {
    const latent = numberMatrix(
      NAMES,
      Array.from({ length: 9 }, (_, i) => [i, i, i]),
    );
    const groups = ["a", "a", "b", "b", "c", "d", "e", "f", null];
    const data = latentSpace(latent, { groups }).data as unknown as Points[];
    assert.deepEqual(
      data.map((trace) => [trace.name, trace.x.length]),
      [
        ["other", 2],
        ["a", 2],
        ["b", 2],
        ["c", 1],
        ["d", 1],
        ["e", 1],
      ],
    );
  });
  it("latentSpace(latent, { highlight }) marks rows apart, with a label each", () => {
    const latent = numberMatrix(NAMES, [
      [1, 2, 0],
      [4, 5, 0],
    ]);
    const figure = latentSpace(latent, { labels: ["calm", "odd"], highlight: [1], noun: "fact" });
    const [calm, loud] = figure.data as unknown as Points[];
    assert.deepEqual([calm!.x, loud!.x, loud!.customdata], [[1], [4], ["odd"]]);
    const notes = figure.layout.annotations as { text: string; x: number; y: number }[];
    assert.deepEqual(
      notes.map(({ text, x, y }) => [text, x, y]),
      [["odd", 4, 5]],
    );
    assert.equal(figure.caption, "2 facts by unit 1 and unit 2. 1 marked by name.");
  });
  it("latentSpace(points at the lower edge) keeps their labels in the picture, a row apart", () => {
    const latent = numberMatrix(
      NAMES,
      Array.from({ length: 12 }, (_, i) => [i, i === 0 ? 100 : i / 100, 0]),
    );
    const figure = latentSpace(latent, { highlight: Array.from({ length: 12 }, (_, i) => i) });
    const [low, high] = (figure.layout.yaxis as { range: [number, number] }).range;
    const plot = 480 - 104;
    const places = (figure.layout.annotations as { y: number; ay: number }[])
      .map(({ y, ay }) => ((high - y) / (high - low)) * plot + ay)
      .sort((a, b) => a - b);
    assert.ok(places[0]! >= 0 && places.at(-1)! <= plot + 1e-9, places.join(" "));
    for (let i = 1; i < places.length; i++) assert.ok(places[i]! - places[i - 1]! >= 14.999);
  });
  it("latentSpace(many) draws a seeded sample of at most 5,000 with the highlighted rows in it", () => {
    const latent = numberMatrix(
      NAMES,
      Array.from({ length: 20_000 }, (_, i) => [i, -i, 0]),
    );
    const figure = latentSpace(latent, { highlight: [19_999] });
    assert.equal(marksOf(figure.data), 5000);
    assert.deepEqual((figure.data[1] as unknown as Points).x, [19_999]);
    assert.match(figure.caption, /Drawn is a seeded sample of 5,000\.$/);
  });
  it("latentSpace(one column) and groups of another length are refused", () => {
    assert.throws(() => latentSpace(numberMatrix(["unit 1"], [[1]])), {
      name: "RangeError",
      message: "latentSpace: axes must be in [0, 0], got 1",
    });
    assert.throws(() => latentSpace(numberMatrix(NAMES, [[1, 2, 3]]), { groups: ["a", "b"] }), {
      name: "TypeError",
      message: "latentSpace: groups must have 1 entries like the first channel, got 2",
    });
  });
  it("latentSpace(hostile) shows labels and groups as text", () => {
    const latent = numberMatrix(
      NAMES,
      HOSTILE.map((_, i) => [i, i, i]),
    );
    const highlight = HOSTILE.map((_, i) => i);
    const figures = [
      latentSpace(latent, { labels: HOSTILE, highlight }),
      latentSpace(latent, { groups: HOSTILE }),
    ];
    for (const figure of figures) {
      const texts = stringsOf([figure.data, figure.layout]);
      for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
    }
  });
});
