import assert from "node:assert/strict";
import { nearestGold } from "../../src/baseline/nearestGold";
import { type Hunt, open } from "../../src/evidence/open";

describe("nearestGold", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  it("nearestGold gives each host its image by Jaccard's measure, and the second one", async () => {
    const client = hunt.sql`select unnest(['word', 'mail', 'app 1.2']) as name`;
    const server = hunt.sql`select unnest(['sql', 'app 1.2']) as name`;
    const fleet = hunt.sql`select * from (values ('word', 'ws'), ('app 1.3', 'ws'), ('sql', 'db'), ('other', 'db'), ('odd', 'x')) t(name, host)`;
    assert.deepEqual(await (await nearestGold({ client, server }, fleet, { key: "name" })).rows(), [
      { host: "db", gold: "server", similarity: 1 / 3, runner_up: "client", runner_up_similarity: 0 },
      { host: "ws", gold: "client", similarity: 2 / 3, runner_up: "server", runner_up_similarity: 1 / 3 },
      { host: "x", gold: "client", similarity: 0, runner_up: "server", runner_up_similarity: 0 },
    ]);
  });
});
