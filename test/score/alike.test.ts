import assert from "node:assert/strict";
import { alike } from "../../src/score/alike";
import type { Explanation } from "../../src/score/explainInWords";

const explained = (row: number, score: number, ...reasons: [string, string, number][]): Explanation => ({
  ...{ row, score, sentence: "" },
  reasons: reasons.map(([column, seen, share]) => ({ column, seen, share })),
});

describe("alike", () => {
  it("alike makes one line of forty rows that are odd for the same reasons", () => {
    const forty = Array.from({ length: 40 }, (_, i) =>
      explained(i, 10, ["task", "\\New Agent", 7], ["user", "SYSTEM", 1]),
    );
    const other = explained(40, 12, ["task", "\\Other", 9]);
    const groups = alike([...forty, other]);
    assert.deepEqual(
      groups.map(({ members }) => members.length),
      [1, 40],
    );
    assert.deepEqual(groups[1]!.because, [{ column: "task", seen: "\\New Agent" }]);
    assert.equal(groups[1]!.first, forty[0]);
  });
  it("alike joins rows whose names are each their own when another reason is shared, and only then", () => {
    const random = ["\\aXq", "\\Tbz", "\\kkP"].map((task, i) =>
      explained(i, 10, ["task", task, 5], ["program", "c:\\x.exe", 4]),
    );
    assert.deepEqual(alike(random)[0]!.because, [
      { column: "program", seen: "c:\\x.exe" },
      { column: "task", seen: "(each its own)" },
    ]);
    const alone = [explained(0, 10, ["task", "\\a", 9]), explained(1, 9, ["task", "\\b", 8])];
    assert.equal(alike(alone).length, 2);
  });
  it("alike of nothing is nothing, and a share of 0 compares the first reason only", () => {
    assert.deepEqual(alike([]), []);
    const rows = [
      explained(0, 10, ["task", "a", 4], ["user", "x", 4]),
      explained(1, 10, ["task", "a", 4], ["user", "y", 4]),
    ];
    assert.equal(alike(rows, { share: 0 }).length, 1);
    assert.throws(() => alike(rows, { share: 2 }), RangeError);
  });
});
