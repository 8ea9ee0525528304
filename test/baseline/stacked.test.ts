import assert from "node:assert/strict";
import { lfo } from "../../src/baseline/lfo";
import { random } from "../../src/core/random";
import type { Row } from "../../src/core/table";
import { type DuckDbEngine, openDuckDb } from "../../src/engine/duckdb";
import type { Relation } from "../../src/engine/engine";
import { raw, sql } from "../../src/engine/sql";
import { testFolder } from "../support/folder";

interface Made {
  readonly task: string | null;
  readonly role: string | null;
  readonly host: string | null;
  readonly user: string | null;
  readonly day: number;
}

describe("stacked, through lfo", () => {
  let engine: DuckDbEngine;
  const folder = testFolder();
  before(async () => {
    engine = await openDuckDb();
  });
  after(() => engine.close());

  /** Rows with missing values in every column, some tasks without any host, and many equal counts. */
  function made(seed: number, rows: number): Made[] {
    const numbers = random(seed);
    const some = (letter: string, most: number) =>
      numbers.integer(10) === 0 ? null : `${letter}${numbers.integer(most)}`;
    return Array.from({ length: rows }, () => {
      const task = some("t", 40);
      return {
        task,
        role: some("r", 3),
        host: task === "t7" ? null : some("h", 150),
        user: some("u", 300),
        day: numbers.integer(1000),
      };
    });
  }

  /** What lfo promises, counted in plain JavaScript. */
  function counted(rows: readonly Made[]): unknown[][] {
    const groups = new Map<string, Made[]>();
    for (const row of rows) {
      if (row.task === null || row.role === null) continue;
      const key = `${row.task} ${row.role}`;
      groups.set(key, [...(groups.get(key) ?? []), row]);
    }
    const distinct = (list: readonly Made[], of: "host" | "user") =>
      new Set(list.map((row) => row[of]).filter((one) => one !== null)).size;
    const lines = [...groups].map(([key, list]) => {
      const days = list.map((row) => row.day);
      const [task, role] = key.split(" ") as [string, string];
      const spread = [distinct(list, "host"), distinct(list, "user"), Math.min(...days), Math.max(...days)];
      return [task, role, list.length, ...spread] as const;
    });
    const text = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
    const inOrder = (a: (typeof lines)[number], b: (typeof lines)[number]) =>
      Number(a[3]) - Number(b[3]) || Number(a[2]) - Number(b[2]) || text(a[0], b[0]) || text(a[1], b[1]);
    return lines.sort(inOrder).map((line) => [...line]);
  }

  const day = (value: unknown) => (Date.parse(String(value)) - Date.UTC(2024, 0, 1)) / 86_400_000;
  const asCounted = (rows: readonly Row[]) =>
    rows.map((row) => [
      ...[row.task, row.role, row.count, row.hosts, row.users],
      ...[day(row.first_seen), day(row.last_seen)],
    ]);
  const timed = (relation: Relation) =>
    relation.select("task", "role", "host", "user", sql`timestamp '2024-01-01' + interval (day) day as time`);

  it("lfo counts as a loop in JavaScript does, with missing values and ties, of a table and of a query", async () => {
    for (const seed of [1, 2, 3]) {
      const rows = made(seed, 5000);
      const query = timed(await engine.fromRows(rows));
      const table = engine.scratch();
      await engine.execute(sql`create table ${raw(table)} as ${query.query}`);
      for (const relation of [
        query,
        engine.relation(raw(`from ${table}`)),
        query.orderBy("user").limit(5000),
      ]) {
        const stack = await lfo(relation, { by: ["task", "role"] });
        assert.deepEqual(asCounted(await stack.rows()), counted(rows));
      }
    }
  });

  it("lfo over a column with more values than are numbered counts every one of them", async () => {
    const many = engine.sql`select 'k' || i % 2 as k, 'h' || i % 70 as host, i // 2 as thing from range(600000) t(i)`;
    const rows = await (await lfo(many, { by: "k", over: "thing" })).rows();
    assert.deepEqual(
      rows.map((row) => [row.k, row.count, row.hosts, row.users, row.distinct_thing]),
      [
        ["k0", 300_000, 35, null, 300_000],
        ["k1", 300_000, 35, null, 300_000],
      ],
    );
  });

  it("lfo by columns named as the query's own parts are takes the relation's", async () => {
    const odd = engine.sql`select 'a' as k1, 'b' as k0, 'c' as n, 'd' as own, 'e' as i, 'f' as v, 'g' as rows, 'h1' as host, 'x' as v0`;
    const by = ["k1", "k0", "n", "own", "i", "v", "rows"];
    const [row] = await (await lfo(odd, { by, over: "v0" })).rows();
    assert.deepEqual([...by, "hosts", "distinct_v0"].map((key) => row![key]).join(" "), "a b c d e f g 1 1");
  });

  it("lfo stacks a table named rows", async () => {
    await engine.execute(sql`create table rows as select 'a' as k, 'h' as host`);
    const [row] = await (await lfo(engine.sql`from rows`, { by: "k" })).rows();
    assert.deepEqual([row!.k, row!.hosts], ["a", 1]);
  });

  it("lfo stacks a stack", async () => {
    const things = engine.sql`select 'k' || i // 2 as k, 'h' || i as host from range(6) t(i)`;
    const stack = (await lfo(things, { by: ["k", "host"] })).select("k", "host", sql`count as times`);
    const rows = await (await lfo(stack, { by: "times", over: "k", given: "host" })).rows();
    assert.deepEqual(
      rows.map((row) => [row.host, row.times, row.distinct_k, row.hosts]),
      Array.from({ length: 6 }, (_, i) => [`h${i}`, 1, 1, 6]),
    );
  });

  it("lfo stacks within a limit of memory that count(distinct) of two columns does not hold", async () => {
    const rows = raw(`select 'host' || hash(i) % 1000 as host, 'CORP\\user' || hash(i + 1) % 3000 as "user",
      '\\Task ' || hash(i + 2) % 200 as task, timestamp '2024-05-01' + interval (i) second as time from range(1000000) t(i)`);
    const plain =
      raw(`select task, count(*) as count, count(distinct host) as hosts, count(distinct "user") as users,
      min(time) as first_seen, max(time) as last_seen from made group by task order by hosts, count, task`);
    const small = await openDuckDb(folder.path("made.duckdb"), { memory: "40MB", threads: 2 });
    try {
      await engine.execute(sql`create table made as ${rows}`);
      await small.execute(sql`create table made as ${rows}`);
      await assert.rejects(small.relation(plain).rows(), /Out of Memory/);
      const stack = await lfo(small.sql`from made`, { by: "task" });
      const wanted = await engine.relation(plain).rows();
      const columns = raw("task, count, hosts, users, first_seen, last_seen");
      assert.deepEqual(await stack.select(columns).rows(), wanted);
    } finally {
      await small.close();
    }
  }).timeout(60_000);
});
