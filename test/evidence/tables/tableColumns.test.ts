import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { random } from "../../../src/core/random";
import { TableColumns } from "../../../src/evidence/tables/tableColumns";
import { damagedJson } from "../../support/damagedJson";

const ROW = { a: 1, b: { c: ["x", { d: null }], e: { f: 2 } }, __proto: [1, 2] };

describe("TableColumns", () => {
  it("json(row) of 2,000 damaged rows is their JSON, as long as names and levels are few", () => {
    const numbers = random(43);
    const columns = new TableColumns();
    for (let i = 0; i < 2000; i++) {
      const row = damagedJson(ROW, numbers);
      assert.equal(columns.json(row, assert.fail), JSON.stringify(row));
    }
  });

  it("json(row) keeps the values of a column as text from where the names inside are too many", () => {
    const columns = new TableColumns();
    const told: string[] = [];
    const names = (from: number, count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${from + i}`, 1]));
    const json = (row: object) => columns.json(row, (column) => told.push(column));
    assert.equal(json({ a: names(0, 2000) }), JSON.stringify({ a: names(0, 2000) }));
    assert.equal(
      json({ a: names(1999, 2), b: 1 }),
      JSON.stringify({ a: JSON.stringify(names(1999, 2)), b: 1 }),
    );
    // The names that are known are no more than before.
    assert.equal(json({ a: names(500, 10) }), JSON.stringify({ a: names(500, 10) }));
    assert.deepEqual(told, ["a"]);
  });

  it("json(row) refuses the row with which the columns are too many, and takes the next one", () => {
    const columns = new TableColumns();
    const wide = Object.fromEntries(Array.from({ length: 4096 }, (_, i) => [`k${i}`, 1]));
    assert.throws(() => columns.json({ ...wide, more: 1 }, assert.fail), {
      name: "RangeError",
      message: "read: columns of a table must be at most 4096, got 4097 with this row",
    });
    assert.equal(columns.json(wide, assert.fail), JSON.stringify(wide));
    assert.throws(() => columns.json({ other: 1 }, assert.fail), { name: "RangeError" });
  });
});
