import assert from "node:assert/strict";
import { byBudget } from "../../src/score/byBudget";

describe("byBudget", () => {
  it("byBudget(scores, n) gives the n highest, equal ones in row order, missing ones last", () => {
    assert.deepEqual(Array.from(byBudget([1, 3, Number.NaN, 3, 2], 5)), [1, 3, 4, 0, 2]);
    assert.deepEqual(Array.from(byBudget([1, 3, Number.NaN, 3, 2], 2)), [1, 3]);
  });
  it("byBudget copes with infinite scores, few rows and no budget", () => {
    assert.deepEqual(
      Array.from(byBudget([0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY], 9)),
      [1, 0, 2],
    );
    assert.deepEqual(Array.from(byBudget([1], 0)), []);
    assert.throws(() => byBudget([1], -1), RangeError);
  });
});
