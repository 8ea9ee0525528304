import assert from "node:assert/strict";
import { logGaps } from "../../src/baseline/logGaps";
import { type Hunt, open } from "../../src/evidence/open";

describe("logGaps", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  const log = () =>
    hunt.sql`select 'h' as host, 'Security' as channel, record_id, timestamp '2024-01-01' + interval (record_id * 10) minute as time from range(1000, 2000) t(record_id)`;
  const holes = async (relation: Parameters<typeof logGaps>[0]) =>
    (await (await logGaps(relation)).rows()).map((row) => [
      row.kind,
      row.from_record,
      row.to_record,
      row.missing,
      row.hours,
    ]);

  it("logGaps of a whole log is empty", async () => {
    assert.deepEqual(await holes(log()), []);
  });
  it("logGaps tells deleted records, and no silence for a short one", async () => {
    assert.deepEqual(
      await holes(hunt.sql`select * from ${log()} where record_id not between 1500 and 1509`),
      [["records", 1499, 1510, 10, 110 / 60]],
    );
  });
  it("logGaps tells a long silence in a log that never was silent", async () => {
    const quiet = hunt.sql`select * replace (case when record_id < 1500 then time else time + interval 3 day end as time) from ${log()}`;
    assert.deepEqual(await holes(quiet), [["silence", null, null, null, 72 + 1 / 6]]);
  });
  it("logGaps tells a log that was cleared, and is not misled by records written out of order", async () => {
    const cleared = hunt.sql`select * replace (case when record_id < 1500 then record_id else record_id - 1499 end as record_id) from ${log()}`;
    assert.deepEqual(await holes(cleared), [["restart", 1499, 1, null, 1 / 6]]);
    const swapped = hunt.sql`select * replace (case when record_id = 1500 then time - interval 1 hour else time end as time) from ${log()}`;
    assert.deepEqual(await holes(swapped), []);
  });
});
