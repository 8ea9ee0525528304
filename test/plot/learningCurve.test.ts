import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { learningCurve } from "../../src/plot/learningCurve";
import { HOSTILE, stringsOf } from "./hostile";

type Line = { name?: string; x: number[]; y: number[]; line?: { dash: string } };

const point = (epoch: number, loss: number, heldOut = Number.NaN) => ({ epoch, loss, heldOut });

describe("learningCurve", () => {
  it("learningCurve(curves) draws the loss solid, the held-out one dashed, and a diamond at its best", () => {
    const curve = [point(1, 9, 10), point(2, 5, 7), point(3, 3, 8)];
    const [loss, heldOut, best] = learningCurve([{ label: "a", curve }]).data as unknown as Line[];
    assert.deepEqual([loss!.x, loss!.y, loss!.line!.dash], [[1, 2, 3], [9, 5, 3], "solid"]);
    assert.deepEqual([heldOut!.name, heldOut!.y, heldOut!.line!.dash], ["a, held out", [10, 7, 8], "dash"]);
    assert.deepEqual([best!.x, best!.y], [[2], [7]]);
  });
  it("learningCurve(a training without held-out rows) has one line and no diamond", () => {
    const figure = learningCurve([{ label: "a", curve: [point(1, 4), point(2, 2)] }]);
    assert.equal(figure.data.length, 1);
    assert.equal(figure.caption, "Loss by epoch. a: 2 after 2 epochs.");
  });
  it("learningCurve(more than six) draws six and says so; nothing gives an empty picture", () => {
    const many = Array.from({ length: 8 }, (_, i) => ({ label: `n${i}`, curve: [point(1, i)] }));
    const figure = learningCurve(many);
    assert.equal(figure.data.length, 6);
    assert.match(figure.caption, / Left out: 2 more\.$/);
    assert.equal(learningCurve([]).caption, "Loss by epoch.");
  });
  it("learningCurve(losses below zero and losses that are not finite) keeps what can be drawn", () => {
    const curve = [point(1, Number.POSITIVE_INFINITY), point(2, -3)];
    const figure = learningCurve([{ label: "a", curve }]);
    assert.deepEqual((figure.data[0] as unknown as Line).y, [-3]);
    assert.deepEqual((figure.layout.yaxis as { range: number[] }).range[0], -3);
  });
  it("learningCurve(hostile) shows labels as text", () => {
    const figure = learningCurve(HOSTILE.map((label) => ({ label, curve: [point(1, 2, 3)] })));
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
});
