import assert from "node:assert/strict";
import { type Hunt, open } from "../../../src/evidence/open";
import { testFolder } from "../../support/folder";
import { event } from "../../support/madeEvents";

const QUIET = { quiet: true };
const DAY = 86_400_000;

/** Events of a channel, one a minute, with record ids from `first` on. */
function log(name: string, first: number, count: number, more: object = {}, start = 0): string {
  return Array.from({ length: count }, (_, i) =>
    event(
      106,
      { TaskName: `\\${i}` },
      {
        Computer: name,
        EventRecordID: first + i,
        Channel: "Microsoft-Windows-TaskScheduler/Operational",
        TimeCreated: new Date(Date.UTC(2024, 4, 1) + start + (first + i) * 60_000).toISOString(),
        ...more,
      },
    ),
  ).join("\n");
}

/** Windows' own record of a new name. */
function renamed(from: string, to: string, id: number): string {
  const more = { Computer: to, Channel: "System", Provider: "EventLog", EventRecordID: id };
  return event(
    6011,
    { Data0: from, Data1: to.split(".")[0] },
    { ...more, TimeCreated: "2024-05-01T01:00:00Z" },
  );
}

const hostsOf = async (hunt: Hunt) =>
  (await hunt.sql`select host, alias, rows from hosts`.rows()).map(
    (row) => `${row.alias}>${row.host} ${row.rows}`,
  );

