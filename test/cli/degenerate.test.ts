import assert from "node:assert/strict";
import { DETECTORS, encodingFor, type NamedDetector, readyDetector } from "../../src/cli/detectors";
import type { Matrix } from "../../src/core/matrix";
import { type Column, type Columns, textColumn } from "../../src/core/table";
import { ensemble } from "../../src/detect/ensemble";
import { encoder } from "../../src/encode/encoder";
import { autoencoder } from "../../src/nets/autoencoder";
import { ds4n6Lstm } from "../../src/nets/ds4n6";
import { lstmAutoencoder } from "../../src/nets/lstmAutoencoder";

const quiet = { onProgress: () => {} };
const number = (values: readonly number[]): Column => ({ kind: "number", values: Float64Array.from(values) });
const table = (columns: Record<string, Column>, rows: number): Columns => ({
  rows,
  columns: new Map(Object.entries(columns)),
});
const ROWS = 12;
const counting = Array.from({ length: ROWS }, (_, i) => i * 1.5);
const texts = textColumn(counting.map((_, i) => (i % 3 === 0 ? "a" : "b")));
const everyValue = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e300, -1e300, 5e-324];

const TABLES: Readonly<Record<string, Columns>> = {
  "constant columns": table(
    { n: number(new Array(ROWS).fill(7)), t: textColumn(new Array(ROWS).fill("same")) },
    ROWS,
  ),
  "one row": table({ n: number([3]), t: textColumn(["a"]) }, 1),
  "nothing but missing values": table(
    { n: number(new Array(ROWS).fill(Number.NaN)), t: textColumn(new Array(ROWS).fill(null)) },
    ROWS,
  ),
  "NaN, infinities and 1e300": table({ n: number([...everyValue, ...counting.slice(6)]), t: texts }, ROWS),
  "a million levels": table(
    {
      n: number(counting),
      t: {
        kind: "category",
        codes: Int32Array.from(counting, (_, i) => i * 80_000),
        levels: Array.from({ length: 1_000_000 }, (_, i) => `level ${i}`),
      },
    },
    ROWS,
  ),
};
/** An epoch has at least ten steps, however few the rows: LSTM networks of usual size would take minutes. */
const SHORTER: Readonly<Record<string, Pick<NamedDetector, "make">>> = {
  lstmAutoencoder: { make: (seed) => lstmAutoencoder({ seed, units: 4, timesteps: 3, epochs: 2 }) },
  ds4n6Lstm: { make: (seed) => ds4n6Lstm({ seed, timesteps: 3, epochs: 1 }) },
};
const usual = table({ n: number(counting), t: texts }, ROWS);

for (const [name, named] of Object.entries(DETECTORS)) {
  describe(`score --detector ${name} on degenerate data`, () => {
    const detector = readyDetector({ ...named, ...SHORTER[name] }, 1);
    for (const [title, rows] of Object.entries(TABLES)) {
      it(`${title}: finite scores and explanations`, async () => {
        const fitted = encoder(encodingFor(named, rows, ["n", "t"])).fit(rows);
        const x = fitted.transform(rows);
        const model = await detector.fit(x, quiet);
        assert.ok(model.score(x).every(Number.isFinite));
        assert.ok(model.explain(x).data.every(Number.isFinite));
      });
    }
    it("a usual baseline, then all of that at once: finite scores", async () => {
      const fitted = encoder(encodingFor(named, usual, ["n", "t"])).fit(usual);
      const model = await detector.fit(fitted.transform(usual), quiet);
      for (const rows of Object.values(TABLES)) {
        assert.ok(model.score(fitted.transform(rows)).every(Number.isFinite));
      }
    });
  });
}

describe("networks and memory", () => {
  const levels = Array.from({ length: 1_000_001 }, (_, i) => String(i));
  const huge: Matrix = {
    data: Float32Array.of(1, 2, 3),
    rows: 3,
    columns: [{ name: "t", type: { kind: "category", levels } }],
  };
  it("autoencoder and lstmAutoencoder refuse a million levels up front, with the estimate", async () => {
    const message =
      /^(lstmA|a)utoencoder: memory for training must be at most 2 GB, got an estimate of [\d.]+ GB for .*1000001 levels; /;
    await assert.rejects(autoencoder().fit(huge, quiet), { name: "RangeError", message });
    await assert.rejects(lstmAutoencoder().fit(huge, quiet), { name: "RangeError", message });
  });
});

describe("an interrupted training", () => {
  const x = encoder().fit(usual).transform(usual);
  const networks = {
    autoencoder: autoencoder(),
    lstmAutoencoder: lstmAutoencoder(),
    "ensemble of autoencoders": ensemble((seed) => autoencoder({ seed })),
    default: readyDetector(DETECTORS.default!, 1),
    ds4n6Simple: readyDetector(DETECTORS.ds4n6Simple!, 1),
    ds4n6Lstm: readyDetector(DETECTORS.ds4n6Lstm!, 1),
  };
  for (const [name, network] of Object.entries(networks)) {
    it(`${name} leaves a model that scores, explains and is saved`, async () => {
      const stop = new AbortController();
      const model = await network.fit(x, { signal: stop.signal, onProgress: () => stop.abort() });
      assert.ok(model.score(x).every(Number.isFinite));
      assert.ok(model.explain(x).data.every(Number.isFinite));
      assert.ok(JSON.stringify(model).length > 0);
    });
  }
});
