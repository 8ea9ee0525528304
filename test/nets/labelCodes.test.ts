import assert from "node:assert/strict";
import { type Matrix, numberMatrix } from "../../src/core/matrix";
import type { Detector } from "../../src/detect/detector";
import { restoreAutoencoder } from "../../src/nets/autoencoder";
import { ds4n6Lstm, ds4n6Multilayer, ds4n6Simple } from "../../src/nets/ds4n6";
import { labelCodes, onLabelCodes, restoreOnLabelCodes } from "../../src/nets/labelCodes";
import { restoreLstmAutoencoder } from "../../src/nets/lstmAutoencoder";
import { detectorContract } from "../detect/contract";

// The presets read an unknown level as the first of the alphabet: what they must find is a number.
const plants = "number";
detectorContract("ds4n6Simple on label codes", {
  make: (seed = 1) => onLabelCodes(ds4n6Simple({ seed })),
  restore: (json) => restoreOnLabelCodes(json, restoreAutoencoder),
  ...{ takes: "mixed", plants },
});
detectorContract("ds4n6Multilayer on label codes", {
  make: (seed = 1) => onLabelCodes(ds4n6Multilayer({ seed })),
  restore: (json) => restoreOnLabelCodes(json, restoreAutoencoder),
  ...{ takes: "mixed", plants },
});
detectorContract("ds4n6Lstm on label codes", {
  make: (seed = 1) => onLabelCodes(ds4n6Lstm({ seed, epochs: 1, timesteps: 5 })),
  restore: (json) => restoreOnLabelCodes(json, restoreLstmAutoencoder),
  ...{ takes: "mixed", plants },
});

describe("labelCodes", () => {
  it("labelCodes(x) numbers levels in alphabetical order, from 0 to 1", () => {
    assert.deepEqual(Array.from(labelCodes(levels([1, 2, 3])).data), [1, 0, 0.5]);
  });
  it("onLabelCodes reads other rows by the range of the fit, and the unknown level as the first", async () => {
    const model = await onLabelCodes(asItIs).fit(levels([2, 3]));
    assert.deepEqual(Array.from(model.score(levels([0, 1, 2]))), [0, 2, 0]);
  });
});

function levels(codes: readonly number[]): Matrix {
  const names = ["(unknown)", "zeta", "alpha", "mid"];
  return {
    ...numberMatrix(
      ["c"],
      codes.map((code) => [code]),
    ),
    columns: [{ name: "c", type: { kind: "category", levels: names } }],
  };
}

/** Scores a row by its only value. */
const asItIs: Detector = {
  name: "asItIs",
  options: {},
  fit: async (x) => ({
    ...{ name: "asItIs", columns: x.columns.map(({ name }) => name), additive: true, unit: "" },
    score: ({ data }) => Float64Array.from(data),
    explain: (rows) => rows,
    toJSON: () => ({}),
  }),
};
