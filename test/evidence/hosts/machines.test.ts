import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { raw } from "../../../src/engine/sql";
import { type Hunt, open } from "../../../src/evidence/open";
import { generateFleet } from "../../../src/fleet/generateFleet";
import { evidence } from "../../support/evidence";
import { testFolder } from "../../support/folder";

describe("one name for a machine", () => {
  const folder = testFolder();
  let hunt: Hunt;
  beforeEach(async () => {
    hunt = await open();
  });
  afterEach(() => hunt.close());

  it("read of the sample fleet gives as many hosts as it has machines, with the names of the truth", async () => {
    const out = folder.path("fleet");
    await generateFleet({ out, hosts: 30, days: 10, artefacts: ["tasks"], quiet: true });
    const truth = JSON.parse(readFileSync(`${out}/truth.json`, "utf8")) as {
      benign: { renamed: { host: string; formerly: string }[] };
    };
    const renamed = truth.benign.renamed.map((one) => `${one.formerly}>${one.host}`.toLowerCase());
    await hunt.read(`${out}/hosts`, { quiet: true });
    const names = await hunt.sql`select host, alias from hosts where alias <> host order by host`.rows();
    assert.ok(renamed.length > 0);
    assert.deepEqual(names.map((row) => `${row.alias}>${row.host}`).sort(), renamed.sort());
    for (const view of ["events", "tasks"]) {
      const [count] = await hunt.relation(raw(`select count(distinct host) as n from ${view}`)).rows();
      assert.deepEqual(count, { n: 30 });
    }
  });

  it("read of three whole hosts gives three names (evidence 05, renamed during setup)", async function () {
    const folderOfAll = evidence(this, "05-whole-hosts");
    const paths = ["APTSimulatorVM_EventLogs", "BelkasoftCTF_InsiderThreat", "RathbunVM_W10EventLogs"].map(
      (name) => `${folderOfAll}/${name}.jsonl.gz`,
    );
    const { issues } = await hunt.read(paths, { quiet: true });
    assert.deepEqual([...issues], []);
    const names = await hunt.sql`select host, alias from hosts`.rows();
    assert.deepEqual(
      names.map((row) => `${row.alias}>${row.host}`),
      [
        "desktop-23ps6es>desktop-23ps6es",
        "win-an5b2t7e4gi>desktop-23ps6es",
        "desktop-gnccvrk>desktop-gnccvrk",
        "win-28gfhagev4p>desktop-gnccvrk",
        "desktop-tmku40h>desktop-tmku40h",
        "win-c89cftihc0i>desktop-tmku40h",
      ],
    );
    // The same logs as event logs, beside the JSON: names agree, and nothing is joined twice.
    await hunt.read(evidence(this, "05-whole-hosts", "APTSimulatorVM_EventLogs"), { quiet: true });
    assert.equal(await hunt.sql`select distinct host from events`.count(), 3);
  });

  it("views of artefacts have the events that a plain count of the lines gives (evidence 04)", async function () {
    const path = evidence(this, "04-evtx-corpora", "EVTX-ATTACK-SAMPLES.jsonl.gz");
    const lines = gunzipSync(readFileSync(path)).toString("utf8").trimEnd().split("\n");
    const rows = lines.map((line) => JSON.parse(line) as { Channel: string; EventID: number });
    const count = (channel: RegExp, ...ids: readonly number[]) =>
      rows.filter((row) => channel.test(row.Channel) && ids.includes(Number(row.EventID))).length;
    await hunt.read(path, { quiet: true });
    const expected = {
      logons:
        count(/^security$/i, 4624, 4625, 4634, 4647, 4648) +
        count(/LocalSessionManager.Operational$/, 21, 23, 24, 25) +
        count(/RemoteConnectionManager.Operational$/, 1149),
      processes: count(/^security$/i, 4688) + count(/Sysmon.Operational$/, 1),
      services: count(/^system$/i, 7045) + count(/^security$/i, 4697),
      network: count(/Sysmon.Operational$/, 3, 22),
      files: count(/Sysmon.Operational$/, 11),
    };
    for (const [view, n] of Object.entries(expected)) {
      const { length } = await hunt.relation(raw(`select _row from ${view}`)).rows();
      assert.deepEqual([view, length], [view, n]);
    }
  });

  it("tasks and logons of one attack meet by the logon id (evidence 01, 4624 and 4702)", async function () {
    const name = "remote task update 4624 4702 same logonid.evtx";
    await hunt.read(evidence(this, "01-taskscheduler-t1053", name), { quiet: true });
    const met = await hunt.sql`select distinct l.logon_id as id, l.logon_type as type from logons l
      join events e on e.event_id = 4702 and e.host = l.host and (e.data->>'SubjectLogonId') = l.logon_id`.rows();
    assert.equal(met.length, 1);
    assert.match(String(met[0]!.id), /^0x[1-9a-f][0-9a-f]*$/);
    assert.equal(met[0]!.type, 3);
  });
});
