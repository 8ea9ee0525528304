import assert from "node:assert/strict";
import { medianInterval } from "../../src/stats/medianInterval";

describe("medianInterval", () => {
  it("medianInterval of 20 values goes from the 6th to the 15th, which covers 95.9 %", () => {
    // Tables of the sign test: n = 20, P(B <= 5) = 0.0207.
    const found = medianInterval(Array.from({ length: 20 }, (_, i) => 20 - i));
    assert.deepEqual([found.median, found.low, found.high], [10.5, 6, 15]);
    assert.equal(found.coverage.toFixed(3), "0.959");
  });
  it("medianInterval of few values is all of them, and says what that covers", () => {
    const { coverage, ...rest } = medianInterval([2, 1, 3]);
    assert.deepEqual(rest, { median: 2, low: 1, high: 3 });
    assert.equal(coverage.toFixed(6), "0.750000");
    assert.deepEqual(medianInterval([7]), { median: 7, low: 7, high: 7, coverage: 0 });
    assert.ok(Number.isNaN(medianInterval([]).median));
  });
});
