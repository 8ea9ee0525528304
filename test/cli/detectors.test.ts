import assert from "node:assert/strict";
import { DETECTORS, namedDetector } from "../../src/cli/detectors";

describe("the detectors of huntbook score", () => {
  it("namedDetector takes any capitals, hyphens and the other names of rarity", () => {
    assert.equal(namedDetector("Isolation-Forest"), DETECTORS.isolationForest);
    assert.equal(namedDetector("one_class_svm"), DETECTORS.oneClassSvm);
    assert.equal(namedDetector("rarity"), DETECTORS.columnRarity);
    assert.equal(namedDetector("frequency"), DETECTORS.columnRarity);
  });
  it("namedDetector names all detectors, and the nearest one", () => {
    assert.throws(() => namedDetector("elipticEnvelope"), {
      name: "RangeError",
      message: /^score: detector must be one of default, autoencoder, .*; did you mean "ellipticEnvelope"\?$/,
    });
  });
});
