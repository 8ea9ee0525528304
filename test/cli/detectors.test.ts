import assert from "node:assert/strict";
import { DETECTORS, namedDetector, readyDetector } from "../../src/cli/detectors";
import { restoreColumnRarity } from "../../src/detect/columnRarity";
import type { Detector, Model } from "../../src/detect/detector";
import { restoreEcod } from "../../src/detect/ecod";
import { restoreIsolationForest } from "../../src/detect/forest/isolationForest";
import { randomForest, restoreRandomForest } from "../../src/detect/forest/randomForest";
import { restoreHbos } from "../../src/detect/hbos";
import { restoreOneClassSvm } from "../../src/detect/kernel/oneClassSvm";
import { restoreEllipticEnvelope } from "../../src/detect/linear/ellipticEnvelope";
import { restorePca } from "../../src/detect/linear/pca";
import { restoreKnn } from "../../src/detect/neighbours/knn";
import { restoreLof } from "../../src/detect/neighbours/lof";
import { rarityCoding } from "../../src/detect/rarityCoding";
import { restoreRecoded } from "../../src/detect/recoded";
import { restoreZScore } from "../../src/detect/zScore";
import { detectorContract } from "../detect/contract";

/** Restores the model inside a recoded one; the autoencoders and their presets have the kit in test/nets. */
const RESTORE: Readonly<Record<string, (json: unknown) => Model | Promise<Model>>> = {
  columnRarity: restoreColumnRarity,
  randomForest: restoreRandomForest,
  isolationForest: restoreIsolationForest,
  lof: restoreLof,
  knn: restoreKnn,
  oneClassSvm: restoreOneClassSvm,
  ellipticEnvelope: restoreEllipticEnvelope,
  pca: restorePca,
  hbos: restoreHbos,
  ecod: restoreEcod,
  zScore: restoreZScore,
};

/** Fewer trees: the kit fits thirty times. */
const SMALLER: Readonly<Record<string, (seed: number) => Detector>> = {
  randomForest: (seed) => randomForest({ seed, trees: 40 }),
};

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
      message: /^score: detector must be one of autoencoder, .*; did you mean "ellipticEnvelope"\?$/,
    });
  });
});

for (const [name, restore] of Object.entries(RESTORE)) {
  const named = { ...DETECTORS[name]!, ...(SMALLER[name] && { make: SMALLER[name] }) };
  const isMixed = named.takes === "mixed";
  detectorContract(`score --detector ${name}`, {
    make: (seed = 1) => readyDetector(named, seed),
    restore: (json) => (isMixed ? restore(json) : restoreRecoded(json, rarityCoding(), restore)),
    // Its cuts lie between values of the baseline: a level that is rarer than all of them is as odd as the rarest.
    takes: name === "isolationForest" ? "numbers" : "mixed",
  });
}
