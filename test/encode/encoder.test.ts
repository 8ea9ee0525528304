import assert from "node:assert/strict";
import type { Column, Columns } from "../../src/core/table";
import { encoder, restoreEncoder } from "../../src/encode/encoder";

const baseline = table({
  task: texts(["b", "a", "a", "c", "b", null]),
  seconds: numbers([1, 2, 3, 4, 5.5, Number.NaN]),
  event_id: numbers([106, 106, 140, 106, 106, 106]),
});

describe("encoder", () => {
  it("encoder() orders levels by count, then name, with the unknown one first and missing as a level", () => {
    const { columns } = encoder().fit(baseline).transform(baseline);
    assert.deepEqual(columns[0], {
      name: "task",
      type: { kind: "category", levels: ["(unknown)", "a", "b", "(missing)", "c"] },
    });
  });
  it("encoder() gives unseen levels code 0, and missing its own", () => {
    const fitted = encoder({ columns: ["task"] }).fit(baseline);
    const x = fitted.transform(table({ task: texts(["c", "new", null, "a"]) }));
    assert.deepEqual(Array.from(x.data), [4, 0, 3, 1]);
  });
  it("encoder() gives a missing value code 0 when the baseline had none", () => {
    const fitted = encoder().fit(table({ task: texts(["a", "b"]) }));
    assert.deepEqual(Array.from(fitted.transform(table({ task: texts([null, "a"]) })).data), [0, 1]);
  });
  it('encoder() keeps a text that reads "(missing)" apart from a missing value', () => {
    const both = table({ task: texts(["(missing)", "(missing)", null]) });
    assert.deepEqual(Array.from(encoder().fit(both).transform(both).data), [1, 1, 2]);
  });
  it("encoder() standardises numbers, and says in a second column which are missing", () => {
    const x = encoder({ columns: ["seconds"] })
      .fit(baseline)
      .transform(baseline);
    assert.deepEqual(
      x.columns.map((column) => column.name),
      ["seconds", "seconds missing"],
    );
    // 1, 2, 3, 4, 5.5: mean 3.1, population variance 2.44, by hand
    const z = (value: number) => Math.fround((value - 3.1) / Math.sqrt(2.44));
    [1, 2, 3, 4, 5.5].forEach((value, i) => {
      assert.ok(Math.abs(x.data[i * 2]! - z(value)) < 1e-6);
      assert.equal(x.data[i * 2 + 1], 1);
    });
    assert.deepEqual([x.data[10], x.data[11]], [0, 2]);
  });
  it("encoder() reads few different integers as categories, and other numbers as numbers", () => {
    const kinds = encoder()
      .fit(baseline)
      .transform(baseline)
      .columns.map(({ name, type }) => `${name} ${type.kind}`);
    assert.deepEqual(kinds, [
      "task category",
      "seconds number",
      "seconds missing category",
      "event_id category",
    ]);
  });
  it("encoder({ columns }) takes kinds by name, numbers in texts included", () => {
    const fitted = encoder({ columns: { n: "number" } }).fit(table({ n: texts(["1", "3", " ", "x", null]) }));
    const x = fitted.transform(table({ n: texts(["1", "3", " ", "x", null]) }));
    assert.deepEqual(Array.from(x.data), [-1, 1, 1, 1, 0, 2, 0, 2, 0, 2]);
  });
  it("encoder({ maxLevels, minCount }) makes rare levels unknown and says so", () => {
    const few = encoder({ columns: ["task"], maxLevels: 1 }).fit(baseline);
    assert.deepEqual(Array.from(few.transform(baseline).data), [0, 1, 1, 0, 0, 0]);
    assert.deepEqual(few.notes, ['column "task": 3 rare levels count as unknown']);
    const often = encoder({ columns: ["task"], minCount: 2 }).fit(baseline);
    assert.deepEqual(Array.from(often.transform(baseline).data), [2, 1, 1, 0, 2, 0]);
  });
  it("encoder() reports constant columns and keeps them", () => {
    const constant = table({ host: texts(["pc", "pc"]), n: numbers([0.5, 0.5]) });
    const fitted = encoder().fit(constant);
    assert.deepEqual(fitted.notes, ['column "host" is constant', 'column "n" is constant']);
    assert.deepEqual(
      Array.from(fitted.transform(table({ host: texts(["pc"]), n: numbers([0.75]) })).data),
      [1, 0.25, 1],
    );
  });
  it("encoder() keeps wild numbers finite", () => {
    const wild = table({ n: numbers([1e300, -1e300, 0.5, Number.POSITIVE_INFINITY]) });
    const fitted = encoder({ columns: { n: "number" } }).fit(wild);
    assert.ok(fitted.transform(wild).data.every(Number.isFinite));
    const tame = encoder({ columns: { n: "number" } }).fit(table({ n: numbers([0, 1]) }));
    assert.deepEqual(Array.from(tame.transform(wild).data), [1e6, 1, -1e6, 1, 0, 1, 0, 2]);
  });
  it("encoder() leaves times and provenance out, and refuses a time that is asked for", () => {
    const time: Column = { kind: "time", values: Float64Array.of(0) };
    const with_time: Columns = {
      rows: 1,
      columns: new Map([
        ["time", time],
        ["_row", time],
        ["a", texts(["x"])],
      ]),
    };
    assert.deepEqual(encoder().fit(with_time).columns, ["a"]);
    assert.throws(() => encoder({ columns: ["time"] }).fit(with_time), {
      name: "TypeError",
      message:
        'encoder: column "time" must be text or number, got a time; ask for clock, workingHours or sincePrevious',
    });
  });
  it("encoder().fit(columns).text(column, value) says what a value stands for", () => {
    const fitted = encoder().fit(baseline);
    assert.equal(fitted.text(0, 2), "b");
    assert.equal(fitted.text(0, 0), "(unknown)");
    assert.equal(fitted.text(1, 0), "3.1");
    assert.equal(fitted.text(2, 2), "yes");
  });
  it("restoreEncoder(json) reads rows as the fitted encoder does", () => {
    const fitted = encoder().fit(baseline);
    const again = restoreEncoder(JSON.parse(JSON.stringify(fitted)));
    assert.deepEqual(again.transform(baseline), fitted.transform(baseline));
    assert.deepEqual(again.columns, fitted.columns);
    assert.throws(() => restoreEncoder({ method: "autoencoder" }), SyntaxError);
  });
  it("encoder() names a missing column and the one that was meant", () => {
    assert.throws(() => encoder({ columns: ["tsk"] }).fit(baseline), {
      name: "TypeError",
      message: 'encoder: column "tsk" not found among 3; did you mean "task"?',
    });
    assert.throws(() => encoder({ columns: { task: "txet" as "category" } }), TypeError);
    assert.throws(() => encoder().fit(table({})), RangeError);
  });
  it("encoder() takes hostile names and levels as they are", () => {
    const hostile = table({ a: texts(["__proto__", "constructor", "__proto__"]) });
    const renamed: Columns = { rows: 3, columns: new Map([["__proto__", hostile.columns.get("a")!]]) };
    const fitted = encoder({ columns: ["__proto__"] }).fit(renamed);
    assert.deepEqual(Array.from(fitted.transform(renamed).data), [1, 2, 1]);
  });
});

function table(columns: Record<string, Column>): Columns {
  const entries = Object.entries(columns);
  const first = entries[0]?.[1];
  const rows = first === undefined ? 0 : first.kind === "category" ? first.codes.length : first.values.length;
  return { rows, columns: new Map(entries) };
}

function texts(values: readonly (string | null)[]): Column {
  const levels = [...new Set(values.filter((value) => value !== null))];
  return {
    kind: "category",
    levels,
    codes: Int32Array.from(values, (value) => (value === null ? -1 : levels.indexOf(value))),
  };
}

function numbers(values: readonly number[]): Column {
  return { kind: "number", values: Float64Array.from(values) };
}
