import assert from "node:assert/strict";
import type * as TensorFlow from "@tensorflow/tfjs";
import type { Matrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import { loneRows, windowsOf } from "../../src/core/sequences";
import { smoothed } from "../../src/detect/frequency";
import { type DenseShape, initialDense } from "../../src/nets/denseNetwork";
import { denseTraining } from "../../src/nets/denseTraining";
import { Engine } from "../../src/nets/engine/engine";
import { SliceRunner } from "../../src/nets/engine/sliceRunner";
import { layersInput } from "../../src/nets/layersInput";
import { denseLayers, entranceOf, type LayersForm, lstmLayers } from "../../src/nets/layersModel";
import { type Layout, layoutOf, type NumberLoss } from "../../src/nets/layout";
import { initialLstm, type LstmShape } from "../../src/nets/lstmNetwork";
import { lstmTraining } from "../../src/nets/lstmTraining";
import { loadTf, type Tf } from "../../src/nets/tf";
import type { Trainable } from "../../src/nets/train";
import type { Weights } from "../../src/nets/weights";
import { assertNear, mixedRows } from "./support/mixedRows";

/** Weights around 0 by chance, so that no gradient vanishes. */
const disturbed = (weights: Weights, seed = 7): Weights => {
  const draw = random(seed);
  return Object.fromEntries(
    Object.entries(weights).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value) => value + 0.3 * draw.normal()) },
    ]),
  );
};

const dense = (
  x: Matrix,
  more: Partial<DenseShape> = {},
  numberLoss: NumberLoss = "gaussian",
): DenseShape => ({
  layout: layoutOf(x.columns, { flags: true, numberLoss }),
  ...{ widths: [6, 3, 6], bottleneck: 1, activation: "tanh", variational: 0, ...more },
});
const lstm = (x: Matrix, more: Partial<LstmShape> = {}): LstmShape => ({
  layout: layoutOf(x.columns, { flags: false, numberLoss: "gaussian" }),
  ...{ timesteps: 4, units: 5, layers: 1, bidirectional: false, activation: "tanh", ...more },
});
const even = (layout: Layout) => layout.categories.map(({ levels }) => smoothed(new Float64Array(levels)));

describe("gradients of the networks", () => {
  const x = mixedRows(48);
  for (const [title, shape] of [
    ["dense layers", dense(x)],
    ["dense layers with sigmoid and absolute errors", dense(x, { activation: "sigmoid" }, "absolute")],
    ["a variational bottleneck", dense(x, { variational: 0.7 })],
  ] as const) {
    it(`the gradients of ${title} agree with differences of the loss`, () => {
      const start = disturbed(initialDense(shape, even(shape.layout), random(2), new Engine()));
      checkDifferences(start, 48, (weights) =>
        denseTraining(shape, weights, x, { batch: 48, mask: "order", denoise: 0 }),
      );
    });
  }
  for (const [title, more] of [
    ["LSTM layers", {}],
    ["two LSTM layers", { layers: 2 }],
    ["a bidirectional LSTM", { bidirectional: true }],
  ] as const) {
    it(`the gradients of ${title} agree with differences of the loss, short windows among them`, () => {
      const shape = lstm(x, more);
      const sequences = { order: loneRows(48).order, starts: Int32Array.of(0, 2, 20, 23, 48) };
      const windows = windowsOf(sequences, 4, 1);
      const example = Int32Array.from(windows.from.keys());
      const start = disturbed(initialLstm(shape, even(shape.layout), random(2), new Engine()));
      checkDifferences(start, example.length, (weights) =>
        lstmTraining(shape, weights, { x, windows, example }, { batch: example.length, denoise: 0 }),
      );
    });
  }
});

describe("gradients of the networks beside those of tfjs", () => {
  const x = mixedRows(24, 5);
  let tf: Tf;
  before(async () => {
    tf = await loadTf();
    await tf.setBackend("cpu"); // the WASM backend has not all gradients
  });
  after(() => tf.setBackend("wasm"));

  it("dense layers have the gradients of tfjs on the same weights", () => {
    const shape = {
      ...dense(x, { activation: "relu" }),
      layout: layoutOf(x.columns, { flags: false, numberLoss: "gaussian" }),
    };
    const start = disturbed(initialDense(shape, even(shape.layout), random(3), new Engine()));
    const network = denseTraining(shape, start, x, { batch: 24, mask: "none", denoise: 0 });
    const input = tf.tensor2d(layersInput(shape.layout, x), [24, entranceOf(shape.layout)]);
    const theirs = layersGradients(tf, denseLayers(tf, shape, start), input, shape.layout, x, start);
    const ours = gradientsOf(network, 24);
    for (const name of Object.keys(start)) assertNear(ours[name]!.values, theirs[name]!, 1e-4, name);
  });
  for (const [title, more] of [
    ["LSTM layers", {}],
    ["LSTM layers with relu", { activation: "relu" }],
    ["two LSTM layers", { layers: 2 }],
    ["a bidirectional LSTM", { bidirectional: true }],
  ] as const) {
    it(`${title} have the gradients of tfjs on the same weights`, () => {
      const shape = lstm(x, more);
      const sequences = { order: loneRows(24).order, starts: Int32Array.of(0, 4, 8, 12, 16, 20, 24) };
      const windows = windowsOf(sequences, 4, 4);
      const start = disturbed(initialLstm(shape, even(shape.layout), random(3), new Engine()));
      const rows = { x, windows, example: Int32Array.from(windows.from.keys()) };
      const ours = gradientsOf(lstmTraining(shape, start, rows, { batch: 6, denoise: 0 }), 6);
      const input = tf.tensor3d(layersInput(shape.layout, x), [6, 4, entranceOf(shape.layout)]);
      const theirs = layersGradients(tf, lstmLayers(tf, shape, start), input, shape.layout, x, start);
      for (const name of Object.keys(start)) assertNear(ours[name]!.values, theirs[name]!, 1e-4, name);
    });
  }
});

