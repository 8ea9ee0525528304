import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import { random } from "../../src/core/random";
import { type DuckDbEngine, openDuckDb } from "../../src/engine/duckdb";
import type { Cell } from "../../src/engine/engine";
import { raw } from "../../src/engine/sql";

const COLUMNS = "i bigint, t timestamp, n integer, d double, b boolean, s varchar, j json";
/** What a text may hold that a header of twelve bytes, UTF-8 or C might get wrong. */
const PIECES = [
  "",
  "a",
  "twelve bytes",
  "thirteen byte",
  "ä",
  "日本語",
  "😀",
  "\0",
  "a\0b",
  '"',
  "\n",
  "x".repeat(300),
];

describe("rowAppender", () => {
  let engine: DuckDbEngine;
  beforeEach(async () => {
    engine = await openDuckDb();
    await engine.execute(raw(`create table t (${COLUMNS})`));
  });
  afterEach(() => engine.close());

  async function written(rows: readonly (readonly Cell[])[]): Promise<unknown[][]> {
    const appender = await engine.appender("t");
    for (const row of rows) appender.append(row);
    appender.close();
    const found =
      await engine.sql`select i, epoch_us(t) as t, n, d, b, s, j::varchar as j from t order by rowid`.rows({
        limit: 1e6,
      });
    return found.map((row) => Object.values(row));
  }

  for (const count of [0, 1, 63, 64, 65, 2047, 2048, 2049, 5000]) {
    it(`rowAppender writes ${count} rows as they are`, async () => {
      const numbers = random(count);
      const or = (value: Cell): Cell => (numbers.integer(4) === 0 ? null : value);
      const text = () => PIECES[numbers.integer(PIECES.length)]! + PIECES[numbers.integer(PIECES.length)]!;
      const rows = Array.from({ length: count }, (_, i): Cell[] => [
        or((numbers.integer(2 ** 31) - 2 ** 30) * 2 ** numbers.integer(22)),
        or(1.7e15 - numbers.integer(2 ** 31) * 1e6),
        or(numbers.integer(2 ** 32 - 1) - 2 ** 31),
        or(numbers.integer(1e6) / 7),
        or(i % 3 === 0),
        or(text()),
        or(JSON.stringify(text())),
      ]);
      assert.deepEqual(await written(rows), rows);
    });
  }

  it("rowAppender writes a column without a value, and one whose first value is missing", async () => {
    const rows = ["first", null, "first", "second"].map((s): Cell[] => [
      null,
      null,
      null,
      null,
      null,
      s,
      null,
    ]);
    rows[0]![5] = null;
    assert.deepEqual(await written(rows), rows);
  });

  it("rowAppender writes half a surrogate pair as the sign for what cannot be read", async () => {
    const rows = ["\ud83d", "\ude00"].map((s): Cell[] => [1, null, null, null, null, s, null]);
    assert.deepEqual(
      (await written(rows)).map((row) => row[5]),
      ["\ufffd", "\ufffd"],
    );
  });

  it("rowAppender hands long texts on before the chunk is full", async () => {
    const rows = Array.from({ length: 12 }, (_, i): Cell[] => [
      i,
      0,
      0,
      0,
      true,
      `${i}`.repeat(3 * 2 ** 20),
      "1",
    ]);
    assert.deepEqual(await written(rows), rows);
  });

  it("rowAppender refuses a number that the column cannot hold, and the row with it", async () => {
    const good: Cell[] = [-(2 ** 63), -1, -(2 ** 31), -0.5, false, "", "{}"];
    const appender = await engine.appender("t");
    const bad: [number, Cell][] = [
      [0, 2 ** 63],
      [0, 0.5],
      [1, Number.POSITIVE_INFINITY],
      [2, 2 ** 31],
    ];
    for (const [column, value] of bad) {
      const row: Cell[] = good.map(() => null);
      row[column] = value;
      assert.throws(
        () => appender.append(row),
        /^RangeError: append: column holds whole numbers of \d\d bits, got /,
      );
    }
    appender.append(good);
    appender.close();
    const [row] =
      await engine.sql`select i::varchar as i, epoch_us(t) as t, n, d, b, s, j::varchar as j from t`.rows();
    assert.deepEqual(Object.values(row!), ["-9223372036854775808", ...good.slice(1)]);
  });

  it("rowAppender refuses a table with columns of other types", async () => {
    await engine.execute(raw("create table other (d date)"));
    await assert.rejects(engine.appender("other"), /^TypeError: appender: column has type DATE/);
  });
});
