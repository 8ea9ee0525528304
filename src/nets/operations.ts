import type { Scalar, Tensor1D, Tensor2D, Tf } from "./tf";

/**
 * Sum of table rows: row i of the result is the sum of `table[indices[i * k + c]]` over c. [rows, width].
 *
 * The same as a multi-hot matrix times the table, without the matrix. tfjs has no gradient of `gather` on WASM,
 * so both directions are done here, on typed arrays. O(rows * k * width).
 */
export function gatherSum(tf: Tf, table: Tensor2D, indices: Int32Array, rows: number): Tensor2D {
  const [levels, width] = table.shape;
  const operation = tf.customGrad((input) => {
    const source = input as Tensor2D;
    const value = tf.tensor2d(sumRows(source.dataSync() as Float32Array, indices, rows, width), [
      rows,
      width,
    ]);
    const gradFunc = (dy: Tensor2D) =>
      tf.tensor2d(scatterRows(dy.dataSync() as Float32Array, indices, rows, levels, width), [levels, width]);
    return { value, gradFunc: gradFunc as never };
  });
  return operation(table) as Tensor2D;
}

function sumRows(table: Float32Array, indices: Int32Array, rows: number, width: number): Float32Array {
  const result = new Float32Array(rows * width);
  const k = indices.length / rows;
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < k; c++) {
      const from = indices[i * k + c]! * width;
      for (let u = 0; u < width; u++) result[i * width + u]! += table[from + u]!;
    }
  }
  return result;
}

function scatterRows(
  dy: Float32Array,
  indices: Int32Array,
  rows: number,
  levels: number,
  width: number,
): Float32Array {
  const result = new Float32Array(levels * width);
  const k = indices.length / rows;
  for (let i = 0; i < rows; i++) {
    for (let c = 0; c < k; c++) {
      const to = indices[i * k + c]! * width;
      for (let u = 0; u < width; u++) result[to + u]! += dy[i * width + u]!;
    }
  }
  return result;
}

/**
 * x [rows, from] times weights [from, to] plus bias [to]: [rows, to].
 *
 * The gradient transposes first: tfjs multiplies transposed matrices on WASM by a path eight times slower.
 */
export function dense(tf: Tf, x: Tensor2D, weights: Tensor2D, bias: Tensor1D): Tensor2D {
  const operation = tf.customGrad((...inputs) => {
    const [a, w, b, save] = inputs as unknown as [
      Tensor2D,
      Tensor2D,
      Tensor1D,
      (tensors: Tensor2D[]) => void,
    ];
    save([a, w]);
    const gradFunc = (dy: Tensor2D, saved: Tensor2D[]) => [
      tf.matMul(dy, tf.transpose(saved[1]!)),
      tf.matMul(tf.transpose(saved[0]!), dy),
      tf.sum(dy, 0),
    ];
    return { value: tf.add(tf.matMul(a, w), b), gradFunc: gradFunc as never };
  });
  return operation(x, weights, bias) as Tensor2D;
}

/**
 * Weighted cross-entropy in nats of logits [rows, levels] against target levels; a scalar.
 *
 * loss = sum over i of weights[i] * -log softmax(logits[i])[targets[i]]; its gradient is weights * (softmax - one-hot).
 */
export function crossEntropy(tf: Tf, logits: Tensor2D, targets: Int32Array, weights: Float32Array): Scalar {
  const [rows, levels] = logits.shape;
  const operation = tf.customGrad((input) => {
    const p = tf.softmax(input as Tensor2D).dataSync() as Float32Array; // (rows, levels)
    let loss = 0;
    for (let i = 0; i < rows; i++) {
      const at = i * levels;
      const target = at + targets[i]!;
      loss -= weights[i]! * Math.log(Math.max(p[target]!, 1e-37));
      p[target]! -= 1;
      for (let c = at; c < at + levels; c++) p[c]! *= weights[i]!;
    }
    const gradFunc = (dy: Scalar) => tf.mul(tf.tensor2d(p, [rows, levels]), dy);
    return { value: tf.scalar(loss), gradFunc: gradFunc as never };
  });
  return operation(logits) as Scalar;
}
