import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { averagePrecision, precisionAtK, rankOf, recallAtBudget } from "../../src/score/metrics";

describe("metrics", () => {
  it("averagePrecision agrees with scikit-learn's documented examples", () => {
    // scikit-learn 1.5, average_precision_score, doc string: 0.83 for two classes, 0.77… for three
    assert.equal(averagePrecision([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1]).toFixed(2), "0.83");
    const truth = [0, 0, 1, 1, 2, 2];
    const scores = [
      [0.7, 0.2, 0.1],
      [0.4, 0.3, 0.3],
      [0.1, 0.8, 0.1],
      [0.2, 0.3, 0.5],
      [0.4, 0.4, 0.2],
      [0.1, 0.2, 0.7],
    ];
    const each = [0, 1, 2].map((k) =>
      averagePrecision(
        scores.map((row) => row[k]!),
        truth.map((t) => t === k),
      ),
    );
    assert.equal(((each[0]! + each[1]! + each[2]!) / 3).toFixed(4), "0.7778");
  });
  it("averagePrecision of constant scores is the share of bad rows", () => {
    assert.equal(averagePrecision([1, 1, 1, 1], [1, 0, 0, 0]), 0.25);
  });
  it("precisionAtK and recallAtBudget equal their mean over random orders of equal scores", () => {
    const scores = [3, 2, 2, 2, 1, 1, 0];
    const truth = [0, 1, 0, 1, 1, 0, 0];
    const draw = random(4);
    const rounds = 20_000;
    let found = 0;
    for (let r = 0; r < rounds; r++) {
      const order = draw.shuffle([0, 1, 2, 3, 4, 5, 6]).sort((a, b) => scores[b]! - scores[a]!);
      found += order.slice(0, 3).filter((i) => truth[i]).length;
    }
    assert.ok(Math.abs(precisionAtK(scores, truth, 3) - found / rounds / 3) < 0.01);
    assert.ok(Math.abs(recallAtBudget(scores, truth, 3) - found / rounds / 3) < 0.01); // three bad rows, too
    assert.ok(Math.abs(precisionAtK(scores, truth, 3) - 4 / 9) < 1e-12);
  });
  it("precisionAtK of more rows than there are uses those there are", () => {
    assert.equal(precisionAtK([1, 2], [true, false], 10), 0.5);
  });
  it("rankOf counts equal scores as their middle", () => {
    assert.deepEqual(
      [0, 1, 2, 3].map((row) => rankOf([9, 5, 5, 1], row)),
      [1, 2.5, 2.5, 4],
    );
    assert.throws(() => rankOf([1], 1), RangeError);
  });
  it("metrics of nothing bad or no rows are NaN, and a wrong length is refused", () => {
    assert.ok(Number.isNaN(averagePrecision([1, 2], [0, 0])));
    assert.ok(Number.isNaN(recallAtBudget([1, 2], [0, 0], 1)));
    assert.ok(Number.isNaN(precisionAtK([], [], 1)));
    assert.throws(() => averagePrecision([1], []), {
      name: "TypeError",
      message: "averagePrecision: truth must be one a score, got 0 for 1 scores",
    });
  });
});
