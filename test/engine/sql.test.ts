import assert from "node:assert/strict";
import { compile } from "../../src/engine/compile";
import { join, name, raw, sql } from "../../src/engine/sql";

describe("sql", () => {
  it("sql binds every value", () => {
    const hostile = "x'; drop table events; --";
    const { text, values } = compile(sql`select * from events where host = ${hostile} and level < ${3}`);
    assert.equal(text, "select * from events where host = $1 and level < $2");
    assert.deepEqual(values, [hostile, 3]);
  });

  it("sql inserts other pieces whole and keeps the order of values", () => {
    const inner = sql`a = ${1} or b = ${2}`;
    const { text, values } = compile(sql`where (${inner}) and c = ${3}`);
    assert.equal(text, "where (a = $1 or b = $2) and c = $3");
    assert.deepEqual(values, [1, 2, 3]);
  });

  it("sql inserts a relation as its query in brackets", () => {
    const { text, values } = compile(sql`select 1 from ${{ query: sql`select ${5} as x` }}`);
    assert.equal(text, "select 1 from (select $1 as x\n)");
    assert.deepEqual(values, [5]);
  });

  it("compile turns an array into a list for in, and an empty one into no match", () => {
    assert.equal(compile(sql`x in ${[1, 2]}`).text, "x in ($1, $2)");
    assert.equal(compile(sql`x in ${[]}`).text, "x in (null)");
  });

  it("name quotes whatever a hostile header says", () => {
    assert.equal(compile(name('a"; drop table x; --')).text, '"a""; drop table x; --"');
  });

  it("join of nothing is nothing", () => {
    assert.deepEqual(compile(join([])), { text: "", values: [] });
    assert.equal(compile(join([raw("a"), raw("b")], " and ")).text, "a and b");
  });

  it("compile refuses a value that SQL has no type for", () => {
    assert.throws(() => compile(sql`x = ${new Map()}`), {
      name: "TypeError",
      message: "sql: values must be text, number, boolean, Date, null or an array of them, got Map",
    });
  });
});
