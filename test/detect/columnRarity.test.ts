import assert from "node:assert/strict";
import type { Matrix } from "../../src/core/matrix";
import { numberMatrix } from "../../src/core/matrix";
import { columnRarity, restoreColumnRarity } from "../../src/detect/columnRarity";
import { detectorContract } from "./contract";

const mixed = { make: () => columnRarity(), restore: restoreColumnRarity, takes: "mixed" } as const;
detectorContract("columnRarity", mixed);
detectorContract("columnRarity of numbers", { ...mixed, takes: "numbers" });

const LEVELS = { kind: "category", levels: ["(unknown)", "a", "b"] } as const;

describe("columnRarity", () => {
  it("columnRarity scores a level by its smoothed share, by hand", async () => {
    const x: Matrix = { data: Float32Array.of(1, 1, 1, 2), rows: 4, columns: [{ name: "c", type: LEVELS }] };
    const model = await columnRarity().fit(x);
    const scores = model.score({ ...x, data: Float32Array.of(0, 1, 2), rows: 3 });
    // (count + 1) / (4 rows + 3 levels)
    const expected = [1 / 7, 4 / 7, 2 / 7].map((share) => -Math.log2(share));
    assert.deepEqual(Array.from(scores), expected);
  });
  it("columnRarity counts numbers in bins of equal width, and outside as never seen", async () => {
    const x = numberMatrix(["n"], [[0], [1], [2], [10]]);
    const model = await columnRarity({ bins: 2 }).fit(x);
    const scores = model.score(numberMatrix(["n"], [[4], [10], [11]]));
    // bins [0, 5) with 3 values and [5, 10] with 1; 4 rows, 3 cells
    assert.deepEqual(
      Array.from(scores),
      [4 / 7, 2 / 7, 1 / 7].map((share) => -Math.log2(share)),
    );
  });
  it("columnRarity expects the most frequent level and the fullest bin", async () => {
    const x: Matrix = { data: Float32Array.of(2, 2, 1), rows: 3, columns: [{ name: "c", type: LEVELS }] };
    assert.deepEqual(Array.from((await columnRarity().fit(x)).expect!(x).data), [2, 2, 2]);
    const numbers = numberMatrix(["n"], [[0], [1], [2], [10]]);
    assert.deepEqual(
      Array.from((await columnRarity({ bins: 2 }).fit(numbers)).expect!(numbers).data),
      [2.5, 2.5, 2.5, 2.5],
    );
  });
  it("columnRarity refuses unknown options", () => {
    assert.throws(() => columnRarity({ bin: 3 } as object), {
      name: "TypeError",
      message: 'columnRarity: options must be among bins, got "bin"; did you mean "bins"?',
    });
  });
});
