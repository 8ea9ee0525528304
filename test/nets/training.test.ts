import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import { random } from "../../src/core/random";
import { smoothed } from "../../src/detect/frequency";
import { autoencoder } from "../../src/nets/autoencoder";
import { type DenseShape, initialDense } from "../../src/nets/denseNetwork";
import { denseTraining } from "../../src/nets/denseTraining";
import { Engine } from "../../src/nets/engine/engine";
import { SliceRunner } from "../../src/nets/engine/sliceRunner";
import { layoutOf } from "../../src/nets/layout";
import { lstmAutoencoder } from "../../src/nets/lstmAutoencoder";
import { mixedRows } from "./support/mixedRows";

const quiet = { onProgress: () => {} };
const x = mixedRows(300);

describe("training", () => {
  it("a slice gives the same bits in a thread of its own", async () => {
    const layout = layoutOf(x.columns, { flags: true, numberLoss: "gaussian" });
    const shape: DenseShape = {
      layout,
      ...{ widths: [8, 4, 8], bottleneck: 1, activation: "tanh", variational: 0 },
    };
    const start = () =>
      initialDense(
        shape,
        layout.categories.map(({ levels }) => smoothed(new Float64Array(levels))),
        random(1),
        new Engine(),
      );
    const steps = async (threads: boolean) => {
      const network = denseTraining(shape, start(), x, { batch: 64, mask: "each", denoise: 0 });
      const runner = new SliceRunner(network.engine, network.slices);
      if (threads) {
        runner.startThreads();
        while (runner.threads === 0) await wait(5);
      }
      for (let i = 0; i < 20; i++) {
        network.load(
          Int32Array.from({ length: 64 }, (_, k) => (i * 7 + k) % 300),
          new Float32Array(64).fill(1),
          random(i),
        );
        runner.run("train");
        network.parameters.step({ optimizer: "adamw", rate: 0.01, decay: 0.1 }, 0.98);
      }
      runner.stop();
      return network.parameters.average();
    };
    assert.deepEqual(await steps(true), await steps(false));
  });
  // The same sums on Node 20, 22 and 24: no bit comes from the JavaScript engine's own exp, tanh or log.
  it("a seed gives the same weights on every machine", async () => {
    const dense = await autoencoder({ epochs: 3, activation: "tanh" }).fit(x, quiet);
    const lstm = await lstmAutoencoder({ epochs: 2, timesteps: 4, units: 6 }).fit(x, quiet);
    const hash = (model: { toJSON(): Record<string, unknown> }) =>
      createHash("sha256").update(JSON.stringify(model.toJSON().weights)).digest("hex").slice(0, 16);
    assert.deepEqual([hash(dense), hash(lstm)], ["1cb17fa9dff0615a", "4cc5b78953853025"]);
  });
  it("an abort leaves the model so far, which resume goes on with", async () => {
    const stop = new AbortController();
    const detector = autoencoder({ epochs: 400, heldOut: 0, batch: 32 });
    const model = await detector.fit(x, {
      signal: stop.signal,
      onProgress: (part) => {
        if (part > 0.02) stop.abort();
      },
    });
    assert.equal(model.aborted, true);
    assert.ok(model.score(x).every(Number.isFinite));
    const options = { epochs: 20, heldOut: 0, batch: 32 };
    const resumed = await autoencoder(options).fit(x, { resume: model, ...quiet });
    const fresh = await autoencoder(options).fit(x, quiet);
    const [goingOn, beginning] = [resumed.curve[0]!.loss, fresh.curve[0]!.loss];
    assert.equal(resumed.aborted, false);
    assert.ok(goingOn < beginning - 1, `${goingOn} must be far below ${beginning}`);
  });
  it("a fit that is aborted before it starts has the model of independent columns", async () => {
    const model = await autoencoder().fit(x, { signal: AbortSignal.abort(), ...quiet });
    assert.equal(model.aborted, true);
    assert.ok(model.score(x).every(Number.isFinite));
  });
  it("resume refuses a model of another shape, and one that is none of ours", async () => {
    const model = await autoencoder({ epochs: 1, units: [4] }).fit(x, quiet);
    await assert.rejects(autoencoder({ units: [5] }).fit(x, { resume: model }), {
      name: "RangeError",
      message: "autoencoder: units must be [4] as in the model to resume, got [5]",
    });
    await assert.rejects(autoencoder().fit(x, { resume: { ...model } }), {
      name: "TypeError",
      message: "autoencoder: resume must be a model of autoencoder, got Object",
    });
  });
  it("restarts keep the best start by held-out loss, and tell the ranks of its oddest rows in all", async () => {
    const model = await autoencoder({ epochs: 4, restarts: 3 }).fit(x, quiet);
    const losses = model.restarts.map(({ loss }) => loss);
    assert.equal(losses.length, 3);
    const best = model.restarts[losses.indexOf(Math.min(...losses))]!;
    assert.deepEqual(best.ranks, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    assert.equal(Math.min(...model.curve.map(({ heldOut }) => heldOut)), Math.min(...losses));
  });
  for (const options of [
    { optimizer: "adadelta", learningRate: 1 },
    { optimizer: "adam" },
    { denoise: 0.2 },
    { variational: 0.01 },
    { numberLoss: { size: "absolute", time: "squared" } },
    { schedule: "constant", activation: "sigmoid", batch: 1, epochs: 2 },
  ] as const) {
    it(`autoencoder with ${JSON.stringify(options)} learns: its loss falls, its scores are finite`, async () => {
      const model = await autoencoder({ epochs: 12, heldOut: 0, ...options }).fit(x, quiet);
      const [first, last] = [model.curve[0]!, model.curve[model.curve.length - 1]!];
      assert.ok(last.loss < first.loss, `${last.loss} must be below ${first.loss}`);
      assert.ok(model.score(x).every((score) => score >= 0 && Number.isFinite(score)));
    });
  }
  it("values of 1e6, the most that an encoder gives, leave scores finite", async () => {
    const wild = { ...x, data: x.data.map((value, k) => (k % 4 === 2 && k % 5 === 0 ? 1e6 : value)) };
    const model = await autoencoder({ epochs: 3 }).fit(wild, quiet);
    assert.ok(model.score(wild).every(Number.isFinite));
    const squared = await autoencoder({ epochs: 3, numberLoss: "squared" }).fit(wild, quiet);
    assert.ok(squared.score(wild).every(Number.isFinite));
  });
});
