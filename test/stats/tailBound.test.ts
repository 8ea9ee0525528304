import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { binomialTail } from "../../src/stats/binomialTail";
import { hypergeometricTail } from "../../src/stats/hypergeometricTail";
import { tailBound } from "../../src/stats/tailBound";

describe("tailBound", () => {
  it("tailBound(count, trials, p) is never below the exact tails, with and without return", () => {
    const source = random(1);
    for (let i = 0; i < 200; i++) {
      const population = 20 + source.integer(400);
      const [draws, hits] = [1 + source.integer(population), 1 + source.integer(population)];
      const p = hits / population;
      const low = Math.floor(draws * p * source.next());
      assert.ok(hypergeometricTail(low, draws, hits, population) <= tailBound(low, draws, p) * (1 + 1e-9));
      const high = Math.ceil(draws * (p + (1 - p) * source.next()));
      assert.ok(binomialTail(high, draws, p) <= tailBound(high, draws, p) * (1 + 1e-9));
    }
  });
  it("tailBound(count, trials, p) of the expected, of nothing and of the impossible", () => {
    assert.deepEqual([tailBound(5, 10, 0.5), tailBound(0, 0, 0.5), tailBound(1, 2, 0)], [1, 1, 0]);
    assert.ok(Number.isNaN(tailBound(1, 2, 2)));
  });
});
