import assert from "node:assert/strict";
import { baseline } from "../../src/baseline/baseline";
import type { Relation } from "../../src/engine/engine";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { evidence } from "../support/evidence";

describe("baseline", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** Rows of image, host, hash; a day for the time. */
  const rows = (...cells: readonly (readonly [string | null, string | null, string?])[]): Relation => {
    const all = cells.map(
      ([image, host, hash = "x"]) =>
        sql`select ${image}::varchar as image, ${host}::varchar as host, ${hash} as hash, timestamp '2024-05-01' as time`,
    );
    return hunt.relation(all.reduce((one, next) => sql`${one} union all ${next}`));
  };
  const list = async (relation: Relation, ...columns: string[]) =>
    (await relation.rows()).map((row) => columns.map((column) => row[column]));

  it("baseline tells new, missing and changed things, with hosts and prevalence", async () => {
    const gold = rows(["a", "g"], ["b", "g"], ["c", "g"]);
    const fleet = rows(
      ["a", "h1"],
      ["a", "h2"],
      ["b", "h1", "y"],
      ["b", "h2"],
      ["n", "h2"],
      ["n", "h2"],
      [null, "h1"],
    );
    const found = await baseline(gold, fleet, { key: "image", compare: "hash" });
    assert.deepEqual(
      await list(
        found,
        "status",
        "image",
        "hash",
        "gold_hash",
        "count",
        "hosts",
        "prevalence",
        "drift",
        "gold",
      ),
      [
        ["changed", "b", "y", "x", 1, 1, 0.5, false, "gold"],
        ["new", "n", "x", null, 2, 1, 0.5, false, "gold"],
        ["missing", "c", null, "x", 1, 2, 1, false, "gold"],
      ],
    );
  });

  it("baseline with per lists each host by itself, and the spread over all", async () => {
    const gold = rows(["a", "g"], ["b", "g"]);
    const fleet = rows(["a", "h1"], ["n", "h1"], ["n", "h2"], ["b", "h2"], ["a", "h2"]);
    const found = await baseline(gold, fleet, { key: "image", per: "host" });
    assert.deepEqual(await list(found, "status", "host", "image", "hosts"), [
      ["missing", "h1", "b", 1],
      ["new", "h1", "n", 2],
      ["new", "h2", "n", 2],
    ]);
  });

  it("baseline tells a newer build, another user's folder and GUID names from novelty", async () => {
    const gold = rows(
      ["C:\\Program Files\\App\\1.2.3\\app.exe", "g"],
      ["C:\\Users\\anna\\AppData\\x.exe", "g"],
      ["\\{6bd4c1f4-3d0b-4d5f-93f4-6d2b5a7a0001}", "g"],
      ["\\OneDrive Update Task-S-1-5-21-1-2-3-1001", "g"],
      ["C:\\WINDOWS\\cmd.exe", "g"],
    );
    const fleet = rows(
      ["C:\\Program Files\\App\\1.10.0\\app.exe", "h"],
      ["c:\\users\\bob\\AppData\\x.exe", "h"],
      ["\\{00000000-3d0b-4d5f-93f4-6d2b5a7a0001}", "h"],
      ["\\OneDrive Update Task-S-1-5-21-9-9-9-1002", "h"],
      ["C:\\Windows\\cmd.exe", "h"],
      ["C:\\TMP\\app.exe", "h"],
    );
    const found = await baseline(gold, fleet, { key: "image" });
    const novel = await list(found.where(sql`not drift`), "status", "image");
    assert.deepEqual(novel, [["new", "C:\\TMP\\app.exe"]]);
    assert.equal(await found.where(sql`drift and status = 'new'`).count(), 5);
    assert.equal(await found.where(sql`drift and status = 'missing'`).count(), 5);
  });

  it("baseline with compare calls a look-alike's name no drift when its program is another", async () => {
    const task = (image: string, hash: string) => rows([image, "h", hash]);
    const gold = task("\\Update{6bd4c1f4-3d0b-4d5f-93f4-6d2b5a7a0001}", "C:\\App\\1.2\\up.exe");
    const fleet = hunt.sql`${task("\\Update{00000000-3d0b-4d5f-93f4-6d2b5a7a0001}", "C:\\App\\1.3\\up.exe")}
      union all ${task("\\Update{11111111-3d0b-4d5f-93f4-6d2b5a7a0001}", "C:\\TMP\\up.exe")}`;
    const found = await baseline(gold, fleet, { key: "image", compare: "hash" });
    assert.deepEqual(await list(found.where(sql`status = 'new'`), "hash", "drift"), [
      ["C:\\TMP\\up.exe", false],
      ["C:\\App\\1.3\\up.exe", true],
    ]);
    const byName = await baseline(gold, fleet, { key: "image" });
    assert.equal(await byName.where(sql`status = 'new' and drift`).count(), 2);
  });

  it("baseline with allow rules keeps what they allow, says why, and forgets rules that ran out", async () => {
    const fleet = rows(["\\Corp 100%\\Tidy", "h"], ["\\Corp_100\\Tidy", "h"], ["\\Old", "h"]);
    const found = await baseline(rows(["a", "g"]), fleet, {
      key: "image",
      today: new Date("2024-05-02"),
      allow: [
        { match: { image: "\\corp 100%\\*" }, reason: "IT, ticket 7" },
        { match: { image: "\\Old" }, reason: "migration", until: "2024-05-01" },
      ],
    });
    assert.deepEqual(await list(found.where(sql`status = 'new'`), "image", "allowed"), [
      ["\\Corp_100\\Tidy", null],
      ["\\Old", null],
      ["\\Corp 100%\\Tidy", "IT, ticket 7"],
    ]);
  });

  it("baseline with several images compares each host with the nearest", async () => {
    const gold = {
      client: rows(["word", "g"], ["mail", "g"], ["base", "g"]),
      server: rows(["sql", "g"], ["base", "g"]),
    };
    const fleet = rows(["word", "ws1"], ["mail", "ws1"], ["sql", "ws1"], ["sql", "db1"], ["base", "db1"]);
    const found = await baseline(gold, fleet, { key: "image" });
    assert.deepEqual(await list(found, "status", "image", "gold", "hosts"), [
      ["missing", "base", "client", 1],
      ["new", "sql", "client", 1],
    ]);
  });

  it("baseline of hostile names and values is about names and values", async () => {
    const odd = hunt.sql`select 'it''s "x"' as "a ""b"" '; --", 'h' as host`;
    const found = await baseline(odd.where(sql`false`), odd, { key: 'a "b" \'; --' });
    assert.deepEqual(await list(found, "status", 'a "b" \'; --', "first_seen"), [["new", 'it\'s "x"', null]]);
  });

  it("baseline refuses what it cannot compare", async () => {
    const some = rows(["a", "h"]);
    await assert.rejects(baseline(some, some, { key: "imge" }), {
      name: "TypeError",
      message: 'baseline: column "imge" not found among image, host, hash, time; did you mean "image"?',
    });
    await assert.rejects(baseline({}, some, { key: "image" }), /gold must hold one image or more, got none$/);
    await assert.rejects(baseline(some, some, { key: "image", per: "image" }), /must name different columns/);
    const allow = [{ match: { size: "*" }, reason: "x" }];
    await assert.rejects(
      baseline(some, some, { key: "image", allow }),
      /allow rules must match texts of image, got "size"/,
    );
    const other = await open();
    await assert.rejects(
      baseline(other.sql`select 'a' as image`, some, { key: "image" }),
      /of the fleet's own hunt/,
    );
    await other.close();
  });

  it("baseline of LANL's second day against the first has 1,415 new triples of 1,875 (evidence B-5)", async function () {
    const { relation } = await hunt.read(evidence(this, "02-multihost-lfo", "lanl_auth_day0_day1.csv"), {
      quiet: true,
    });
    const key = ["src_user", "src_host", "dst_host"];
    const found = await baseline(relation.where(sql`day = 0`), relation.where(sql`day = 1`), { key });
    assert.equal(await found.where(sql`status = 'new'`).count(), 1415);
    const [{ n }] =
      (await hunt.sql`select count(distinct (src_user, src_host, dst_host)) as n from ${relation} where day = 1`.rows()) as [
        { n: number },
      ];
    assert.equal(n - 1415, 460);
  });
});
