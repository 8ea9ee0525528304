import assert from "node:assert/strict";
import { columnOf, rowColumns } from "../../src/engine/rowColumns";

describe("rowColumns", () => {
  it("rowColumns(rows) has a column for each key that any row has, and as many rows", () => {
    const { rows, columns } = rowColumns([{ a: 1 }, { b: "x", a: 2 }, {}]);
    assert.equal(rows, 3);
    assert.deepEqual(columns.get("a"), { kind: "number", values: Float64Array.of(1, 2, Number.NaN) });
    assert.deepEqual(columns.get("b"), {
      kind: "category",
      codes: Int32Array.of(-1, 0, -1),
      levels: ["x"],
    });
  });

  it("columnOf(values) takes dates as milliseconds, an invalid one as missing", () => {
    const column = columnOf([new Date(1500), null, new Date("never")]);
    assert.deepEqual(column, { kind: "time", values: Float64Array.of(1500, Number.NaN, Number.NaN) });
  });

  it("columnOf(values) makes text of mixed values, with large integers whole and objects as JSON", () => {
    const column = columnOf([1, "a", 2n ** 63n, { b: [1] }]);
    assert.equal(column.kind, "category");
    assert.deepEqual(column.kind === "category" && column.levels, [
      "1",
      "a",
      "9223372036854775808",
      '{"b":[1]}',
    ]);
  });

  it("columnOf([]) and a column of nothing are numbers, all missing", () => {
    assert.deepEqual(columnOf([null, undefined]), {
      kind: "number",
      values: Float64Array.of(Number.NaN, Number.NaN),
    });
  });
});
