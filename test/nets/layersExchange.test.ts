import assert from "node:assert/strict";
import type * as TensorFlow from "@tensorflow/tfjs";
import type { Matrix } from "../../src/core/matrix";
import { autoencoder } from "../../src/nets/autoencoder";
import { fromLayersModel, layersRows } from "../../src/nets/layersExchange";
import { lstmAutoencoder } from "../../src/nets/lstmAutoencoder";
import { loadTf, type Tf } from "../../src/nets/tf";
import { assertNear, mixedRows, numberRows } from "./support/mixedRows";

describe("toLayersModel and fromLayersModel", () => {
  let tf: Tf;
  before(async () => {
    tf = await loadTf();
  });
  const predicted = (layers: object, input: TensorFlow.Tensor): Float32Array[] =>
    ([] as TensorFlow.Tensor[])
      .concat((layers as TensorFlow.LayersModel).predict(input) as TensorFlow.Tensor)
      .map((output) => output.dataSync() as Float32Array);
  const inputOf = (model: object, x: Matrix) => {
    const { data, width } = layersRows(model, x);
    return tf.tensor2d(data, [x.rows, width]);
  };

  it("toLayersModel() of a dense autoencoder gives what ours expects, to 1e-5", async () => {
    const x = numberRows(60);
    const model = await autoencoder({ mask: "none", epochs: 5, numberLoss: "squared" }).fit(x);
    const layers = await model.toLayersModel();
    assertNear(model.expect(x).data, predicted(layers, inputOf(model, x))[0]!, 1e-5);
  });
  it("toLayersModel() of a dense autoencoder of mixed columns has the probabilities of its score", async () => {
    const x = mixedRows(60);
    const model = await autoencoder({ mask: "none", epochs: 5 }).fit(x);
    const outputs = predicted(await model.toLayersModel(), inputOf(model, x));
    assert.equal(outputs.length, 3);
    const expected = model.expect(x).data;
    for (const [c, levels] of [3, 5].entries()) {
      for (let i = 0; i < x.rows; i++) {
        const row = outputs[c]!.subarray(i * levels, (i + 1) * levels);
        assert.equal(1 + row.indexOf(Math.max(...row)), expected[i * 4 + c]);
      }
    }
    const means = Array.from({ length: x.rows }, (_, i) => outputs[2]![i * 4]!);
    assertNear(
      Array.from(means.keys(), (i) => expected[i * 4 + 2]!),
      means,
      1e-5,
    );
  });
  for (const options of [{}, { layers: 2 }, { bidirectional: true }, { activation: "relu" }] as const) {
    it(`toLayersModel() of an LSTM autoencoder with ${JSON.stringify(options)} gives what ours expects`, async () => {
      const x = numberRows(40);
      const shape = { timesteps: 8, stride: 8, units: 6, numberLoss: "absolute", ...options } as const;
      const sequences = {
        order: Int32Array.from({ length: 40 }, (_, i) => i),
        starts: Int32Array.of(0, 8, 16, 24, 32, 40),
      };
      const model = await lstmAutoencoder({ ...shape, epochs: 3 }).fit(x, { sequences });
      const { data, width } = layersRows(model, x);
      const outputs = predicted(await model.toLayersModel(), tf.tensor3d(data, [5, 8, width]));
      assertNear(model.expect(x, sequences).data, outputs[0]!, 1e-5);
    });
  }
  it("fromLayersModel(layers, model) takes over weights that tfjs has changed, and ours are as before", async () => {
    const x = mixedRows(60);
    const model = await autoencoder({ epochs: 2 }).fit(x);
    const layers = (await model.toLayersModel()) as unknown as TensorFlow.LayersModel;
    const same = await fromLayersModel(layers, model);
    assert.deepEqual(same.score(x), model.score(x));
    tf.tidy(() => layers.setWeights(layers.getWeights().map((weight) => tf.mul(weight, 0.5))));
    const other = await fromLayersModel(layers, model);
    assert.notDeepEqual(other.score(x), model.score(x));
  });
  it("fromLayersModel refuses a model of another shape, toLayersModel one that draws", async () => {
    const x = numberRows(30);
    const small = await autoencoder({ epochs: 1, units: [3] }).fit(x);
    const large = await autoencoder({ epochs: 1, units: [4] }).fit(x);
    await assert.rejects(
      fromLayersModel(await large.toLayersModel(), small),
      /^TypeError: fromLayersModel: weights must be 4x3, 3, /,
    );
    const drawing = await autoencoder({ epochs: 1, variational: 1 }).fit(x);
    await assert.rejects(drawing.toLayersModel(), /variational must be 0/);
  });
});
