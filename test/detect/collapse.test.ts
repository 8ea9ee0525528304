import assert from "node:assert/strict";
import { type Matrix, numberMatrix } from "../../src/core/matrix";
import { random } from "../../src/core/random";
import { canonicalOrder, collapse, spread, takeRows } from "../../src/detect/collapse";

describe("collapse", () => {
  it("collapse(x) joins equal rows and counts them", () => {
    const { matrix, weights, groupOf } = collapse(
      numberMatrix(
        ["a", "b"],
        [
          [1, 2],
          [3, 4],
          [1, 2],
          [1, 4],
        ],
      ),
    );
    assert.deepEqual(Array.from(matrix.data), [1, 2, 3, 4, 1, 4]);
    assert.deepEqual(Array.from(weights), [2, 1, 1]);
    assert.deepEqual(Array.from(groupOf), [0, 1, 0, 2]);
  });
  it("collapse(x, weights) sums the weights of equal rows", () => {
    const x = numberMatrix(["a"], [[1], [2], [1]]);
    assert.deepEqual(Array.from(collapse(x, Float64Array.of(0.5, 1, 2)).weights), [2.5, 1]);
  });
  it("collapse(x) agrees with grouping by text, over 200 seeded cases", () => {
    for (let seed = 0; seed < 200; seed++) {
      const x = randomMatrix(seed);
      const { matrix, weights, groupOf } = collapse(x);
      const counts = new Map<string, number>();
      for (let i = 0; i < x.rows; i++) counts.set(rowText(x, i), (counts.get(rowText(x, i)) ?? 0) + 1);
      assert.equal(matrix.rows, counts.size);
      groupOf.forEach((group, i) => {
        assert.equal(rowText(matrix, group), rowText(x, i));
        assert.equal(weights[group], counts.get(rowText(x, i)));
      });
    }
  });
  it("collapse(x) of no rows has none", () => {
    assert.equal(collapse(numberMatrix(["a"], [])).matrix.rows, 0);
  });
  it("canonicalOrder(x) does not depend on the order of the rows", () => {
    const x = randomMatrix(7);
    const order = random(1).shuffle(Array.from({ length: x.rows }, (_, i) => i));
    const shuffled = takeRows(x, order);
    assert.deepEqual(takeRows(shuffled, canonicalOrder(shuffled)).data, takeRows(x, canonicalOrder(x)).data);
  });
  it("spread(values, groupOf) undoes collapse", () => {
    const x = randomMatrix(3);
    const { matrix, groupOf } = collapse(x);
    const firsts = Float64Array.from({ length: matrix.rows }, (_, i) => matrix.data[i * 3]!);
    assert.deepEqual(
      spread(firsts, groupOf),
      Float64Array.from({ length: x.rows }, (_, i) => x.data[i * 3]!),
    );
  });
});

function randomMatrix(seed: number): Matrix {
  const draw = random(seed);
  const rows = Array.from({ length: 1 + draw.integer(60) }, () => [0, 1, 2].map(() => draw.integer(3)));
  return numberMatrix(["a", "b", "c"], rows);
}

function rowText(x: Matrix, i: number): string {
  return x.data.subarray(i * x.columns.length, (i + 1) * x.columns.length).join(" ");
}
