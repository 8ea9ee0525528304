import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { argsort } from "../../src/detect/argsort";

describe("argsort", () => {
  it("argsort(values) is the order that a stable comparison gives, of few and of many values", () => {
    const draw = random(1);
    for (const n of [0, 1, 2, 255, 256, 5000]) {
      const wild = [0, -0, 1e-45, -1e-45, 3.4e38, -3.4e38, 1, -1];
      const values = Float32Array.from({ length: n }, () =>
        draw.integer(3) === 0 ? wild[draw.integer(wild.length)]! : draw.normal(),
      );
      const expected = Array.from(values.keys()).sort((a, b) => values[a]! - values[b]! || a - b);
      assert.deepEqual(Array.from(argsort(values)), expected);
    }
  });
  it("argsort leaves the values as they are", () => {
    const values = Float32Array.from({ length: 300 }, (_, i) => -i);
    const copy = values.slice();
    argsort(values);
    assert.deepEqual(values, copy);
  });
});
