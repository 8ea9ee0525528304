import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { crossEntropy, dense, gatherSum } from "../../src/nets/operations";
import { loadTf, type Scalar, type Tensor1D, type Tensor2D, type Tf } from "../../src/nets/tf";

describe("the operations of the networks", () => {
  let tf: Tf;
  before(async () => {
    tf = await loadTf();
  });
  it("gatherSum(table, indices) equals a multi-hot matrix times the table, and so does its gradient", () => {
    const table = tf.tensor2d(normals(5 * 3), [5, 3]);
    const indices = Int32Array.of(0, 4, 2, 2, 1, 4);
    const hot = tf.tensor2d([
      [1, 0, 0, 0, 1],
      [0, 0, 2, 0, 0],
      [0, 1, 0, 0, 1],
    ]);
    const weights = tf.tensor2d(normals(9, 2), [3, 3]);
    const gathered = tf.valueAndGrad((t) =>
      tf.sum(tf.mul(gatherSum(tf, t as Tensor2D, indices, 3), weights)),
    )(table);
    const multiplied = tf.valueAndGrad((t) => tf.sum(tf.mul(tf.matMul(hot, t as Tensor2D), weights)))(table);
    assertNear(gathered.value.dataSync(), multiplied.value.dataSync());
    assertNear(gathered.grad.dataSync(), multiplied.grad.dataSync());
  });
  it("dense(x, weights, bias) has the value and the gradients of tfjs's own operations", () => {
    const inputs = [
      tf.tensor2d(normals(8), [4, 2]),
      tf.tensor2d(normals(6, 2), [2, 3]),
      tf.tensor1d(normals(3, 3)),
    ];
    const ours = tf.valueAndGrads((x, w, b) =>
      tf.sum(tf.square(dense(tf, x as Tensor2D, w as Tensor2D, b as Tensor1D))),
    )(inputs);
    const theirs = tf.valueAndGrads((x, w, b) =>
      tf.sum(tf.square(tf.add(tf.matMul(x as Tensor2D, w as Tensor2D), b!))),
    )(inputs);
    assertNear(ours.value.dataSync(), theirs.value.dataSync());
    for (const i of [0, 1, 2]) assertNear(ours.grads[i]!.dataSync(), theirs.grads[i]!.dataSync());
  });
  it("crossEntropy(logits, targets, weights) and its gradient agree with finite differences of the formula", () => {
    const values = normals(6, 5);
    const targets = Int32Array.of(2, 0);
    const weights = Float32Array.of(0.5, 2);
    const { value, grad } = tf.valueAndGrad((t) => crossEntropy(tf, t as Tensor2D, targets, weights))(
      tf.tensor2d(values, [2, 3]),
    );
    assertNear((value as Scalar).dataSync(), [formula(values, targets, weights)]);
    const step = 1e-4;
    const differences = Array.from(values, (_, k) => {
      const shifted = (by: number) => Array.from(values, (v, i) => (i === k ? v + by : v));
      return (
        (formula(shifted(step), targets, weights) - formula(shifted(-step), targets, weights)) / (2 * step)
      );
    });
    assertNear(grad.dataSync(), differences);
  });
});

/** Weighted cross-entropy of rows of three logits, in double precision. */
function formula(values: ArrayLike<number>, targets: Int32Array, weights: Float32Array): number {
  return Array.from(targets).reduce((sum, target, i) => {
    const row = [values[i * 3]!, values[i * 3 + 1]!, values[i * 3 + 2]!];
    const total = row.reduce((all, value) => all + Math.exp(value), 0);
    return sum - weights[i]! * Math.log(Math.exp(row[target]!) / total);
  }, 0);
}

function normals(count: number, seed = 1): Float32Array {
  const draw = random(seed);
  return Float32Array.from({ length: count }, () => draw.normal());
}

function assertNear(got: ArrayLike<number>, expected: ArrayLike<number>): void {
  assert.equal(got.length, expected.length);
  for (let i = 0; i < got.length; i++) {
    assert.ok(
      Math.abs(got[i]! - expected[i]!) < 1e-4 * (1 + Math.abs(expected[i]!)),
      `${got[i]} is not ${expected[i]}`,
    );
  }
}
