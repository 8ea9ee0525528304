import assert from "node:assert/strict";
import { sql } from "../../../src/engine/sql";
import { type Hunt, open } from "../../../src/evidence/open";
import { readAllowLists, withoutAllowed } from "../../../src/match/ioc/allowLists";
import { matchIndicators } from "../../../src/match/ioc/matchIndicators";
import { readIndicators } from "../../../src/match/ioc/readIndicators";
import { retroHunt } from "../../../src/match/ioc/retroHunt";
import { testFolder } from "../../support/folder";
import { event } from "../../support/madeEvents";

const at = (time: string, host: string) => ({ TimeCreated: `2024-05-01T08:00:${time}Z`, Computer: host });
const quiet = { quiet: true } as const;
const stix = (...patterns: string[]) =>
  readIndicators({
    text: JSON.stringify({
      type: "bundle",
      objects: patterns.map((pattern) => ({ type: "indicator", pattern, id: pattern, name: "P" })),
    }),
  });

describe("matchIndicators", () => {
  const folder = testFolder();
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
    const log = folder.write(
      "log.jsonl",
      [
        event(1, { Image: "C:\\x\\GameOverlay.exe", CommandLine: "GameOver" }, at("01", "WS01")),
        event(
          3,
          { DestinationIp: "10.9.9.9", DestinationHostname: "a.evil.com", DestinationPort: "8080" },
          at("02", "WS01"),
        ),
        event(3, { DestinationIp: "10.9.9.9:3389", DestinationPort: "443" }, at("03", "WS02")),
        event(22, { QueryName: "EVIL.com", Text: "line\nevil.com\tend" }, at("04", "WS02")),
        event(
          1,
          { Image: "C:\\b\\child.exe", ParentImage: "C:\\b\\parent.exe", ProcessId: "77" },
          at("05", "WS02"),
        ),
        event(1, { Image: "C:\\b\\parent.exe", ParentImage: "C:\\b\\child.exe" }, at("09", "WS02")),
      ].join("\n"),
    );
    await hunt.read(log, quiet);
  });
  after(() => hunt.close());

  const rowsOf = async (text: string) => {
    const hits = await matchIndicators(hunt, await readIndicators({ text }), quiet);
    return (await hits.rows()).map((row) => `${row._row} ${row.indicator} ${row.column} ${row.why}`);
  };
  const patternRows = async (pattern: string) => {
    const set = await stix(pattern);
    assert.deepEqual(
      set.indicators.map(({ type }) => type),
      ["pattern"],
    );
    return (await (await matchIndicators(hunt, set, quiet)).rows()).map((row) => row._row);
  };

  it("matchIndicators finds whole tokens, addresses with ports and sub-domains inside JSON, and says where and why", async () => {
    assert.deepEqual(await rowsOf("GameOver\n10.9.9.9\nevil[.]com"), [
      "1 GameOver data.CommandLine whole token",
      "2 10.9.9.9 data.DestinationIp same address",
      "2 evil[.]com data.DestinationHostname sub-domain of evil.com",
      "3 10.9.9.9 data.DestinationIp same address, with a port",
      "4 evil[.]com data.QueryName same domain",
      "4 evil[.]com data.Text same domain",
    ]);
  });

  it("matchIndicators gives the documented columns, with provenance", async () => {
    const set = await readIndicators({ text: "indicator,malware\nGameOver,Bad\n", name: "l.csv" });
    const [row] = await (await matchIndicators(hunt, set, quiet)).rows();
    assert.deepEqual(
      Object.keys(row!),
      "indicator title level attack type lists column value why valid host time _row _source _record".split(
        " ",
      ),
    );
    assert.deepEqual(
      [row!.title, row!.lists, row!.value, row!.host, row!._row, row!._record, row!.valid],
      ["Bad", "l.csv", "gameover", "ws01", 1, 1, "inside"],
    );
  });

  it("matchIndicators marks hits outside the period of validity, or drops them", async () => {
    const text =
      "indicator,valid_from,valid_until\nGameOver,2024-05-02,\n10.9.9.9,,2024-05-01T08:00:03Z\nevil.com,2024-01-01,2024-12-31\n";
    const set = await readIndicators({ text, name: "p.csv" });
    const marked = (await (await matchIndicators(hunt, set, quiet)).rows()).map(
      (row) => `${row._row} ${row.valid}`,
    );
    assert.deepEqual(marked, ["1 before", "2 inside", "2 inside", "3 after", "4 inside", "4 inside"]);
    const kept = await matchIndicators(hunt, set, { ...quiet, outside: "drop" });
    assert.equal(await kept.count(), 4);
  });

  it("matchIndicators searches any relation, with or without provenance, distinct values or not", async () => {
    const table = hunt.sql`select 'evil.com' || (case when i % 2 = 0 then '' else '.au' end) as a, i::varchar || '.evil.com' as b, i as n from range(4) t(i)`;
    const set = await readIndicators({ text: "evil.com" });
    const hits = await (await matchIndicators(table, set, quiet)).rows();
    assert.deepEqual(hits.map((row) => `${row._row} ${row.column}`).sort(), [
      "1 a",
      "1 b",
      "2 b",
      "3 a",
      "3 b",
      "4 b",
    ]);
    const only = await matchIndicators(table, set, { ...quiet, columns: ["a"] });
    assert.equal(await only.count(), 2);
    await assert.rejects(matchIndicators(table, set, { columns: ["x"] }), {
      name: "TypeError",
      message: 'matchIndicators: column "x" not found among a, b, n, _row, _source',
    });
    const where = (await hunt.sql`select * from events`.as("events")).where(sql`event_id = 3`);
    assert.equal(await (await matchIndicators(where, set, quiet)).count(), 1);
  });

  it("matchIndicators of a pattern wants all of it in one row", async () => {
    assert.deepEqual(
      await patternRows("[domain-name:value = 'evil.com' AND network-traffic:dst_port = 8080]"),
      [2],
    );
    assert.deepEqual(
      await patternRows("[ipv4-addr:value ISSUBSET '10.9.0.0/16' AND domain-name:value NOT = 'evil.com']"),
      [3],
    );
    assert.deepEqual(
      await patternRows("[file:name = 'child.exe' AND process:parent_ref.name = 'parent.exe']"),
      [5],
    );
    assert.deepEqual(
      await patternRows("[network-traffic:dst_port IN (443, 8080) AND network-traffic:dst_port > 1000]"),
      [2],
    );
    assert.deepEqual(await patternRows("[process:pid >= 77]"), [5]);
    assert.deepEqual(
      await patternRows(
        "[ipv4-addr:value = '10.9.9.9' AND EXISTS network-traffic:dst_port AND file:name != 'x.exe']",
      ),
      [],
    );
  });

  it("matchIndicators joins the rows of one host in time order", async () => {
    const a = "[ipv4-addr:value = '10.9.9.9']";
    const b = "[domain-name:value = 'evil.com']";
    assert.deepEqual(await patternRows(`${a} FOLLOWEDBY ${b}`), [3, 4]);
    assert.deepEqual(await patternRows(`${b} FOLLOWEDBY ${a}`), []);
    assert.deepEqual(
      await patternRows(`${a} FOLLOWEDBY [file:name = 'parent.exe'] WITHIN 6 SECONDS`),
      [3, 6],
    );
    assert.deepEqual(await patternRows(`(${a} FOLLOWEDBY [file:name = 'parent.exe']) WITHIN 5 SECONDS`), []);
    assert.deepEqual(await patternRows(`${a} REPEATS 2 TIMES`), []);
    assert.deepEqual(await patternRows(`(${a} OR ${b}) REPEATS 2 TIMES`), [3, 4]);
    assert.deepEqual(
      await patternRows(`${b} START t'2024-05-01T08:00:03Z' STOP t'2024-05-01T08:00:05Z'`),
      [4],
    );
  });

  it("retroHunt sums hits up: first and last seen, hosts, count", async () => {
    const hits = await matchIndicators(
      hunt,
      await readIndicators({ text: "GameOver\n10.9.9.9\nevil.com" }),
      quiet,
    );
    const rows = await retroHunt(hits).rows();
    assert.deepEqual(
      rows.map((row) => [
        row.indicator,
        row.count,
        row.hosts,
        String(row.first_seen).slice(17, 19),
        String(row.last_seen).slice(17, 19),
      ]),
      [
        ["10.9.9.9", 2, 2, "02", "03"],
        ["evil.com", 2, 2, "02", "04"],
        ["GameOver", 1, 1, "01", "01"],
      ],
    );
  });

  it("withoutAllowed takes harmless hits out and says which entry of which list did it", async () => {
    const allow = await readAllowLists({
      name: "list.json",
      text: JSON.stringify({
        name: "Our networks",
        type: "cidr",
        list: ["10.9.0.0/16", "nonsense"],
        matching_attributes: ["ip-dst"],
      }),
    });
    assert.deepEqual(
      allow.issues.map(({ place, reason }) => [place, reason]),
      [["entry 2", "no address and no network"]],
    );
    const found = await matchIndicators(hunt, await readIndicators({ text: "10.0.0.0/8\nevil.com" }), quiet);
    const { hits, removed } = await withoutAllowed(found, allow);
    assert.deepEqual(
      (await hits.rows()).map((row) => row.indicator),
      ["evil.com", "evil.com", "evil.com"],
    );
    assert.deepEqual(
      (await removed.rows()).map((row) => [row._row, row.allowed_by]),
      [
        [2, "Our networks: 10.9.0.0/16"],
        [3, "Our networks: 10.9.0.0/16"],
      ],
    );
  });
});
