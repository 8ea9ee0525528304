import assert from "node:assert/strict";
import { bootstrapInterval } from "../../src/score/bootstrapInterval";

describe("bootstrapInterval", () => {
  it("bootstrapInterval holds the mean, narrows with more values and repeats bit for bit", () => {
    const few = bootstrapInterval([0, 1, 0, 1]);
    const many = bootstrapInterval(Array.from({ length: 400 }, (_, i) => i % 2));
    assert.equal(few.mean, 0.5);
    assert.ok(few.low < 0.5 && few.high > 0.5);
    assert.ok(many.high - many.low < few.high - few.low);
    // The standard error of 400 coin flips is 0.025.
    assert.ok(Math.abs(many.high - many.low - 2 * 1.96 * 0.025) < 0.01);
    assert.deepEqual(bootstrapInterval([0, 1, 0, 1]), few);
  });
  it("bootstrapInterval of nothing is NaN", () => {
    assert.ok(Number.isNaN(bootstrapInterval([]).mean));
  });
});
