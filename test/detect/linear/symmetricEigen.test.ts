import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../../src/core/random";
import { symmetricEigen } from "../../../src/detect/linear/symmetricEigen";

/** A random symmetric matrix. */
function symmetric(n: number, seed: number): Float64Array {
  const draw = random(seed);
  const a = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      a[i * n + j] = draw.normal();
      a[j * n + i] = a[i * n + j]!;
    }
  }
  return a;
}

describe("symmetricEigen", () => {
  it("symmetricEigen gives vectors that the matrix only stretches, of length 1, at right angles", () => {
    for (const n of [1, 2, 3, 7, 40]) {
      const a = symmetric(n, n);
      const { values, vectors } = symmetricEigen(a, n);
      for (let c = 0; c < n; c++) {
        const vector = vectors.subarray(c * n, (c + 1) * n);
        for (let i = 0; i < n; i++) {
          const product = vector.reduce((sum, value, j) => sum + a[i * n + j]! * value, 0);
          assert.ok(Math.abs(product - values[c]! * vector[i]!) < 1e-10 * n, `n ${n}, vector ${c}`);
        }
        for (let other = 0; other <= c; other++) {
          const dot = vector.reduce((sum, value, j) => sum + value * vectors[other * n + j]!, 0);
          assert.ok(Math.abs(dot - (other === c ? 1 : 0)) < 1e-10);
        }
      }
      assert.deepEqual(values, values.slice().sort().reverse());
    }
  });

  it("symmetricEigen handles matrices of zeros, of one value and with repeated eigenvalues", () => {
    assert.deepEqual(Array.from(symmetricEigen(new Float64Array(9), 3).values), [0, 0, 0]);
    const ones = symmetricEigen(new Float64Array(9).fill(1), 3).values;
    assert.ok(Math.abs(ones[0]! - 3) < 1e-12 && Math.abs(ones[1]!) < 1e-12 && Math.abs(ones[2]!) < 1e-12);
    assert.deepEqual(Array.from(symmetricEigen(Float64Array.of(1, 0, 0, 1), 2).values), [1, 1]);
  });
});
