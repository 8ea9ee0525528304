import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { precisionRecall } from "../../src/plot/precisionRecall";
import { HOSTILE, stringsOf } from "./hostile";

type Line = { name?: string; x: number[]; y: number[]; customdata?: number[] };

/** The traces of one method after the line of chance and the budget line. */
const linesOf = (figure: { data: readonly unknown[] }) => figure.data as unknown as Line[];

describe("precisionRecall", () => {
  // scikit-learn 1.5, precision_recall_curve([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]): precision 1 at recall 0.5, 2/3 at 1
  it("precisionRecall(methods, truth) has the points of scikit-learn where recall grows", () => {
    const figure = precisionRecall([{ label: "a", scores: [0.1, 0.4, 0.35, 0.8] }], [0, 0, 1, 1], {
      budget: 2,
    });
    const curve = linesOf(figure)[2]!;
    assert.deepEqual(
      [curve.x, curve.y, curve.customdata],
      [
        [0.5, 1],
        [1, 2 / 3],
        [1, 3],
      ],
    );
  });
  it("precisionRecall(…) puts the budget line and each method's diamond where exactly that many rows are read", () => {
    const scores = Array.from({ length: 50 }, (_, i) => 50 - i);
    const truth = scores.map((_, i) => (i % 5 === 0 ? 1 : 0));
    const [, budget, , diamond] = linesOf(precisionRecall([{ label: "a", scores }], truth, { budget: 20 }));
    // the first 20 hold rows 0, 5, 10, 15 of 10 bad ones
    assert.deepEqual([diamond!.x, diamond!.y], [[0.4], [0.2]]);
    budget!.x.forEach((recall, i) => {
      assert.ok(Math.abs(budget!.y[i]! - (recall * 10) / 20) < 1e-12);
    });
  });
  it("precisionRecall(equal scores) is one step at the share of chance", () => {
    const [chance, , curve] = linesOf(precisionRecall([{ label: "a", scores: [1, 1, 1, 1] }], [1, 0, 0, 0]));
    assert.deepEqual([curve!.x, curve!.y], [[1], [0.25]]);
    assert.deepEqual(chance!.y, [0.25, 0.25]);
  });
  it("precisionRecall(…) draws the six methods with the highest average precision and says what is left out", () => {
    const methods = Array.from({ length: 8 }, (_, m) => ({
      label: `m${m}`,
      scores: Array.from({ length: 10 }, (_, i) => (i === 0 ? 9.5 - m : 10 - i)),
    }));
    const figure = precisionRecall(methods, [1, ...new Array(9).fill(0)], { budget: 3 });
    assert.deepEqual(
      linesOf(figure)
        .slice(2, 8)
        .map((line) => line.name),
      ["m0", "m1", "m2", "m3", "m4", "m5"],
    );
    assert.match(figure.caption, /^1 of 10 rows is bad; 3 rows can be read\. Found within that: m0 100 %, /);
    assert.match(figure.caption, / Left out: 2 more\.$/);
  });
  it("precisionRecall(nothing bad, nothing at all) is an empty picture that says so", () => {
    const figure = precisionRecall([{ label: "a", scores: [1, 2] }], [0, 0], { budget: 1 });
    assert.deepEqual(figure.data, []);
    assert.equal(figure.caption, "0 of 2 rows are bad; 1 row can be read.");
    assert.equal(precisionRecall([], []).caption, "0 of 0 rows are bad; 100 rows can be read.");
  });
  it("precisionRecall(scores of another length) is refused", () => {
    assert.throws(() => precisionRecall([{ label: "a", scores: [1] }], [1, 0]), {
      name: "TypeError",
      message: "precisionRecall: scores must have 2 entries like the first channel, got 1",
    });
  });
  it("precisionRecall(hostile) shows labels as text", () => {
    const methods = HOSTILE.map((label) => ({ label, scores: [2, 1] }));
    const figure = precisionRecall(methods, [1, 0]);
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((t) => t.includes(name)), name);
  });
});
