import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { sampleMarks } from "../../src/plot/sample";

describe("sampleMarks", () => {
  it("sampleMarks(n) of few marks is all of them", () => {
    assert.deepEqual(sampleMarks(4, [2], 1, 4), [0, 1, 2, 3]);
  });
  it("sampleMarks(n) of many is exactly the limit, ascending, distinct, with the kept ones", () => {
    for (let seed = 1; seed <= 50; seed++) {
      const marks = sampleMarks(1000, [7, 999], seed, 100);
      assert.equal(marks.length, 100);
      assert.ok(marks.every((m, i) => i === 0 || m > marks[i - 1]!));
      assert.ok(marks.includes(7) && marks.includes(999));
    }
  });
  it("sampleMarks(n) with one seed is the same, with another differs", () => {
    assert.deepEqual(sampleMarks(500, [], 3, 50), sampleMarks(500, [], 3, 50));
    assert.notDeepEqual(sampleMarks(500, [], 3, 50), sampleMarks(500, [], 4, 50));
  });
  it("sampleMarks(n) takes each mark equally often", () => {
    const hits = new Array(20).fill(0);
    for (let seed = 0; seed < 4000; seed++) for (const m of sampleMarks(20, [], seed, 5)) hits[m]++;
    // Binomial(4000, 1/4): mean 1000, standard deviation 27.4; five of them either way.
    assert.ok(hits.every((h: number) => Math.abs(h - 1000) < 137));
  });
  it("sampleMarks(n) with more kept marks than the limit stays within it", () => {
    assert.equal(sampleMarks(100, Array(100).keys(), 1, 10).length, 10);
  });
});
