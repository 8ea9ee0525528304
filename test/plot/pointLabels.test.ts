import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { pointLabels } from "../../src/plot/pointLabels";

type Note = { x: number; ax: number; ay: number; xanchor: string; arrowcolor: string };

describe("pointLabels", () => {
  it("pointLabels(points) has one column of names a side, beyond the points of that side", () => {
    const points = [
      { x: 1, y: 9, label: "a" },
      { x: 3, y: 8, label: "b" },
      { x: 50, y: 7, label: "c" },
      { x: 100, y: 6, label: "d" },
    ];
    const notes = pointLabels(points, [0, 10], 1, 460) as Note[];
    assert.deepEqual(
      notes.map(({ xanchor }) => xanchor),
      ["left", "left", "right", "right"],
    );
    assert.ok(notes[0]!.ax > Math.log10(3) && notes[0]!.ax === notes[1]!.ax);
    assert.ok(notes[2]!.ax < Math.log10(50) && notes[2]!.ax === notes[3]!.ax);
  });
  it("pointLabels(points at one place) are a row apart", () => {
    const same = Array.from({ length: 3 }, () => ({ x: 1, y: 5, label: "x" }));
    const [a, b, c] = pointLabels(same, [0, 10], 1, 460) as Note[];
    assert.deepEqual([b!.ay - a!.ay, c!.ay - b!.ay], [15, 15]);
  });
  it("pointLabels(points at one place) share the line of the first", () => {
    const points = [
      { x: 1, y: 5, label: "a" },
      { x: 1, y: 5, label: "b" },
      { x: 2, y: 5, label: "c" },
      { x: 2, y: 4, label: "d" },
    ];
    const lines = (pointLabels(points, [0, 10], 1, 460) as Note[]).map(({ arrowcolor }) => arrowcolor);
    assert.deepEqual(
      lines.map((colour) => colour === lines[0]),
      [true, false, true, true],
    );
    assert.equal(lines[1], "rgba(0,0,0,0)");
  });
  it("pointLabels(nothing) are no labels", () => {
    assert.deepEqual(pointLabels([], [0, 10], 1, 460), []);
  });
});
