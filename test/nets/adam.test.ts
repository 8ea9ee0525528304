import assert from "node:assert/strict";
import { adam } from "../../src/nets/adam";
import { loadTf } from "../../src/nets/tf";

describe("adam", () => {
  it("adam(weights, rate, 0) makes the steps of tfjs's Adam", async () => {
    const tf = await loadTf();
    const ours = { w: { shape: [3], values: Float32Array.of(1, -2, 0.5) } };
    const step = adam(ours, 0.1, 0);
    const theirs = tf.variable(tf.tensor1d([1, -2, 0.5]));
    const optimizer = tf.train.adam(0.1, 0.9, 0.999, 1e-8);
    for (let i = 0; i < 20; i++) {
      step({ w: ours.w.values.map((value) => 2 * value) }); // the gradient of the sum of squares
      optimizer.minimize(() => tf.sum(tf.square(theirs)), false, [theirs]);
    }
    theirs.dataSync().forEach((value, i) => {
      assert.ok(Math.abs(value - ours.w.values[i]!) < 1e-4, `${ours.w.values[i]} is not ${value}`);
    });
  });
  it("adam(weights, rate, decay) shrinks weights without a gradient, but no biases", () => {
    const weights = {
      w: { shape: [1], values: Float32Array.of(8) },
      wBias: { shape: [1], values: Float32Array.of(8) },
    };
    const zero = Float32Array.of(0);
    adam(weights, 0.5, 0.5)({ w: zero, wBias: zero });
    assert.deepEqual([weights.w.values[0], weights.wBias.values[0]], [6, 8]);
  });
});
