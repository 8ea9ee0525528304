import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { numberMatrix } from "../../src/core/matrix";
import type { Detector } from "../../src/detect/detector";
import { ecod } from "../../src/detect/ecod";
import { isolationForest } from "../../src/detect/forest/isolationForest";
import { hbos } from "../../src/detect/hbos";
import { oneClassSvm } from "../../src/detect/kernel/oneClassSvm";
import { ellipticEnvelope } from "../../src/detect/linear/ellipticEnvelope";
import { pca } from "../../src/detect/linear/pca";
import { knn } from "../../src/detect/neighbours/knn";
import { lof } from "../../src/detect/neighbours/lof";

// Made by reference/makeReference.py with scikit-learn and PyOD.
const { x: rows, scores } = JSON.parse(readFileSync(join(__dirname, "reference", "scores.json"), "utf8")) as {
  x: number[][];
  scores: Record<string, number[]>;
};
const x = numberMatrix(["a", "b", "c", "d"], rows);

/** Asserts that a detector's scores of its own training rows are those of the reference. */
async function agrees(detector: Detector, name: string, tolerance: number, bend = (score: number) => score) {
  const own = (await detector.fit(x)).score(x);
  const theirs = scores[name]!;
  assert.equal(theirs.length, own.length);
  own.forEach((score, i) => {
    const off = Math.abs(bend(score) - theirs[i]!) / Math.max(1, Math.abs(theirs[i]!));
    assert.ok(off <= tolerance, `${name}, row ${i}: ${bend(score)}, reference ${theirs[i]}`);
  });
}

describe("C16 scores agree with scikit-learn and PyOD", () => {
  it("knn: distance to the fifth neighbour, and the mean of five", async () => {
    await agrees(knn(), "knn", 1e-6);
    await agrees(knn({ distance: "mean" }), "knnMean", 1e-6);
  });
  it("lof with 20 neighbours", () => agrees(lof(), "lof", 1e-6));
  it("oneClassSvm: LIBSVM's decision function over the number of rows times nu", () =>
    agrees(oneClassSvm({ tolerance: 1e-8, gamma: 0.25 }), "oneClassSvm", 1e-4));
  it("ellipticEnvelope: MinCovDet's squared distances from the cleanest subset", () =>
    agrees(ellipticEnvelope(), "ellipticEnvelope", 1e-6));
  it("pca: PyOD's weighted distances to eigenvectors", () =>
    agrees(pca({ score: "eigenvectorDistance" }), "pcaEigenvectorDistance", 1e-9));
  it("hbos with 10 bins", () => agrees(hbos(), "hbos", 1e-6));
  it("ecod", () => agrees(ecod(), "ecod", 1e-6));
  it("isolationForest: within four standard deviations of the mean over seeds, as the paper's s(x)", async () => {
    const own = (await isolationForest().fit(x)).score(x);
    own.forEach((score, i) => {
      const away = Math.abs(2 ** (score - 1) - scores.isolationForestMean![i]!);
      assert.ok(away < 4 * scores.isolationForestDeviation![i]!, `row ${i}: ${away}`);
    });
  });
});
