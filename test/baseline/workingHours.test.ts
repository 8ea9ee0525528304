import assert from "node:assert/strict";
import { hourProfile, workingHours } from "../../src/baseline/workingHours";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";

describe("workingHours", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  // Anna works from 9 to 10 on ten weekdays from Monday 2024-01-01 on; once at three in the night, a thousand times.
  const work = () => hunt.sql`
    select 'anna' as "user", timestamp '2024-01-01 09:30:00' + interval (d) day as time from range(12) t(d) where d % 7 < 5
    union all select 'anna', timestamp '2024-01-03 03:00:00' + interval (i) second from range(1000) t(i)
    union all select 'new', timestamp '2024-01-03 03:00:00'
    union all select null, timestamp '2024-01-03 03:00:00'`;

  it("workingHours of a million rows of 2,000 users fits into 200 MB, and counts days around an hour once", async () => {
    const small = await open(undefined, { memory: "200MB" });
    const rows = small.sql`select timestamp '2024-05-01' + interval ((i * 7919) % 2592000) second as time,
      (i % 2000)::varchar as "user" from range(1000000) t(i)`;
    const result = await workingHours(rows);
    const [seen] =
      await small.sql`select count(*)::int as n, count(distinct "user")::int as users, max(hour_days)::int as most,
        max(entity_days)::int as days from ${result}`.rows();
    // May 2024 up to the 30th: 22 days of work, 8 of weekends; each has one more around it than the others of its hour.
    assert.deepEqual(seen, { n: 1_000_000, users: 2000, most: 21, days: 22 });
    await small.close();
  });

  it("workingHours says which rows are outside the usual hours; loud nights are not usual", async () => {
    const rows = await workingHours(work());
    const counts =
      await hunt.sql`select "user", off_hours, count(*) as n from ${rows} group by all order by all`.rows();
    assert.deepEqual(
      counts.map(({ user, off_hours, n }) => [user, off_hours, n]),
      [
        ["anna", false, 10],
        ["anna", true, 1000],
        ["new", null, 1],
        [null, null, 1],
      ],
    );
    const [night] = await rows.where(sql`off_hours`).rows({ limit: 1 });
    assert.deepEqual(
      [night!.hour, night!.is_weekend, night!.hour_days, night!.entity_days],
      [3, false, 0, 10],
    );
  });
  it("workingHours knows hours across midnight, and the place's own time", async () => {
    const late = hunt.sql`select 'b' as "user", timestamp '2024-01-01 23:59:00' + interval (d * 24 + d % 2) hour as time from range(5) t(d)`;
    const rows = await (await workingHours(late, { zoneHours: -1 })).rows();
    assert.deepEqual([...new Set(rows.map((row) => row.hour))].sort(), [22, 23]);
    assert.ok(rows.every((row) => row.off_hours === false || Number(row.entity_days) < 5));
  });
  it("hourProfile gives days and share of each hour", async () => {
    const profile = await (await hourProfile(work())).rows();
    assert.deepEqual(
      profile.slice(0, 2).map((row) => [row.user, row.hour, row.rows, row.days, row.entity_days, row.share]),
      [
        ["anna", 3, 1000, 1, 10, 0.1],
        ["anna", 9, 10, 10, 10, 1],
      ],
    );
  });
});
