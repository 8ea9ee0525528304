import assert from "node:assert/strict";
import { mean } from "../../src/stats/mean";

describe("mean", () => {
  it("mean(x) of typed and plain arrays is the arithmetic mean, of none NaN", () => {
    assert.equal(mean(Float64Array.of(1, 2, 6)), 3);
    assert.equal(mean([4]), 4);
    assert.ok(Number.isNaN(mean([])));
  });
});
