import assert from "node:assert/strict";
import { lfo } from "../../src/baseline/lfo";
import { rarity } from "../../src/baseline/rarity";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { hypergeometricTail } from "../../src/stats/hypergeometricTail";
import { tailBound } from "../../src/stats/tailBound";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

describe("lfo in several variables", () => {
  const folder = testFolder();
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** Two tasks and two commands, each common; once the one runs the other's command. */
  const swapped = () => hunt.sql`
    select 'h' || (i % 20) as host, 'Backup' as task, case when i = 7 then 'update.exe' else 'backup.exe' end as command from range(400) t(i)
    union all select 'h' || (i % 20), 'Update', 'update.exe' from range(400) t(i)
    union all select 'h1', 'Own', 'own.exe'`;

  it("lfo with expected puts first what is rare together although each is common", async () => {
    const [first, ...rest] = await (await lfo(swapped(), { by: ["task", "command"], expected: true })).rows();
    assert.deepEqual(
      [first!.task, first!.command, first!.count, first!.hosts],
      ["Backup", "update.exe", 1, 1],
    );
    assert.ok(Math.abs(Number(first!.expected) - (400 * 401) / 801) < 1e-9);
    const bound = Math.min(tailBound(1, 400, 401 / 801), tailBound(1, 401, 400 / 801));
    assert.ok(Math.abs(Number(first!.surprise) + Math.log2(bound)) < 1e-9);
    assert.equal(first!.tail_probability, 2 ** -Number(first!.surprise) * 4);
    assert.ok(hypergeometricTail(1, 400, 401, 801) < Number(first!.tail_probability));
    // The single row of its own kind is rarer by count, and no surprise: one of one is what one expects.
    assert.deepEqual(
      rest.map((row) => row.surprise),
      [0, 0, 0],
    );
    const [byCount] = await (await lfo(swapped(), { by: ["task", "command"] })).rows();
    assert.notEqual(byCount!.task, "Update");
  });

  it("lfo with expected never finds small samples surprising", async () => {
    const few = hunt.sql`select * from (values ('h', 'a', 'x'), ('h', 'a', 'y'), ('h', 'b', 'x'), ('h', 'b', 'x'), ('h', 'a', 'x')) t(host, p, q)`;
    const rows = await (await lfo(few, { by: ["p", "q"], expected: true })).rows();
    assert.ok(rows.every((row) => row.tail_probability === 1));
  });

  it("lfo with expected of a triple finds what no pair explains", async () => {
    // The third is the parity of the two others, so that every pair is common and half of the triples never are.
    const parity = hunt.sql`select 'h' as host, i % 2 as a, (i // 2) % 2 as b, (i + i // 2) % 2 as c from range(800) t(i)
      union all select 'h', 0, 0, 1`;
    const [first] = await (await lfo(parity, { by: ["a", "b", "c"], expected: true })).rows();
    assert.deepEqual([first!.a, first!.b, first!.c, first!.count], [0, 0, 1, 1]);
    assert.ok(Number(first!.expected) > 90 && Number(first!.tail_probability) < 1e-20);
  });

  it("lfo with expected of a triple is not surprised by what a rare pair explains", async () => {
    const triple = hunt.sql`select s.*, u.c from ${swapped()} s cross join (select unnest(['u1', 'u2']) as c) u`;
    const rows = await (await lfo(triple, { by: ["task", "command", "c"], expected: true })).rows();
    assert.ok(rows.every((row) => row.surprise === 0));
  });

  it("lfo with given counts within each user, and still shows the spread over the fleet", async () => {
    const logons = hunt.sql`select 'h' || (i % 9) as host, 'anna' as "user", 'mail' as app from range(99) t(i)
      union all select 'h1', 'anna', 'psexec' union all select 'h' || i, 'admin', 'psexec' from range(50) t(i) union all select 'h1', 'guest', 'mail'`;
    const rows = await (await lfo(logons, { by: "app", given: "user" })).rows();
    assert.deepEqual(
      rows
        .slice(0, 2)
        .map((row) => [row.user, row.app, row.count, row.share, row.cumulative, row.hosts, row.usual_share]),
      [
        ["anna", "psexec", 1, 0.01, 0.01, 50, 51 / 151],
        ["guest", "mail", 1, 1, 1, 9, 100 / 151],
      ],
    );
  });

  it("lfo within hours of the column time tells when each group was first and last seen", async () => {
    const made = hunt.sql`select * from (values ('a', timestamp '2024-05-01 21:00:00'), ('a', timestamp '2024-05-02 03:00:00'),
      ('a', timestamp '2024-05-09 03:00:00')) t(task, time), (select 'h' as host)`;
    const groups = await lfo(made, { by: ["task", "time"], within: { time: 24 } });
    assert.deepEqual(
      (await groups.rows()).map((row) => [row.time, row.count, row.first_seen, row.last_seen]),
      [
        ["2024-05-09T03:00:00.000000Z", 1, "2024-05-09T03:00:00.000000Z", "2024-05-09T03:00:00.000000Z"],
        ["2024-05-01T21:00:00.000000Z", 2, "2024-05-01T21:00:00.000000Z", "2024-05-02T03:00:00.000000Z"],
      ],
    );
  });

  it("lfo within a day takes a roll-out across midnight as one, and not what comes a week later", async () => {
    const made = hunt.sql`select 'h' || i as host, 'Agent' as task, timestamp '2024-05-01 21:00:00' + interval (i * 37) minute as created, 1000 + i % 3 as size from range(12) t(i)
      union all select 'h99', 'Agent', timestamp '2024-05-09 03:00:00', 9000`;
    const stack = async (within?: Record<string, number>) =>
      (await (await lfo(made, { by: ["task", "created"], ...(within && { within }) })).rows()).map((row) => [
        row.created,
        row.hosts,
      ]);
    assert.equal((await stack()).length, 13);
    assert.deepEqual(await stack({ created: 24 }), [
      ["2024-05-09T03:00:00.000000Z", 1],
      ["2024-05-01T21:00:00.000000Z", 12],
    ]);
    const three = await (
      await lfo(made, { by: ["task", "created", "size"], within: { created: 24, size: 5 } })
    ).rows();
    assert.deepEqual(
      three.map((row) => [row.size, row.hosts]),
      [
        [9000, 1],
        [1000, 12],
      ],
    );
  });

  it("lfo refuses options that make no sense together", async () => {
    const bad = (options: object) => lfo(swapped(), { by: ["task", "command"], ...options } as never);
    await assert.rejects(bad({ given: "task" }), /given must name other columns than by, got task$/);
    await assert.rejects(
      bad({ within: { task: 1 } }),
      /within must name times or numbers among by, got "task" of type VARCHAR/,
    );
    await assert.rejects(bad({ within: { host: 1 } }), { name: "TypeError" });
    await assert.rejects(
      lfo(swapped(), { by: "task", expected: true }),
      /two or three columns with expected, got 1/,
    );
  });

  it("rarity gives every row the bits of its value, and null to rows without one", async () => {
    const rows = await rarity(
      hunt.sql`select *, i as _row from (select 'h' || (i % 4) as host, case when i = 1 then 'odd' when i < 9 then 'usual' end as task, i from range(10) t(i))`,
      { by: "task" },
    );
    const seen = (await rows.orderBy("_row").rows()).map((row) => [
      row.rarity,
      row.rarity_hosts,
      row.tail_probability,
    ]);
    assert.deepEqual(seen.slice(0, 2), [
      [0, 4, 1],
      [2, 1, 1 / 9],
    ]);
    assert.deepEqual(seen[9], [null, null, null]);
  });

  it("lfo of tasks leaves out events without TaskName, and stacks GUID and SID names by their pattern", async () => {
    const task = (name: string | undefined, id: number, host: string) =>
      event(id, name === undefined ? {} : { TaskName: name }, {
        Channel: "Microsoft-Windows-TaskScheduler/Operational",
        Computer: host,
      });
    const path = folder.write(
      "tasks.jsonl",
      [
        ...[400, 402, 411, 700].map((id) => task(undefined, id, "WS01")),
        task("\\{6bd4c1f4-3d0b-4d5f-93f4-6d2b5a7a0001}", 106, "WS01"),
        task("\\{00000000-3d0b-4d5f-93f4-6d2b5a7a0002}", 106, "WS02"),
        task("\\OneDrive Standalone Update Task-S-1-5-21-11-22-33-1001", 106, "WS01"),
        task("\\OneDrive Standalone Update Task-S-1-5-21-44-55-66-1002", 106, "WS02"),
      ].join("\n"),
    );
    const { relation } = await hunt.read(path, { quiet: true });
    const tasks = await relation.as("tasks");
    assert.equal((await (await lfo(tasks, { by: "task_name" })).rows()).length, 4);
    const stack = await (await lfo(tasks, { by: "task_pattern" })).rows();
    assert.deepEqual(
      stack.map((row) => [row.task_pattern, row.hosts]),
      [
        ["\\OneDrive Standalone Update Task-{sid}", 2],
        ["\\{guid}", 2],
      ],
    );
    assert.equal(await tasks.where(sql`task_name in ('null', '')`).count(), 0);
  });
});
