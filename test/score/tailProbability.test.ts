import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { tailProbability } from "../../src/score/tailProbability";

describe("tailProbability", () => {
  it("tailProbability(baseline, scores) counts the baseline scores at least as high, over 200 seeded cases", () => {
    for (let seed = 0; seed < 200; seed++) {
      const draw = random(seed);
      const baseline = Array.from({ length: 1 + draw.integer(30) }, () => draw.integer(6));
      const scores = Array.from({ length: 5 }, () => draw.integer(8) - 1);
      const expected = scores.map(
        (score) => (1 + baseline.filter((value) => value >= score).length) / (baseline.length + 1),
      );
      assert.deepEqual(Array.from(tailProbability(baseline, scores)), expected);
    }
  });
  it("tailProbability with weights equals the rows repeated", () => {
    const weighted = tailProbability([1, 2, 3], [0, 2, 2.5, 4], { weights: [2, 3, 1] });
    assert.deepEqual(weighted, tailProbability([1, 1, 2, 2, 2, 3], [0, 2, 2.5, 4]));
  });
  it("tailProbability keeps its promise: of rows like the baseline at most the share p gets p or less", () => {
    const draw = random(11);
    const limit = 0.05;
    let low = 0;
    const cases = 4000;
    for (let i = 0; i < cases; i++) {
      const baseline = Array.from({ length: 39 }, () => draw.next());
      if (tailProbability(baseline, [draw.next()])[0]! <= limit) low += 1;
    }
    // 2 of 40 ranks give p <= 0.05; three standard deviations of a binomial share
    assert.ok(low / cases <= limit + 3 * Math.sqrt((limit * (1 - limit)) / cases));
  });
  it("tailProbability of an empty baseline is 1, of a missing score missing", () => {
    assert.deepEqual(Array.from(tailProbability([], [3, Number.NaN])), [1, Number.NaN]);
    assert.deepEqual(Array.from(tailProbability([Number.NaN, 1], [1])), [1]);
  });
  it("tailProbability refuses a wrong number of weights", () => {
    assert.throws(() => tailProbability([1, 2], [1], { weights: [1] }), {
      name: "TypeError",
      message: "tailProbability: weights must be one a baseline score, got 1 for 2",
    });
  });
});
