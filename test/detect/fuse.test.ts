import assert from "node:assert/strict";
import { numberMatrix } from "../../src/core/matrix";
import { columnRarity, restoreColumnRarity } from "../../src/detect/columnRarity";
import { fuse, restoreFuse } from "../../src/detect/fuse";
import { hbos, restoreHbos } from "../../src/detect/hbos";
import { knn, restoreKnn } from "../../src/detect/neighbours/knn";
import { onRarities, restoreOnRarities } from "../../src/detect/onRarities";
import { tailScale, tailScaleOf } from "../../src/detect/tailScale";
import { zScore } from "../../src/detect/zScore";
import { detectorContract } from "./contract";

detectorContract("fuse by tail", {
  make: () => fuse([columnRarity(), onRarities(knn())]),
  restore: (json) =>
    restoreFuse(json, [restoreColumnRarity, (inner) => restoreOnRarities(inner, restoreKnn)]),
  takes: "mixed",
});
detectorContract("fuse by rank, the most of its members", {
  make: () => fuse([columnRarity(), hbos(), knn()], { by: "rank", take: "most" }),
  restore: (json) => restoreFuse(json, [restoreColumnRarity, restoreHbos, restoreKnn]),
  takes: "numbers",
});
detectorContract("knn on rarities", {
  make: () => onRarities(knn()),
  restore: (json) => restoreOnRarities(json, restoreKnn),
  takes: "mixed",
});

describe("fuse", () => {
  const x = numberMatrix(["a"], [[0], [1], [2], [3]]);

  it("fuse joins tails, or ranks, by their mean or their most", async () => {
    // By hand: of 4 rows, the scores of `first` rise with a, those of `second` fall.
    const first = valueAs("first", 1);
    const second = valueAs("second", -1);
    const bits = [1, 2, 3, 4].map((above) => -Math.log2((1 + above) / 5));
    const mean = (await fuse([first, second]).fit(x)).score(x);
    assert.deepEqual(
      Array.from(mean),
      [0, 1, 2, 3].map((i) => (bits[3 - i]! + bits[i]!) / 2),
    );
    const most = (await fuse([first, second], { take: "most" }).fit(x)).score(x);
    assert.deepEqual(
      Array.from(most),
      [0, 1, 2, 3].map((i) => Math.max(bits[3 - i]!, bits[i]!)),
    );
    const ranks = (await fuse([first], { by: "rank" }).fit(x)).score(x);
    assert.deepEqual(
      Array.from(ranks),
      [0, 1, 2, 3].map((i) => 1 - (5 - i) / 5),
    );
  });
  it("fuse keeps an order beyond the baseline", async () => {
    const model = await fuse([zScore()]).fit(x);
    const [near, far] = model.score(numberMatrix(["a"], [[30], [300]]));
    assert.ok(far! > near!);
    assert.ok(near! > Math.max(...model.score(x)));
  });
  it("fuse refuses no detectors, other scales and options", () => {
    assert.throws(() => fuse([]), {
      name: "TypeError",
      message: /^fuse: detectors must be a list of at least one/,
    });
    assert.throws(() => fuse([zScore()], { by: "mean" } as never), {
      name: "RangeError",
      message: 'fuse: by must be tail or rank, got "mean"',
    });
    assert.throws(() => fuse([zScore()], { take: "least" } as never), RangeError);
    assert.throws(() => fuse([zScore()], { weights: 1 } as never), TypeError);
  });
  it("restoreFuse refuses another number of members", async () => {
    const json = (await fuse([zScore()]).fit(x)).toJSON();
    await assert.rejects(restoreFuse(json, []), TypeError);
  });
});

describe("tailScale", () => {
  it("tailScale counts weights, and equal scores once", () => {
    const scale = tailScaleOf([1, 2, 2], [5, 1, 1]);
    assert.deepEqual(scale, { scores: [1, 2], above: [7, 2], total: 7 });
    assert.deepEqual(Array.from(tailScale(scale, [1, 2], "rank")), [0, 1 - 3 / 8]);
  });
});

/** A detector that scores a row by its first value times a sign. */
function valueAs(name: string, sign: number) {
  return {
    ...{ name, options: {} },
    fit: async () => ({
      ...{ name, columns: ["a"], additive: true, unit: "" },
      score: ({ data }: { data: Float32Array }) => Float64Array.from(data, (value) => sign * value),
      explain: (rows: typeof x0) => rows,
      toJSON: () => ({}),
    }),
  };
}
const x0 = numberMatrix(["a"], [[0]]);
