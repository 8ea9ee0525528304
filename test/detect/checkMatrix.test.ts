import assert from "node:assert/strict";
import { type Matrix, numberMatrix } from "../../src/core/matrix";
import { checkFit, checkScore } from "../../src/detect/checkMatrix";

const LEVELS = { kind: "category", levels: ["(unknown)", "a"] } as const;
const x: Matrix = { data: Float32Array.of(1), rows: 1, columns: [{ name: "c", type: LEVELS }] };

describe("checkFit and checkScore", () => {
  it("checkFit refuses codes outside the levels", () => {
    for (const code of [2, -1, 0.5]) {
      assert.throws(() => checkFit("fit", { ...x, data: Float32Array.of(code) }), {
        name: "RangeError",
        message: `fit: column "c" must hold codes in [0, 1], got ${code} at row 0`,
      });
    }
  });
  it("checkFit refuses data of another length", () => {
    assert.throws(() => checkFit("fit", { ...x, rows: 2 }), {
      name: "TypeError",
      message: "fit: data must hold 2 x 1 values, got 1",
    });
  });
  it("checkScore refuses columns in another order, and another kind", () => {
    const two = numberMatrix(["a", "b"], [[1, 2]]);
    const turned = numberMatrix(["b", "a"], [[1, 2]]);
    assert.throws(() => checkScore("score", two.columns, turned), {
      message: 'score: columns must be in the order of the fit, got "b" as column 0',
    });
    assert.throws(
      () => checkScore("score", x.columns, numberMatrix(["c"], [[1]])),
      /must have the levels of the fit/,
    );
  });
  it("checkScore suggests the column that was probably meant", () => {
    assert.throws(
      () => checkScore("score", numberMatrix(["image"], []).columns, numberMatrix(["imge"], [])),
      {
        message:
          'score: columns must be those of the fit, got missing "image" and extra "imge"; did you mean "imge"?',
      },
    );
  });
});