describe("joinHosts", () => {
  const folder = testFolder();
  let hunt: Hunt;
  let test = 0;
  beforeEach(async () => {
    hunt = await open();
    test += 1;
  });
  afterEach(() => hunt.close());
  const write = (name: string, ...lines: readonly string[]) =>
    folder.write(`${test}/${name}`, lines.join("\n"));

  it("read gives one name to a machine whatever case, domain, blanks and dot its logs add to it", async () => {
    const names = ["WS01", "ws01.corp.example", "WS01.CORP.EXAMPLE. ", "\\\\Ws01"];
    await hunt.read(write("a.jsonl", ...names.map((name, i) => log(name, i * 5, 2))), QUIET);
    assert.deepEqual(await hostsOf(hunt), ["ws01>ws01 8"]);
  });

  it("read joins names by event 6011, and keeps the old one as the alias", async () => {
    const path = write(
      "a.jsonl",
      log("WIN-OLD", 1, 3),
      renamed("WIN-OLD", "WS01.corp.example", 9),
      log("WS01", 7, 2),
    );
    const { issues } = await hunt.read(path, QUIET);
    assert.deepEqual([...issues], []);
    assert.deepEqual(await hostsOf(hunt), ["win-old>ws01 3", "ws01>ws01 3"]);
    const [first] = await hunt.sql`select host, alias, system->>'Computer' as computer from events`.rows();
    assert.deepEqual(first, { host: "ws01", alias: "win-old", computer: "WIN-OLD" });
    assert.deepEqual(await hunt.sql`select host, count(*) as n from tasks group by all`.rows(), [
      { host: "ws01", n: 5 },
    ]);
    const [alias] =
      await hunt.sql`select first_seen, last_seen, reason from hosts where alias = 'win-old'`.rows();
    assert.deepEqual(alias, {
      first_seen: "2024-05-01T00:01:00.000000Z",
      last_seen: "2024-05-01T00:03:00.000000Z",
      reason: "event 6011 of the System log",
    });
  });

  it("read joins names where a log goes on by one, when something else speaks for it", async () => {
    await hunt.read(write("hosts/WS01/tasks.jsonl", log("OLD01", 1, 3), log("WS01", 4, 3)), QUIET);
    await hunt.read(write("b.jsonl", log("WIN-ABCDEFGHIJK", 1, 3), log("WS02", 4, 3)), QUIET);
    const other = { Channel: "Application" };
    const both = [
      log("OLD03", 1, 3),
      log("WS03", 4, 3),
      log("OLD03", 8, 2, other),
      log("WS03", 10, 2, other),
    ];
    await hunt.read(write("c.jsonl", ...both), QUIET);
    assert.deepEqual(
      await hunt.sql`select distinct host from events`.orderBy("host").rows(),
      ["ws01", "ws02", "ws03"].map((host) => ({ host })),
    );
  });

  it("read never takes the events of two machines in one text file for one machine's, by their numbers alone", async () => {
    const path = write("many.jsonl", log("WS01", 1, 3), log("WS02", 4, 3), log("WS03", 7, 3));
    const { issues } = await hunt.read(path, QUIET);
    assert.deepEqual(
      [await hostsOf(hunt), issues.length],
      [["ws01>ws01 3", "ws02>ws02 3", "ws03>ws03 3"], 0],
    );
  });

  it("read joins nothing where numbers overlap, or the clock goes back by days", async () => {
    const mixed = [log("WIN-ABCDEFGHIJK", 1, 4), log("WS02", 3, 3), log("WIN-ABCDEFGHIJK", 9, 1)];
    await hunt.read(write("WS02/a.jsonl", ...mixed), QUIET);
    await hunt.read(write("WS03/a.jsonl", log("OLD03", 1, 3, {}, 3 * DAY), log("WS03", 4, 3)), QUIET);
    assert.equal(await hunt.sql`select distinct host from events`.count(), 4);
    assert.equal(await hunt.sql`select 1 from events where alias is not null`.count(), 0);
  });

  it("read uses a rename for the files around, the nearest folder first: setup names are not one machine's", async () => {
    write("A/System.jsonl", renamed("WIN-IMAGE", "WS01", 9));
    write("A/deep/Tasks.jsonl", log("WIN-IMAGE", 1, 2));
    write("B/System.jsonl", renamed("WIN-IMAGE", "WS02", 9));
    write("B/Tasks.jsonl", log("WIN-IMAGE", 1, 3));
    write("Tasks.jsonl", log("WIN-IMAGE", 1, 4));
    const { issues } = await hunt.read(folder.path(`${test}`), QUIET);
    assert.deepEqual(await hostsOf(hunt), [
      "win-image>win-image 4",
      "win-image>ws01 2",
      "ws01>ws01 1",
      "win-image>ws02 3",
      "ws02>ws02 1",
    ]);
    assert.deepEqual(
      [...issues],
      [
        {
          path: folder.path(`${test}/Tasks.jsonl`),
          place: "",
          reason: "host win-image became ws01 and ws02; its rows keep that name",
        },
      ],
    );
  });

  it("read keeps a name that is in use after the rename, and says so", async () => {
    write("System.jsonl", renamed("OLD01", "WS01", 9));
    write("Tasks.jsonl", log("OLD01", 1, 2, {}, 40 * DAY));
    const { issues } = await hunt.read(folder.path(`${test}`), QUIET);
    assert.deepEqual(await hostsOf(hunt), ["old01>old01 2", "ws01>ws01 1"]);
    assert.deepEqual(
      issues.map((issue) => issue.reason),
      ["host old01 became ws01, but here it goes on; its rows keep that name"],
    );
  });

  it("read follows several renames to the last name, and a circle nowhere", async () => {
    const chain = [renamed("FIRST", "SECOND", 5), renamed("SECOND", "THIRD", 9)];
    await hunt.read(write("a/a.jsonl", log("FIRST", 1, 2), ...chain), QUIET);
    assert.deepEqual(await hostsOf(hunt), ["first>third 2", "second>third 1", "third>third 1"]);
    const circle = [renamed("ONE", "TWO", 5), renamed("TWO", "ONE", 9)];
    const { issues } = await hunt.read(write("b/b.jsonl", log("ONE", 1, 2), ...circle), QUIET);
    assert.match(issues[0]!.reason, /^host one became two, .* its rows keep that name$/);
    assert.equal(await hunt.sql`select 1 from events where host = 'one'`.count(), 3);
  });

  it("read of later evidence joins what was read before, and undoes what is no longer certain", async () => {
    await hunt.read(write("a/Tasks.jsonl", log("WIN-IMAGE", 1, 2)), QUIET);
    await hunt.read(write("x/System.jsonl", renamed("WIN-IMAGE", "WS01", 9)), QUIET);
    assert.deepEqual(await hostsOf(hunt), ["win-image>ws01 2", "ws01>ws01 1"]);
    assert.equal(await hunt.sql`select 1 from tasks where host = 'ws01'`.count(), 2);
    await hunt.read(write("y/System.jsonl", renamed("WIN-IMAGE", "WS02", 9)), QUIET);
    assert.deepEqual(await hostsOf(hunt), ["win-image>win-image 2", "ws01>ws01 1", "ws02>ws02 1"]);
    assert.equal(await hunt.sql`select 1 from tasks where host = 'win-image'`.count(), 2);
  });

  it("read with joinHosts false gives every row the name of its log, and the next read joins again", async () => {
    const path = write("a.jsonl", log("WIN-OLD", 1, 2), renamed("WIN-OLD", "WS01", 9));
    await hunt.read(path, { ...QUIET, joinHosts: false });
    assert.deepEqual(await hostsOf(hunt), ["win-old>win-old 2", "ws01>ws01 1"]);
    await hunt.read(path, QUIET);
    assert.deepEqual(await hostsOf(hunt), ["win-old>ws01 2", "ws01>ws01 1"]);
    await hunt.read(path, { ...QUIET, joinHosts: false });
    assert.deepEqual(await hostsOf(hunt), ["win-old>win-old 2", "ws01>ws01 1"]);
  });
});
