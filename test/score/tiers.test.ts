import assert from "node:assert/strict";
import { TIER_LIMITS, tiers } from "../../src/score/tiers";

describe("tiers", () => {
  it("tiers(p) changes at its limits, which belong to the odder tier", () => {
    assert.deepEqual(tiers([1, 0.0501, 0.05, 0.0101, 0.01, 0.0011, 0.001, 0]), [
      "ordinary",
      "ordinary",
      "a little odd",
      "a little odd",
      "odd",
      "odd",
      "very odd",
      "very odd",
    ]);
  });
  it("tiers of a missing probability is ordinary", () => {
    assert.deepEqual(tiers([Number.NaN]), ["ordinary"]);
  });
  it("TIER_LIMITS go from the smallest tail to the largest", () => {
    const limits = TIER_LIMITS.map(([, limit]) => limit);
    assert.deepEqual(
      limits,
      limits.slice().sort((a, b) => a - b),
    );
  });
});
