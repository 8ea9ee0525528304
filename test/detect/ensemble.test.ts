import assert from "node:assert/strict";
import { numberMatrix } from "../../src/core/matrix";
import { ensemble, restoreEnsemble } from "../../src/detect/ensemble";
import { isolationForest, restoreIsolationForest } from "../../src/detect/forest/isolationForest";
import { detectorContract } from "./contract";

const forest = (seed: number) => isolationForest({ seed, trees: 30 });

detectorContract("ensemble", {
  make: (seed) => ensemble(forest, { members: 3, ...(seed !== undefined && { seed }) }),
  restore: (json) => restoreEnsemble(json, restoreIsolationForest),
  takes: "numbers",
});

describe("ensemble", () => {
  const x = numberMatrix(
    ["a"],
    Array.from({ length: 40 }, (_, i) => [i]),
  );
  it("ensemble of one is the detector itself, with the seed that was given", async () => {
    const alone = (await forest(7).fit(x)).score(x);
    assert.deepEqual((await ensemble(forest, { members: 1, seed: 7 }).fit(x)).score(x), alone);
  });
  it("ensemble scores by the mean of members from different seeds", async () => {
    const seeds: number[] = [];
    const make = (seed: number) => {
      seeds.push(seed);
      return forest(seed);
    };
    const scores = (await ensemble(make, { members: 2 }).fit(x)).score(x);
    assert.equal(new Set(seeds).size, 2);
    const [a, b] = await Promise.all(seeds.map(async (seed) => (await forest(seed).fit(x)).score(x)));
    assert.deepEqual(
      scores,
      scores.map((_, i) => (a![i]! + b![i]!) / 2),
    );
  });
  it("ensemble keeps the members so far when it is ended early", async () => {
    const end = new AbortController();
    end.abort();
    const model = await ensemble(forest, { members: 3 }).fit(x, { signal: end.signal });
    assert.equal((model.toJSON().members as unknown[]).length, 1);
  });
  it("ensemble tells its progress as one", async () => {
    const told: number[] = [];
    const slow = (seed: number) => {
      const inner = forest(seed);
      const fit: typeof inner.fit = async (rows, options = {}) => {
        options.onProgress?.(0.5, "");
        return inner.fit(rows, options);
      };
      return { ...inner, fit };
    };
    await ensemble(slow, { members: 2 }).fit(x, { onProgress: (part) => told.push(part) });
    assert.deepEqual(told, [0.25, 0.75]);
  });
});
