import assert from "node:assert/strict";
import { lfo } from "../../src/baseline/lfo";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { evidence } from "../support/evidence";

describe("lfo", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  const toy = () => hunt.sql`select * from (values
    ('a', 'h1', 'u1', timestamp '2024-01-01'), ('a', 'h2', 'u1', timestamp '2024-01-03'),
    ('a', 'h2', 'u2', timestamp '2024-01-02'), ('b', 'h1', 'u1', timestamp '2024-01-05'),
    (null, 'h1', 'u1', timestamp '2024-01-06')) t(task, host, "user", time)`;

  it("lfo counts rows, hosts and users, rarest first, and leaves out missing names", async () => {
    assert.deepEqual(await (await lfo(toy(), { by: "task" })).rows(), [
      {
        task: "b",
        count: 1,
        share: 0.25,
        cumulative: 0.25,
        hosts: 1,
        users: 1,
        first_seen: "2024-01-05T00:00:00.000000Z",
        last_seen: "2024-01-05T00:00:00.000000Z",
      },
      {
        task: "a",
        count: 3,
        share: 0.75,
        cumulative: 1,
        hosts: 2,
        users: 2,
        first_seen: "2024-01-01T00:00:00.000000Z",
        last_seen: "2024-01-03T00:00:00.000000Z",
      },
    ]);
  });

  it("lfo stacks several columns together, and over any column", async () => {
    const rows = await (await lfo(toy(), { by: ["task", "host"], over: "time" })).rows();
    assert.deepEqual(
      rows.map((row) => [row.task, row.host, row.count, row.distinct_time]),
      [
        ["a", "h1", 1, 1],
        ["b", "h1", 1, 1],
        ["a", "h2", 2, 2],
      ],
    );
  });

  it("lfo of a relation without users, time or rows says null, or nothing", async () => {
    const bare = hunt.sql`select 'x' as k, 'h' as host`;
    const [row] = await (await lfo(bare, { by: "k" })).rows();
    assert.deepEqual([row!.users, row!.first_seen], [null, null]);
    assert.equal(await (await lfo(bare.where(sql`false`), { by: "k" })).count(), 0);
  });

  it("lfo refuses columns and options that it does not know", async () => {
    await assert.rejects(lfo(toy(), { by: "tusk" }), {
      message: 'lfo: column "tusk" not found among task, host, user, time; did you mean "task"?',
    });
    await assert.rejects(lfo(toy(), { by: [] }), {
      message: "lfo: by must name one column or more, got an array of 0",
    });
    await assert.rejects(
      lfo(toy(), { by: "count" }),
      /^TypeError: lfo: by must not be one of the result's own columns/,
    );
    await assert.rejects(lfo(toy(), { by: "task", ovr: "host" } as never), { name: "TypeError" });
  });

  it("lfo on 18 hosts gives the expected stack of task registrations (evidence L-1)", async function () {
    const { relation } = await hunt.read(evidence(this, "02-multihost-lfo", "taskevents_18hosts.jsonl.gz"), {
      quiet: true,
    });
    const registered = (await relation.as("tasks")).where(sql`event_id in ${[106, 140, 4698, 4702]}`);
    const rows = await (await lfo(registered, { by: "task_name" })).rows();
    const onOneHost = rows.filter((row) => row.hosts === 1).map((row) => row.task_name);
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row.count), 0),
      392,
    );
    assert.equal(rows.length, 29);
    assert.equal(onOneHost.length, 21);
    for (const planted of ["\\CYAlyNSS", "\\FullPowersTask", "\\LMST", "\\MordorSchtask"]) {
      assert.ok(onOneHost.includes(planted));
    }
    const top = rows.at(-1)!;
    assert.deepEqual(
      [top.task_name, top.hosts],
      ["\\Microsoft\\Windows\\SoftwareProtectionPlatform\\SvcRestartTask", 7],
    );
    const [{ hosts }] = (await registered.select(sql`count(distinct host) as hosts`).rows()) as [
      { hosts: number },
    ];
    assert.equal(hosts, 18);
  });
});
