import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { displaySymbol } from "../../src/core/display";
import { type DuckDbEngine, openDuckDb } from "../../src/engine/duckdb";
import { raw, sql } from "../../src/engine/sql";
import { testFolder } from "../support/folder";

describe("relation", () => {
  const folder = testFolder();
  let engine: DuckDbEngine;
  before(async () => {
    engine = await openDuckDb();
    await engine.execute(
      raw("create table t as select range as _row, range % 3 as k, 'h' || range % 5 as host from range(10)"),
    );
  });
  after(() => engine.close());

  it("where, select, orderBy and limit make new relations and leave the old one", async () => {
    const all = engine.sql`select * from t`;
    const few = all
      .where(sql`k = ${1}`)
      .select("_row", sql`upper(host) as big`)
      .orderBy(sql`_row desc`)
      .limit(2);
    assert.deepEqual(await few.rows(), [
      { _row: 7, big: "H2" },
      { _row: 4, big: "H4" },
    ]);
    assert.equal(await all.count(), 10);
  });

  it("sql may end with a comment and still be built upon", async () => {
    assert.equal(await engine.sql`select * from t -- all of it`.where(sql`k = 0 -- mine`).count(), 4);
  });

  it("columns gives typed arrays, text as codes, and missing values as NaN and -1", async () => {
    const { rows, columns } =
      await engine.sql`select * from (values (1, 'a', timestamp '1970-01-01 00:00:01.5'),
      (null, 'b', null), (3, null, null), (4, 'a', null)) v(n, s, t)`.columns();
    assert.equal(rows, 4);
    assert.deepEqual(columns.get("n"), { kind: "number", values: Float64Array.of(1, Number.NaN, 3, 4) });
    assert.deepEqual(columns.get("s"), {
      kind: "category",
      codes: Int32Array.of(0, 1, -1, 0),
      levels: ["a", "b"],
    });
    assert.deepEqual(columns.get("t"), {
      kind: "time",
      values: Float64Array.of(1500, Number.NaN, Number.NaN, Number.NaN),
    });
  });

  it("columns refuses an unknown name and suggests the nearest", async () => {
    await assert.rejects(engine.sql`select * from t`.columns(["hots"]), {
      name: "TypeError",
      message: 'columns: column "hots" not found among _row, k, host; did you mean "host"?',
    });
  });

  it("attach joins values to the rows that columns gave, also without a _row and without an order", async () => {
    const groups = engine.sql`select host, count(*) as n from t group by host`;
    const { columns } = await groups.columns();
    const hosts = columns.get("host");
    assert.equal(hosts?.kind, "category");
    const labels = Array.from(hosts.codes, (code) => `is ${hosts.levels[code]}`);
    for (const row of await (await groups.attach("label", labels)).rows()) {
      assert.equal(row.label, `is ${row.host}`);
    }
  });

  it("attach refuses another number of values", async () => {
    await assert.rejects(engine.sql`select * from t`.attach("s", [1, 2]), {
      name: "RangeError",
      message: "attach: values must be one a row (10), got 2",
    });
  });

  it("as refuses an unknown view", async () => {
    await assert.rejects(engine.sql`select * from t`.as("taks"), {
      name: "TypeError",
      message: 'as: view must be one of (none: nothing was read), got "taks"',
    });
  });

  it("rows keeps 64-bit numbers, JSON, nesting and the name __proto__", async () => {
    const [row] =
      await engine.sql`select 9007199254740993 as big, 5::bigint as small, '{"a": [1]}'::json as j,
      [1, 2] as l, {'a': 'b'} as s, 1.5::decimal(4, 1) as d, '\\xAA'::blob as b, 1 as "__proto__"`.rows();
    assert.deepEqual(Object.entries(row!), [
      ["big", "9007199254740993"],
      ["small", 5],
      ["j", { a: [1] }],
      ["l", [1, 2]],
      ["s", { a: "b" }],
      ["d", 1.5],
      ["b", "aa"],
      ["__proto__", 1],
    ]);
  });

  it("rows keeps microseconds of times", async () => {
    const rows =
      await engine.sql`select timestamp '2021-01-27 11:40:36.399581' as t union all select timestamp '1601-01-01'`.rows();
    assert.deepEqual(
      rows.map((row) => row.t),
      ["2021-01-27T11:40:36.399581Z", "1601-01-01T00:00:00.000000Z"],
    );
  });

  it("stream reads more rows than a batch while another query runs", async () => {
    let rows = 0;
    for await (const batch of engine.sql`select range as n from range(5000)`.stream()) {
      rows += batch.length;
      assert.equal(await engine.sql`select 1`.count(), 1);
    }
    assert.equal(rows, 5000);
  });

  it("sql inside the engine reaches neither files nor settings that would open them", async () => {
    const file = folder.write("secret.csv", "a\n1\n");
    await assert.rejects(engine.sql`select * from read_csv(${file})`.rows(), /disabled by configuration/);
    await assert.rejects(
      engine.execute(raw(`copy t to '${folder.path("out.csv")}'`)),
      /disabled by configuration/,
    );
    await assert.rejects(engine.execute(raw("set enable_external_access = true")), /^Error: sql: /);
    assert.equal(existsSync(folder.path("out.csv")), false);
  });

  it("toCsv writes formulas as text", async () => {
    const path = folder.path("out1.csv");
    assert.equal(await engine.sql`select '=cmd()' as a, 'x,"y"' as b, -5 as c, null as d`.toCsv(path), 1);
    assert.equal(readFileSync(path, "utf8"), 'a,b,c,d\n\'=cmd(),"x,""y""",-5,\n');
  });

  it("toJson and toParquet write every row, and importFile reads them back with provenance", async () => {
    const json = folder.path("out.jsonl");
    const parquet = folder.path("out.parquet");
    const all = engine.sql`select * exclude (_row) from t order by _row`;
    assert.equal(await all.toJson(json), 10);
    assert.equal(await all.toParquet(parquet), 10);
    assert.equal(readFileSync(json, "utf8").split("\n")[1], '{"k":1,"host":"h1"}');
    const read = { kind: "parquet", path: parquet, source: "evil'name", table: "back", firstRow: 5 } as const;
    assert.deepEqual(await engine.importFile(read), { rows: 10, rejected: [] });
    const [first] = await engine.sql`select * from back order by _row`.rows();
    assert.deepEqual(first, { _row: 5, _source: "evil'name", _record: 1, k: 0, host: "h0" });
  });

  it("importFile of a CSV with a bad line reads the others and says where", async () => {
    const path = folder.write("bad.csv", `a,b\n${"1,2\n".repeat(30000)}1,2,3,4\n5,6\n`);
    const result = await engine.importFile({ kind: "csv", path, source: path, table: "bad", firstRow: 1 });
    assert.equal(result.rows, 30001);
    assert.equal(result.rejected.length, 1);
    assert.match(result.rejected[0]!.place, /^line 30002/);
  });

  it("rows and columns of a query that fails on the way fail, and an export does not pass for whole", async () => {
    const failing = engine.sql`select case when i = 150000 then error('boom') else i end as i from range(200000) t(i)`;
    const fault = {
      message: "sql: the query failed while its rows were read; a value or a file does not fit it",
    };
    await assert.rejects(failing.columns(), /boom|failed while its rows were read/);
    await assert.rejects(failing.toJson(folder.path("cut.jsonl")), fault);
    await assert.rejects(failing.toParquet(folder.path("cut.parquet")), fault);
    assert.equal(existsSync(folder.path("cut.parquet")), false);
  });

  it("importFile of JSON whose later rows have other types and columns keeps all of them", async () => {
    const lines = Array.from({ length: 30000 }, (_, i) =>
      i === 29000 ? '{"a":"x","late":1}' : `{"a":${i}}`,
    );
    const path = folder.write("late.jsonl", lines.join("\n"));
    const read = { kind: "json", path, source: path, table: "late", firstRow: 1 } as const;
    assert.deepEqual(await engine.importFile(read), { rows: 30000, rejected: [] });
    assert.equal(await engine.sql`select * from late where late = 1 and (a->>'$') = 'x'`.count(), 1);
  });

  it("importFile of a damaged Parquet file keeps what came before, and says that it stopped", async () => {
    const path = folder.path("damaged.parquet");
    await engine.sql`select range as n, 'text ' || range * 7919 as t from range(400000)`.toParquet(path);
    const bytes = readFileSync(path);
    bytes.fill(0x55, bytes.length - 200_000, bytes.length - 120_000);
    writeFileSync(path, bytes);
    const read = { kind: "parquet", path, source: path, table: "damaged", firstRow: 1 } as const;
    const { rows, rejected } = await engine.importFile(read);
    assert.ok(rows < 400000);
    assert.equal(rejected.length, 1);
    assert.match(rejected[0]!.reason, /^reading stopped here/);
  });

  it("importFile takes a name with brackets and stars as a name", async () => {
    folder.write("d1.csv", "a\n1\n");
    const path = folder.write("d[1].csv", "a\n2\n");
    await engine.importFile({ kind: "csv", path, source: path, table: "brackets", firstRow: 1 });
    assert.deepEqual(await engine.sql`select a from brackets`.rows(), [{ a: 2 }]);
    const hive = folder.write("host=ws01/x.csv", "a\n3\n");
    await engine.importFile({ kind: "csv", path: hive, source: hive, table: "hive", firstRow: 1 });
    assert.deepEqual(Object.keys((await engine.sql`select * from hive`.rows())[0]!), [
      "_row",
      "_source",
      "_record",
      "a",
    ]);
  });

  it("importFile of our own export keeps its provenance and numbers its rows anew", async () => {
    const path = folder.path("own.parquet");
    await engine.sql`select 7 as _row, 'first.evtx' as _source, 99 as _record, 'x' as a`.toParquet(path);
    await engine.importFile({ kind: "parquet", path, source: path, table: "own", firstRow: 1 });
    assert.deepEqual(await engine.sql`select * from own`.rows(), [
      { _row: 1, _source: "first.evtx", _record: 99, a: "x" },
    ]);
  });

  it("openDuckDb refuses a case that is open in this process already", async () => {
    const path = folder.path("twice.duckdb");
    const first = await openDuckDb(path);
    await assert.rejects(
      openDuckDb(path),
      /^Error: open: case must not be open in this process already, got /,
    );
    await first.close();
    await (await openDuckDb(path)).close();
  });

  it("toDanfo and fromDanfo keep numbers, text and what is missing", async function () {
    this.timeout(60_000);
    const frame = await engine.sql`select * from (values (1.5, 'a'), (null, null)) v(n, s)`.toDanfo();
    const back = await engine.fromDanfo(frame);
    assert.deepEqual(await back.rows(), [
      { _row: 1, n: 1.5, s: "a" },
      { _row: 2, n: null, s: null },
    ]);
    await assert.rejects(engine.fromDanfo([]), { name: "TypeError" });
    await assert.rejects(engine.sql`select * from range(5)`.toDanfo({ limit: 4 }), {
      message: "toDanfo: rows must be at most 4, got 5; aggregate in SQL or raise the limit",
    });
  });

  it("a relation shows itself as escaped HTML and as text without control characters", async () => {
    const hostile = engine.sql`select '<img src=x onerror=alert(1)>' || chr(27) || '[31m' as "<b>"`;
    const bundle = await hostile[displaySymbol]();
    const html = String(bundle["text/html"]);
    assert.match(html, /&lt;img src=x onerror=alert\(1\)&gt;␛\[31m/);
    assert.match(html, /&lt;b&gt;/);
    assert.doesNotMatch(html, /<img|<b>/);
    assert.equal(bundle["text/plain"].includes("\u001b"), false);
  });

  it("fromColumns numbers the rows", async () => {
    const relation = await engine.fromColumns({
      rows: 2,
      columns: new Map([["x", { kind: "time", values: Float64Array.of(1500, Number.NaN) }]]),
    });
    assert.deepEqual(await relation.rows(), [
      { _row: 1, x: "1970-01-01T00:00:01.500000Z" },
      { _row: 2, x: null },
    ]);
  });

  it("fromRows makes columns of all keys, by the kind of their values", async () => {
    const when = new Date("2025-03-03T01:02:03Z");
    const relation = await engine.fromRows([
      { n: 1, yes: true, when },
      { n: null, text: "a", more: [1, 2] },
    ]);
    assert.deepEqual(
      (await relation.schema()).map(({ name, type }) => `${name} ${type}`),
      ["_row BIGINT", "n DOUBLE", "yes DOUBLE", "when TIMESTAMP", "text VARCHAR", "more VARCHAR"],
    );
    assert.deepEqual(await relation.rows(), [
      { _row: 1, n: 1, yes: 1, when: "2025-03-03T01:02:03.000000Z", text: null, more: null },
      { _row: 2, n: null, yes: null, when: null, text: "a", more: "[1,2]" },
    ]);
  });

  it("fromRows keeps names from evidence as names", async () => {
    const row = JSON.parse('{"__proto__": 1, "a\\"b": "x"}');
    assert.equal(
      JSON.stringify(await (await engine.fromRows([row])).rows()),
      '[{"_row":1,"__proto__":1,"a\\"b":"x"}]',
    );
  });

  it("fromRows gives an empty relation for no rows and refuses what is no list of objects", async () => {
    assert.equal(await (await engine.fromRows([])).count(), 0);
    await assert.rejects(engine.fromRows([1] as never), {
      name: "TypeError",
      message: "fromRows: rows must be an array of objects, got an array of 1",
    });
  });

  it("store keeps the rows that a query gave, whatever becomes of its tables", async () => {
    await engine.execute(raw("create table changing as select 1 as x"));
    const kept = await engine.sql`select x from changing`.store();
    await engine.execute(raw("insert into changing values (2)"));
    assert.deepEqual(await kept.where(sql`x < 9`).rows(), [{ x: 1 }]);
  });
});
