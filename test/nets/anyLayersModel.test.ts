import assert from "node:assert/strict";
import { numberMatrix } from "../../src/core/matrix";
import { anyLayersModel, restoreAnyLayersModel } from "../../src/nets/anyLayersModel";
import { autoencoder } from "../../src/nets/autoencoder";
import type { LayersModelLike } from "../../src/nets/layersTypes";
import { loadTf, type Tf } from "../../src/nets/tf";
import { detectorContract } from "../detect/contract";
import { assertNear, numberRows } from "./support/mixedRows";

let tf: Tf;
before(async () => {
  tf = await loadTf();
});

/** Columns to two units and back. */
function bottleneck(columns: number): LayersModelLike {
  const dense = (units: number, seed: number, more: object) =>
    tf.layers.dense({ units, kernelInitializer: tf.initializers.glorotUniform({ seed }), ...more });
  const layers = tf.sequential();
  layers.add(dense(2, 1, { inputShape: [columns], activation: "tanh" }));
  layers.add(dense(columns, 2, {}));
  return layers as unknown as LayersModelLike;
}

detectorContract("anyLayersModel", {
  make: (seed) => anyLayersModel(bottleneck, { epochs: 8, learningRate: 0.02, batch: 64, seed }),
  restore: restoreAnyLayersModel,
  takes: "numbers",
});

describe("anyLayersModel", () => {
  it("anyLayersModel(model) of a trained autoencoder has that one's scores", async () => {
    const x = numberRows(60);
    const own = await autoencoder({ mask: "none", epochs: 5, numberLoss: "squared" }).fit(x);
    const wrapped = await anyLayersModel(await own.toLayersModel()).fit(x);
    const ratio = own.score(x)[0]! / wrapped.score(x)[0]!;
    assertNear(
      wrapped.score(x).map((score) => score * ratio),
      own.score(x),
      1e-4,
    );
    assertNear(wrapped.expect!(x).data, own.expect(x).data, 1e-5);
  });
  it("anyLayersModel(model, { error }) is the mean over columns of what its rows differ by", async () => {
    const layers = tf.sequential();
    layers.add(
      tf.layers.dense({ units: 2, inputShape: [2], kernelInitializer: "zeros", biasInitializer: "ones" }),
    );
    const x = numberMatrix(
      ["a", "b"],
      [
        [1, 1],
        [4, -1],
      ],
    );
    const scores = async (error: "squared" | "absolute") =>
      Array.from((await anyLayersModel(layers as unknown as LayersModelLike, { error }).fit(x)).score(x));
    assert.deepEqual(await scores("squared"), [0, (9 + 4) / 2]);
    assert.deepEqual(await scores("absolute"), [0, (3 + 2) / 2]);
  });
  it("anyLayersModel(model, { epochs }) learns, and leaves the model it was given as it was", async () => {
    const x = numberRows(200);
    const given = bottleneck(2);
    const mean = (scores: Float64Array) => scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const before = await anyLayersModel(given).fit(x);
    const after = await anyLayersModel(given, { epochs: 30, learningRate: 0.02 }).fit(x, {
      onProgress: () => {},
    });
    assert.ok(mean(after.score(x)) < mean(before.score(x)) / 2);
    assert.deepEqual((await anyLayersModel(given).fit(x)).score(x), before.score(x));
  });
  it("anyLayersModel refuses a model of another shape, and other words", async () => {
    await assert.rejects(anyLayersModel(() => bottleneck(3)).fit(numberRows(10)), {
      name: "TypeError",
      message: "anyLayersModel: model must read and give rows of 2 numbers, got [[3]] to [[3]]",
    });
    assert.throws(() => anyLayersModel(bottleneck, { error: "cubed" as "squared" }), {
      message: 'anyLayersModel: error must be squared or absolute, got "cubed"',
    });
  });
});
