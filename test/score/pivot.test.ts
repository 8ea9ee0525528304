import assert from "node:assert/strict";
import { displaySymbol } from "../../src/core/display";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { pivot } from "../../src/score/pivot";

describe("pivot", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** Scored log rows: task t0 has the score 0, t1 1, … ; each twice, the second one lower. */
  const log =
    () => hunt.sql`select 't' || (i // 2) as task, i // 2 - (i % 2) * 0.5 as score, i as _row, 'log' as _source, 100 + i as _record from range(16) t(i)
    union all select null, 99, 99, 'log', 199 union all select 'unscored', null, 98, 'log', 198`;
  const files = () =>
    hunt.sql`select 'file ' || i as path, 't' || (i % 7) as task from range(14) t(i) union all select 'keyless', null`;

  it("pivot keeps what belongs to the top quarter of the entries, with lineage, counts and misses", async () => {
    const { relation, misses, counts } = await pivot(log(), files(), { on: "task" });
    assert.deepEqual(counts, {
      entries: 8,
      kept: 2,
      matched: 1,
      missed: 1,
      before: 15,
      after: 2,
      withoutKey: 1,
      unranked: 2,
    });
    const lineage = {
      pivot_rank: 2,
      pivot_value: 6,
      pivot_rows: 2,
      pivot_row: 12,
      pivot_source: "log",
      pivot_record: 112,
    };
    assert.deepEqual(await relation.orderBy("path").rows(), [
      { path: "file 13", task: "t6", ...lineage },
      { path: "file 6", task: "t6", ...lineage },
    ]);
    assert.deepEqual(await misses.select("task", "pivot_rank", "pivot_row").rows(), [
      { task: "t7", pivot_rank: 1, pivot_row: 14 },
    ]);
  });
  it("pivot joins columns of other names, from the lowest on, and keeps ties whole", async () => {
    const stack = hunt.sql`select * from (values ('t0', 1), ('t1', 1), ('t2', 1), ('t3', 9)) t(name, hosts)`;
    const { relation, counts } = await pivot(stack, files(), {
      on: { name: "task" },
      by: "hosts",
      order: "lowest",
    });
    assert.deepEqual([counts.kept, counts.after], [3, 6]);
    const [row] = await relation.rows();
    assert.deepEqual([row!.pivot_value, row!.pivot_row], [1, null]);
  });
  it("pivot of everything matches every row with a key", async () => {
    const { counts } = await pivot(log(), files(), { on: "task", top: 1 });
    assert.deepEqual([counts.kept, counts.missed, counts.after], [8, 1, 14]);
  });
  it("pivot of nothing keeps nothing", async () => {
    const { counts } = await pivot(log().where(sql`false`), files(), { on: "task" });
    assert.deepEqual(counts, {
      entries: 0,
      kept: 0,
      matched: 0,
      missed: 0,
      before: 15,
      after: 0,
      withoutKey: 1,
      unranked: 0,
    });
  });
  it("pivot drops nothing in silence: what is kept, missed, without a key or without a value adds up and is said", async () => {
    const { counts, notes, relation, misses } = await pivot(log(), files(), { on: "task" });
    assert.deepEqual(notes, [
      "kept: 2 of 8 entries, 1 of them not found in what is filtered",
      "kept: 2 of 15 rows",
      "without a key, so that nothing can be said: 1 row",
      "without a key or a value to rank by, and in no entry: 2 rows",
    ]);
    assert.deepEqual([counts.kept, counts.after], [counts.matched + counts.missed, await relation.count()]);
    assert.equal(await misses.count(), counts.missed);
    const ranked =
      await hunt.sql`select * from ${log()} where task is not null and score is not null`.count();
    assert.equal(ranked + counts.unranked, await log().count());
  });
  it("pivot leaves a row whose value is no number out, and keeps its thing by the others", async () => {
    const odd = hunt.sql`select * from (values ('t1', 'nan'::double), ('t1', 1.0), ('t2', 0.5), ('t3', 'nan'::double)) t(task, score)`;
    const { counts, relation } = await pivot(odd, files(), { on: "task", top: 0.5 });
    assert.deepEqual([counts.entries, counts.unranked], [2, 2]);
    const [row] = await relation.rows();
    assert.deepEqual([row!.task, row!.pivot_value, row!.pivot_rows], ["t1", 1, 1]);
  });
  it("pivot needs a declared pair of keys on both sides and joins by all of them", async () => {
    const scored = hunt.sql`select * from (values ('t1', 'h1', 9), ('t1', 'h2', 1)) t(task, host, score)`;
    const into = hunt.sql`select * from (values ('t1', 'h1'), ('t1', 'h2'), (null, 'h1')) t(name, machine)`;
    const { relation, counts } = await pivot(scored, into, {
      on: { task: "name", host: "machine" },
      top: 0.5,
    });
    assert.deepEqual(await relation.select("name", "machine", "pivot_value").rows(), [
      { name: "t1", machine: "h1", pivot_value: 9 },
    ]);
    assert.equal(counts.withoutKey, 1);
  });
  it("pivot shows its rows and notes, hostile names as text", async () => {
    const evil = hunt.sql`select '<img src=x>' as task, 1 as score`;
    const bundle = (await (await pivot(evil, evil, { on: "task" }))[displaySymbol]()) as Record<
      string,
      string
    >;
    assert.doesNotMatch(bundle["text/html"]!, /<img/);
    assert.match(bundle["text/plain"]!, /\nkept: 1 of 1 entry, all of them found\n/);
  });
  it("pivot refuses shares and columns that do not exist", async () => {
    await assert.rejects(pivot(log(), files(), { on: "task", top: 25 }), { name: "RangeError" });
    await assert.rejects(
      pivot(log(), files(), { on: "taks" }),
      /^TypeError: pivot: column "taks" not found among task/,
    );
    await assert.rejects(pivot(log(), files(), { on: {} }), /on must name one column or more, got none$/);
  });
});
