import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Columns } from "../../src/core/table";
import { encoder, restoreEncoder } from "../../src/encode/encoder";
import { autoencoder } from "../../src/nets/autoencoder";
import { loadBundle, saveBundle } from "../../src/nets/bundle";
import { fromLayersModel } from "../../src/nets/layersExchange";
import { loadLayersModel, saveLayersModel } from "../../src/nets/layersFiles";
import { lstmAutoencoder } from "../../src/nets/lstmAutoencoder";
import { numberRows } from "./support/mixedRows";

describe("saved models", () => {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bundle-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const table: Columns = {
    rows: 40,
    columns: new Map([
      [
        "tool",
        { kind: "category", levels: ["a", "b"], codes: Int32Array.from({ length: 40 }, (_, i) => i % 2) },
      ],
    ]),
  };

  it("loadBundle(saveBundle(model, encoder)) scores other rows bit for bit the same", async () => {
    const coding = encoder().fit(table);
    const x = coding.transform(table);
    const model = await autoencoder({ epochs: 2, seed: 9 }).fit(x);
    const path = join(folder, "bundle.json");
    await saveBundle(path, { model, encoder: coding });
    const bundle = await loadBundle(path);
    assert.deepEqual(bundle.model.score(restoreEncoder(bundle.encoder).transform(table)), model.score(x));
    assert.deepEqual([bundle.features, bundle.seed], [["tool"], 9]);
    assert.throws(() => bundle.model.score(numberRows(3)), /missing "tool" and extra "size", "time"/);
  });
  it("loadBundle reads a model of sequences, without an encoder", async () => {
    const x = numberRows(12);
    const model = await lstmAutoencoder({ epochs: 1, timesteps: 3 }).fit(x);
    const path = join(folder, "sequences.json");
    await saveBundle(path, { model });
    const bundle = await loadBundle(path);
    assert.deepEqual(bundle.model.score(x), model.score(x));
    assert.equal(bundle.encoder, null);
  });
  it("loadBundle refuses what is no bundle", async () => {
    for (const [text, message] of [
      ["not JSON", "loadBundle: file must hold JSON, got something else"],
      ["{}", "loadBundle: file must be a huntbook bundle of version 1, got undefined version undefined"],
      [
        '{"format":"huntbook bundle","versions":{"bundle":1},"model":{"method":"hasOwnProperty"}}',
        'loadBundle: model must be of autoencoder or lstmAutoencoder, got "hasOwnProperty"',
      ],
    ] as const) {
      const path = join(folder, "bad.json");
      writeFileSync(path, text);
      await assert.rejects(loadBundle(path), { name: "SyntaxError", message });
    }
  });
  it("loadLayersModel(saveLayersModel(layers)) gives the same model back", async () => {
    const x = numberRows(30);
    const model = await autoencoder({ epochs: 2, units: [5] }).fit(x);
    await saveLayersModel(await model.toLayersModel(), join(folder, "layers"));
    const again = await fromLayersModel(await loadLayersModel(join(folder, "layers")), model);
    assert.deepEqual(again.score(x), model.score(x));
  });
});