function gradientsOf(network: Trainable, items: number): Weights {
  run(network, "train", items);
  const [first, second] = network.slices.map((_, s) => network.parameters.gradient(s));
  if (second === undefined) return first!;
  return Object.fromEntries(
    Object.entries(first!).map(([name, { shape, values }]) => [
      name,
      { shape, values: values.map((value, i) => value + second[name]!.values[i]!) },
    ]),
  );
}

function run(network: Trainable, name: "train" | "measure", items: number): number {
  network.load(
    Int32Array.from({ length: items }, (_, i) => i),
    new Float32Array(items).fill(1),
    random(11),
  );
  new SliceRunner(network.engine, network.slices).run(name);
  return network.slices.reduce((sum, { loss }) => sum + loss[0]!, 0);
}

/** Along a random direction of every weight array, the gradient tells how the loss changes. */
function checkDifferences(start: Weights, items: number, make: (weights: Weights) => Trainable): void {
  const gradients = gradientsOf(make(start), items);
  const step = 1e-2;
  for (const [name, { shape, values }] of Object.entries(start)) {
    const draw = random(values.length);
    const direction = values.map(() => draw.normal() / Math.sqrt(values.length));
    const lossAt = (by: number) =>
      run(
        make({ ...start, [name]: { shape, values: values.map((v, i) => v + by * direction[i]!) } }),
        "train",
        items,
      );
    const difference = (lossAt(step) - lossAt(-step)) / (2 * step);
    const told = gradients[name]!.values.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    const allowed = 1e-3 + 0.02 * Math.abs(told);
    assert.ok(Math.abs(difference - told) < allowed, `${name}: ${told} is not ${difference}`);
  }
}

/** Gradients of the mean loss a row by tfjs's own operations, under our names. */
function layersGradients(
  tf: Tf,
  { model, stacks }: LayersForm,
  input: TensorFlow.Tensor,
  layout: Layout,
  x: Matrix,
  weights: Weights,
): Record<string, Float32Array> {
  const width = x.columns.length;
  const column = (j: number) => Float32Array.from({ length: x.rows }, (_, i) => x.data[i * width + j]!);
  const loss = () => {
    const outputs = ([] as TensorFlow.Tensor[])
      .concat(model.apply(input, { training: true }) as TensorFlow.Tensor[])
      .map((output) => tf.reshape(output, [x.rows, -1]));
    const parts = layout.categories.map(({ column: j, levels }, c) => {
      const codes = column(j);
      const hot = tf.oneHot(
        tf.tensor1d(
          Array.from(codes, (code) => Math.max(0, code - 1)),
          "int32",
        ),
        levels - 1,
      );
      const known = tf.tensor1d(Array.from(codes, (code) => (code > 0 ? 1 : 0)));
      const p = tf.sum(tf.mul(outputs[c]!, hot), 1);
      return tf.sum(tf.mul(known, tf.neg(tf.log(p))));
    });
    const count = layout.numbers.length;
    const heads = outputs[outputs.length - 1]!;
    const mean = tf.slice(heads, [0, 0], [x.rows, count]);
    const log = tf.clipByValue(tf.slice(heads, [0, count], [x.rows, count]), -4, 4);
    const values = tf.stack(
      layout.numbers.map((j) => tf.tensor1d(column(j))),
      1,
    );
    const z = tf.mul(tf.sub(values, mean), tf.exp(tf.neg(log)));
    const gaussian = tf.sum(tf.add(tf.mul(tf.square(z), 0.5), log));
    const sum = parts.reduce((a, b) => tf.add(a, b), gaussian as TensorFlow.Tensor);
    return tf.div(sum, x.rows) as TensorFlow.Scalar;
  };
  const variables = model.trainableWeights.map(
    (weight) => (weight as unknown as { val: TensorFlow.Variable }).val,
  );
  const { grads } = tf.variableGrads(loss, variables);
  const result: Record<string, Float32Array> = {};
  stacks.forEach((stack, i) => {
    const values = grads[variables[i]!.name]!.dataSync() as Float32Array;
    let from = 0;
    for (const name of stack) {
      if (weights[name] === undefined) continue;
      const count = weights[name]!.values.length;
      result[name] = values.slice(from, from + count);
      from += count;
    }
  });
  return result;
}
