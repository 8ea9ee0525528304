import assert from "node:assert/strict";
import { numberMatrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import { knn } from "../../src/detect/neighbours/knn";
import { zScore } from "../../src/detect/zScore";
import { calibrate } from "../../src/score/calibrate";

const normals = (count: number, seed: number) => {
  const draw = random(seed);
  return numberMatrix(
    ["a", "b"],
    Array.from({ length: count }, () => [draw.normal(), draw.normal()]),
  );
};
/** Mean share of fresh rows with p <= 0.1, over baselines of 60 rows. */
async function falseAlarms(exact: boolean): Promise<number> {
  let share = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const calibration = await calibrate(knn({ neighbours: 3 }), normals(60, seed), { exact, seed });
    const tails = calibration.tailProbability(calibration.model.score(normals(200, 1000 + seed)));
    share += tails.filter((p) => p <= 0.1).length / tails.length / 60;
  }
  return share;
}

describe("calibrate", () => {
  it("calibrate exactly keeps its promise: at most one fresh row in ten has p <= 0.1", async () => {
    // 12 held-out rows: p <= 0.1 means the highest of 13, so 1/13; 0.02 is three standard errors.
    const share = await falseAlarms(true);
    assert.ok(Math.abs(share - 1 / 13) < 0.02, String(share));
  });
  it("calibrate on all rows errs on the side of usual", async () => {
    const share = await falseAlarms(false);
    // 60 held-out rows: floor(0.1 * 61) / 61
    assert.ok(share < 6 / 61 + 0.01, String(share));
  });
  it("calibrate holds every row out once, or stops when it has enough", async () => {
    const x = normals(50, 1);
    const all = await calibrate(zScore(), x);
    assert.equal(all.scores.length, 50);
    assert.deepEqual(all.model.score(x), (await zScore().fit(x)).score(x));
    assert.equal((await calibrate(zScore(), x, { exact: true })).scores.length, 10);
    const many = await calibrate(zScore(), normals(30_000, 1));
    assert.equal(many.scores.length, 12_000);
  });
  it("calibrate never tears a group apart, and counts weights", async () => {
    const x = normals(40, 1);
    const groups = Array.from({ length: 40 }, (_, i) => `host ${i % 4}`);
    const { scores, weights, tailProbability } = await calibrate(zScore(), x, {
      ...{ exact: true, folds: 4, groups },
      weights: new Float64Array(40).fill(2),
    });
    assert.equal(scores.length, 10);
    assert.deepEqual(weights, new Float64Array(10).fill(2));
    assert.equal(tailProbability([1e9])[0], 1 / 21);
  });
  it("calibrate refuses fewer groups than folds", async () => {
    await assert.rejects(calibrate(zScore(), normals(3, 1)), {
      name: "RangeError",
      message: "calibrate: a baseline must have a part for each of 5 folds, got 3 rows",
    });
    await assert.rejects(calibrate(zScore(), normals(9, 1), { groups: ["a"] }), TypeError);
  });
});
