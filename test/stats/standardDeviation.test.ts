import assert from "node:assert/strict";
import { standardDeviation } from "../../src/stats/standardDeviation";

describe("standardDeviation", () => {
  it("standardDeviation(x) divides by n, as numpy.std does; of none it is NaN", () => {
    assert.equal(standardDeviation(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9)), 2); // numpy.std
    assert.equal(standardDeviation([3]), 0);
    assert.ok(Number.isNaN(standardDeviation([])));
  });
});
