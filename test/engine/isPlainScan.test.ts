import assert from "node:assert/strict";
import { type DuckDbEngine, openDuckDb } from "../../src/engine/duckdb";
import { isPlainScan } from "../../src/engine/isPlainScan";
import { raw, sql } from "../../src/engine/sql";

describe("isPlainScan", () => {
  let engine: DuckDbEngine;
  before(async () => {
    engine = await openDuckDb();
    await engine.execute(raw(`create table t as select 'a' as host, 1 as n, '{"x": "y"}' as data`));
    await engine.execute(raw("create view v as select host, n from t"));
  });
  after(() => engine.close());

  it("isPlainScan is true for tables, their columns, views and unions of them, and simple conditions", async () => {
    const table = engine.sql`from t`;
    const plain = [
      table,
      table.select("host", "n"),
      engine.sql`from v`,
      engine.sql`from t union all from t`,
      table.where(sql`n = ${1}`),
    ];
    for (const relation of plain) assert.equal(await isPlainScan(relation), true);
  });

  it("isPlainScan is false for what computes, joins, sorts, or takes a part that may be another one next time", async () => {
    const table = engine.sql`from t`;
    const computed = [
      table.select(sql`data->>'x' as x`),
      table.orderBy("n"),
      table.limit(1),
      engine.sql`from t join v using (host)`,
      engine.sql`from t using sample 50%`,
      engine.sql`select distinct host from t`,
      engine.sql`select random() as r from t`,
      engine.sql`select upper(host) as host, n from t`,
    ];
    for (const relation of computed) assert.equal(await isPlainScan(relation), false);
  });
});
