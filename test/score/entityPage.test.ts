import assert from "node:assert/strict";
import { displaySymbol } from "../../src/core/display";
import { type Hunt, open } from "../../src/evidence/open";
import { entityPage } from "../../src/score/entityPage";

describe("entityPage", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  const rows =
    () => hunt.sql`select i as _row, 'log' as _source, i + 100 as _record, * exclude (i) from (values
    (1, timestamp '2024-05-01', 'ws01', 'CORP\\Anna', 'C:\\Windows\\cmd.exe', '10.0.0.7'), (2, timestamp '2024-05-02', 'ws02', 'bob', 'C:\\TMP\\cmd.exe', null),
    (3, timestamp '2024-05-03', 'ws010', 'joanna', 'x', '10.0.0.70')) t(i, time, host, "user", image, source_ip)`;
  const hits = () =>
    hunt.sql`select 'r' as rule, 'Bad thing' as title, 'high' as level, 'log' as _source, 101 as _record`;
  const scores = () => hunt.sql`select 2 as _row, 1.5 as score, 0.01 as tail_probability, 'odd' as why`;
  const stack = () => hunt.sql`select 'C:\\Windows\\cmd.exe' as image, 4 as count`;
  const from = () => [
    { name: "evidence", relation: rows() },
    { name: "sigma", relation: hits() },
    { name: "score", relation: scores() },
    { name: "stack", relation: stack() },
  ];
  const found = async (kind: "host" | "user" | "process" | "address", value: string) => {
    const page = await entityPage({ kind, value }, { from: from(), rows: rows() });
    return { page, rows: (await page.rows.rows()).map((row) => [row.source, row._row, row.role]) };
  };

  it("entityPage gathers evidence, hits and scores about a host, in order of time", async () => {
    const { page, rows: about } = await found("host", "WS01");
    assert.deepEqual(about, [
      ["evidence", 1, "host"],
      ["sigma", 1, "host"],
    ]);
    assert.deepEqual(
      page.counts.map(({ source, rows }) => [source, rows]),
      [
        ["evidence", 1],
        ["sigma", 1],
        ["score", 0],
      ],
    );
    assert.deepEqual(page.silent, ["stack"]);
    const [, hit] = await page.rows.rows();
    assert.deepEqual([hit!.what, hit!.level, hit!._record], ["Bad thing", "high", 101]);
  });
  it("entityPage says what a row is about where it has no reason of its own, and a hit's title before its reason", async () => {
    const rule = hunt.sql`select 'r' as rule, 'Bad thing' as title, 'EventID: 7' as why, 'ws01' as host`;
    const plain = hunt.sql`select 'ws01' as host, 'started' as action, '\\Task' as task_name, null as command`;
    const bare = hunt.sql`select 'ws01' as host, 7 as number`;
    const page = await entityPage({ kind: "host", value: "ws01" }, { from: [rule, plain, bare] });
    assert.deepEqual(
      (await page.rows.rows()).map((row) => row.what),
      ["Bad thing: EventID: 7", "started · \\Task", '{"host":"ws01","number":7}'],
    );
  });
  it("entityPage knows an address with a port and as IPv6 writes it, and no longer one that begins alike", async () => {
    const addresses = hunt.sql`select unnest(['10.0.0.1:3389', '::ffff:10.0.0.1', '10.0.0.12', '110.0.0.1', '10.0.0.1']) as source_ip`;
    const page = await entityPage({ kind: "address", value: "10.0.0.1" }, { from: [addresses] });
    assert.equal(page.counts[0]!.rows, 3);
    const six = hunt.sql`select unnest(['fe80::1', 'fe80::1:2', 'FE80::1']) as destination_ip`;
    assert.equal(
      (await entityPage({ kind: "address", value: "fe80::1" }, { from: [six] })).counts[0]!.rows,
      2,
    );
  });
  it("entityPage knows users without domain, programs by file name, and addresses whole", async () => {
    assert.deepEqual((await found("user", "anna")).rows, [
      ["evidence", 1, "user"],
      ["sigma", 1, "user"],
    ]);
    assert.deepEqual(
      (await found("process", "cmd.exe")).rows.map(([source]) => source),
      ["evidence", "sigma", "evidence", "score", "stack"],
    );
    assert.deepEqual(
      (await found("address", "10.0.0.7")).rows.map(([source]) => source),
      ["evidence", "sigma"],
    );
  });
  it("entityPage shows itself, hostile names as text", async () => {
    const { page } = await found("user", "<b>bob</b>");
    const bundle = (await page[displaySymbol]()) as Record<string, string>;
    assert.doesNotMatch(bundle["text/html"]!, /<b>/);
    assert.match(bundle["text/plain"]!, /^user <b>bob<\/b>\nevidence: 0 rows\n/);
  });
  it("entityPage refuses other kinds and empty names", async () => {
    await assert.rejects(
      entityPage({ kind: "hash" as never, value: "x" }, { from: from() }),
      /kind must be one of host, user, process, address, got "hash"$/,
    );
    await assert.rejects(entityPage({ kind: "host", value: "" }, { from: from() }), { name: "TypeError" });
  });
});
