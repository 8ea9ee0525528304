import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { Engine } from "../../src/nets/engine/engine";
import { loadTf } from "../../src/nets/tf";
import { assertNear } from "./support/mixedRows";

const normals = (count: number, seed: number) => {
  const draw = random(seed);
  return Float32Array.from({ length: count }, () => draw.normal());
};

describe("the kernels", () => {
  const engine = new Engine();
  const { kernels } = engine;
  const put = (values: Float32Array) => {
    const block = engine.floats(values.length);
    block.values.set(values);
    return block;
  };

  it("multiply and multiplyTransposed agree with the sums in double precision, for all remainders of tiles", () => {
    for (const [m, n, k] of [
      [1, 1, 1],
      [5, 13, 7],
      [4, 8, 300],
      [9, 4, 6],
      [7, 31, 257],
    ] as const) {
      const [a, b] = [put(normals(m * k, 1)), put(normals(k * n, 2))];
      const expected = product(
        m,
        n,
        k,
        (i, p) => a.values[i * k + p]!,
        (p, j) => b.values[p * n + j]!,
      );
      const c = engine.floats(m * n);
      kernels.multiply(m, n, k, a.at, k, 1, b.at, n, c.at, n);
      assertNear(c.values, expected, 1e-5, `A B of ${m} x ${n} x ${k}`);
      const turned = put(
        Float32Array.from({ length: m * k }, (_, i) => a.values[(i % m) * k + Math.floor(i / m)]!),
      );
      const c2 = engine.floats(m * n);
      kernels.multiply(m, n, k, turned.at, 1, m, b.at, n, c2.at, n);
      assert.deepEqual(c2.values, c.values);
      const other = put(
        Float32Array.from({ length: k * n }, (_, i) => b.values[(i % k) * n + Math.floor(i / k)]!),
      );
      const c3 = engine.floats(m * n);
      kernels.multiplyTransposed(m, n, k, a.at, k, other.at, k, c3.at, n);
      assertNear(c3.values, expected, 1e-5, `A B' of ${m} x ${n} x ${k}`);
    }
  });
  it("a row of a product has the same bits alone and among others", () => {
    const [a, b] = [put(normals(9 * 50, 3)), put(normals(50 * 21, 4))];
    const [all, one] = [engine.floats(9 * 21), engine.floats(21)];
    kernels.multiply(9, 21, 50, a.at, 50, 1, b.at, 21, all.at, 21);
    for (let i = 0; i < 9; i++) {
      one.values.fill(0);
      kernels.multiply(1, 21, 50, a.at + 4 * 50 * i, 50, 1, b.at, 21, one.at, 21);
      assert.deepEqual(one.values, all.values.slice(i * 21, (i + 1) * 21));
    }
  });
  it("tanh and the logistic function are within 3e-7 of those in double precision", () => {
    const values = Float32Array.from({ length: 4000 }, (_, i) => (i - 2000) / 100);
    for (const [kind, exact] of [
      [2, Math.tanh],
      [3, (v: number) => 1 / (1 + Math.exp(-v))],
    ] as const) {
      const block = put(values);
      kernels.activate(values.length, block.at, kind);
      const worst = Math.max(...values.map((v, i) => Math.abs(block.values[i]! - exact(v))));
      assert.ok(worst < 3e-7, `kind ${kind}: ${worst}`);
    }
  });
  it("adam makes the steps of tfjs's", async () => {
    const tf = await loadTf();
    const start = normals(7, 5);
    const [w, g, m, v] = [put(start), engine.floats(7), engine.floats(7), engine.floats(7)];
    const theirs = tf.variable(tf.tensor1d(start));
    const optimizer = tf.train.adam(0.1, 0.9, 0.999, 1e-8);
    for (let t = 1; t <= 20; t++) {
      g.values.set(w.values.map((value) => 2 * value)); // the gradient of the sum of squares
      kernels.adam(7, w.at, g.at, m.at, v.at, 0.1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t), 1);
      optimizer.minimize(() => tf.sum(tf.square(theirs)), false, [theirs]);
    }
    assertNear(w.values, theirs.dataSync(), 1e-4);
    theirs.dispose();
  });
  // tfjs's own divides by the sum of squares before the step, so its first step is far too long; Keras' does not.
  it("adadelta makes the steps of its formula in double precision", () => {
    const start = normals(7, 5);
    const [w, g, s, u] = [put(start), engine.floats(7), engine.floats(7), engine.floats(7)];
    const exact = Array.from(start, (value) => ({ value, square: 0, update: 0 }));
    for (let t = 1; t <= 50; t++) {
      g.values.set(w.values.map((value) => 2 * value));
      kernels.adadelta(7, w.at, g.at, s.at, u.at, 1, 1);
      for (const one of exact) {
        const gradient = 2 * one.value;
        one.square = 0.95 * one.square + 0.05 * gradient ** 2;
        const delta = (Math.sqrt(one.update + 1e-7) / Math.sqrt(one.square + 1e-7)) * gradient;
        one.update = 0.95 * one.update + 0.05 * delta ** 2;
        one.value -= delta;
      }
    }
    assertNear(
      w.values,
      exact.map(({ value }) => value),
      1e-4,
    );
  });
  it("weights shrink by their decay without a gradient", () => {
    const [w, rest] = [put(Float32Array.of(8)), engine.floats(12)];
    kernels.adam(1, w.at, rest.at, rest.at + 16, rest.at + 32, 0.5, 1, 0.75);
    assert.equal(w.values[0], 6);
  });
  it("an engine refuses more memory than there can be", () => {
    assert.throws(() => new Engine().floats(1.1e9), {
      name: "RangeError",
      message: "engine: memory must be at most 4 GB, got 4.4 GB",
    });
  });
});

function product(
  m: number,
  n: number,
  k: number,
  a: (i: number, p: number) => number,
  b: (p: number, j: number) => number,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) for (let p = 0; p < k; p++) c[i * n + j]! += a(i, p) * b(p, j);
  }
  return c;
}
