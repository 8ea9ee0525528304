import assert from "node:assert/strict";
import { firstSeen } from "../../src/baseline/firstSeen";
import { type Hunt, open } from "../../src/evidence/open";

describe("firstSeen", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  const history = () => hunt.sql`select * from (values
    ('a', 'h1', timestamp '2024-01-01'), ('b', 'h1', timestamp '2024-01-05'), ('c', 'h1', timestamp '2024-01-20'),
    ('c', 'h1', timestamp '2024-01-21'), ('a', 'h2', timestamp '2024-01-20'), ('d', 'h2', timestamp '2024-01-22'),
    ('e', 'h2', timestamp '2024-01-30'), ('x', 'h2', null)) t(image, host, time)`;
  const found = async (options: Parameters<typeof firstSeen>[1]) =>
    (await (await firstSeen(history(), options)).rows()).map((row) => [
      row.host,
      row.image,
      row.count,
      row.hosts,
      row.days_known,
    ]);

  it("firstSeen tells what is new to the fleet after a week", async () => {
    assert.deepEqual(await found({ key: "image" }), [
      [undefined, "e", 1, 1, 29],
      [undefined, "d", 1, 1, 21],
      [undefined, "c", 2, 1, 19],
    ]);
  });
  it("firstSeen per host learns each host from its own first row on", async () => {
    assert.deepEqual(await found({ key: "image", per: "host" }), [
      ["h1", "c", 2, 1, 19],
      ["h2", "e", 1, 1, 10],
    ]);
    assert.deepEqual(await found({ key: "image", per: "host", learningDays: 15 }), [["h1", "c", 2, 1, 19]]);
  });
  it("firstSeen refuses a relation without times", async () => {
    await assert.rejects(
      firstSeen(hunt.sql`select 1 as image`, { key: "image" }),
      /column "time" not found among image/,
    );
  });
});
