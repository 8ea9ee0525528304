import assert from "node:assert/strict";
import { random } from "../../../src/core/random";
import { distancesTo } from "../../../src/detect/engine/distances";

describe("distancesTo", () => {
  const draw = random(1);
  for (const width of [1, 3, 4, 20, 33]) {
    const rows = Float32Array.from({ length: 11 * width }, () => draw.normal());
    const query = Float32Array.from({ length: width + 2 }, () => draw.normal());
    const exact = Array.from({ length: 11 }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < width; j++) sum += (query[2 + j]! - rows[i * width + j]!) ** 2;
      return sum;
    });
    const near = (got: number, wanted: number) => Math.abs(got - wanted) <= 1e-6 * Math.max(1, wanted);

    it(`squared(first, count) are the distances to some rows of ${width} numbers, from any row on`, () => {
      const distances = distancesTo(rows, width);
      distances.from(query, 2);
      for (const [first, count] of [
        [0, 11],
        [3, 5],
        [10, 1],
      ] as const) {
        const found = distances.squared(first, count);
        for (let p = 0; p < count; p++) assert.ok(near(found[p]!, exact[first + p]!), `row ${first + p}`);
      }
    });
    it(`gaussian(gamma) is exp(-gamma * squared distance) to rows of ${width} numbers`, () => {
      const distances = distancesTo(rows, width);
      distances.from(query, 2);
      for (const gamma of [0, 0.05, 1]) {
        distances.gaussian(gamma).forEach((value, i) => {
          const wanted = Math.exp(-gamma * exact[i]!);
          // An error of the power is that part of the result.
          const part = 3e-7 * (2 + gamma * exact[i]!);
          assert.ok(Math.abs(value - wanted) <= part * wanted + 1e-37, `${value} is not ${wanted}`);
        });
      }
    });
  }
  it("gaussian of a row to itself is 1, and nothing far away", () => {
    const distances = distancesTo(Float32Array.of(1, 2, 1e6, 0), 2);
    distances.from(Float32Array.of(1, 2), 0);
    const [same, far] = distances.gaussian(1);
    assert.equal(same, 1);
    assert.ok(far! < 1e-37);
  });
});
