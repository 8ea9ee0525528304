import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { assertValue, stepsOf } from "./snippet";

describe("stepsOf", () => {
  it("stepsOf(code) finds a value behind a statement and on lines below it", () => {
    const steps = stepsOf('a() // → 1\nb(\n  2,\n) // "x"\nc()\n// → {\n//   d: 1 }\n');
    assert.deepEqual(
      steps.map((step) => step.expected),
      ["1", '"x"', "{\nd: 1 }"],
    );
  });
  it("stepsOf(code) takes no prose for a value", () => {
    const steps = stepsOf("const a = 1 // in memory\n\n// Now the next one\nb()\n// and its reason\nc()");
    assert.deepEqual(
      steps.map((step) => step.expected),
      [undefined, undefined, undefined],
    );
  });
});

describe("assertValue", () => {
  it("assertValue(actual, expected) compares values, typed arrays as lists", async () => {
    await assertValue(Float32Array.of(1, Number.NaN), "[1, NaN]", {});
    await assert.rejects(assertValue({ a: 1 }, "{ a: 2 }", {}), assert.AssertionError);
    await assert.rejects(assertValue("1", "1", {}), assert.AssertionError);
  });
});
