import assert from "node:assert/strict";
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
    });
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
