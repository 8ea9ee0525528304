import assert from "node:assert/strict";
import { raw, sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { evidence } from "../support/evidence";

describe("read on real evidence", () => {
  let hunt: Hunt;
  beforeEach(async () => {
    hunt = await open();
  });
  afterEach(() => hunt.close());

  it("read gives the ten golden task rows of Velociraptor (evidence T-4)", async function () {
    const { relation, issues } = await hunt.read(
      [
        evidence(this, "01-taskscheduler-t1053", "TaskScheduler.evtx"),
        evidence(this, "01-taskscheduler-t1053", "SecurityTasks.evtx"),
      ],
      { quiet: true },
    );
    assert.equal(await relation.count(), 28);
    assert.deepEqual([...issues], []);
    const tasks = (await relation.as("tasks")).where(sql`task_name = ${"\\T1053_005_powershell"}`);
    const rows = await tasks.select("event_id", "_record", "user", "command").orderBy("_record").rows();
    assert.deepEqual(
      rows.map((row) => [row.event_id, row._record]),
      [
        [106, 2601],
        [129, 2609],
        [100, 2610],
        [200, 2611],
        [110, 2612],
        [201, 2613],
        [102, 2614],
        [141, 2615],
        [4698, 20024],
        [4699, 20038],
      ],
    );
    const created = rows.find((row) => row.event_id === 4698);
    assert.deepEqual([created?.user, created?.command], ["RE-DEV\\yolo", "calc.exe"]);
  });

  it("read finds the one task file of the attacker by author and folder (evidence T-14)", async function () {
    const { relation, issues, files } = await hunt.read(evidence(this, "01-taskscheduler-t1053"), {
      quiet: true,
    });
    assert.equal(files.filter((file) => file.kind === "task xml").length, 202);
    assert.deepEqual(
      issues.map((issue) => issue.path.split("/").pop()),
      ["SOURCE.txt", "velociraptor_golden_ScheduledTasks_T1053_005_powershell.json"],
    );
    const tasks = await relation.as("tasks");
    const found = tasks.where(
      sql`action = 'defined' and (command ilike ${"C:\\TMP\\%"} or author = ${"DESKTOP-TMKU40H\\TestUser"})`,
    );
    assert.deepEqual(await found.select("task_name", "author").rows(), [
      { task_name: "\\GameOver", author: "DESKTOP-TMKU40H\\TestUser" },
    ]);
  });

  it("read of a chainsaw sample gives its ten records, two of them 4624 (evidence A-12)", async function () {
    const { relation } = await hunt.read(evidence(this, "04-evtx-corpora", "security_sample.evtx"), {
      quiet: true,
    });
    assert.equal(await relation.count(), 10);
    const logons = await relation.where(sql`event_id = 4624`).select("record_id").rows();
    assert.deepEqual(
      logons.map((row) => row.record_id),
      [31794, 31799],
    );
  });

  it("read takes OTRF's archives, one with a byte too many, and their local times as UTC", async function () {
    const archive = "empire_mimikatz_logonpasswords.zip";
    const { relation, issues } = await hunt.read(evidence(this, "04-evtx-corpora", archive), { quiet: true });
    assert.deepEqual([...issues], []);
    const [sysmon] = await relation
      .where(sql`provider = 'Microsoft-Windows-Sysmon' and (data->>'UtcTime') is not null`)
      .select(sql`max(abs(epoch(time) - epoch((data->>'UtcTime')::timestamp))) as seconds`)
      .rows();
    assert.ok(Number(sysmon!.seconds) < 60, `Sysmon's own UtcTime differs by ${sysmon!.seconds} s`);
  });

  it("read of CSV and Velociraptor's JSON feeds processes, logons, network and files (evidence 11)", async function () {
    const tables = evidence(this, "11-host-tables");
    const counts = async (file: string, view: string, where: string) => {
      const { relation } = await hunt.read(`${tables}/${file}`, { quiet: true });
      const rows = await relation.as(view);
      return [await rows.count(), await rows.where(raw(where)).count()];
    };
    // Rows as csv.DictReader counts them, and those with the columns behind the condition.
    assert.deepEqual(
      await counts("processes_on_host.csv", "processes", "pid is not null and ppid is not null"),
      [363, 363],
    );
    assert.deepEqual(
      await counts("host_logons.csv", "logons", "\"user\" is not null and host = 'msticalertswin1'"),
      [14, 14],
    );
    assert.deepEqual(await counts("Windows.System.Pslist.json", "processes", "sha256 is not null"), [10, 9]);
    assert.deepEqual(
      await counts("Windows.Network.Netstat.json", "network", "source_port is not null"),
      [10, 10],
    );
    assert.deepEqual(
      await counts("Windows.Sysinternals.Autoruns.json", "files", "length(hash) = 64"),
      [5, 5],
    );
  });

  it("read of a host's 7z has the very logs that lie beside it as evtx.gz (evidence 05)", async function () {
    const host = evidence(this, "05-whole-hosts", "APTSimulatorVM_EventLogs");
    const { relation } = await hunt.read(`${host}.7z`, { quiet: true });
    assert.equal(await relation.count(), 32_159); // as libevtx counts them
    const packed = await hunt.read(host, { quiet: true });
    // A log is known by its bytes: what is the same adds nothing.
    assert.equal(packed.files.length, 2);
    assert.ok(packed.files.every((file) => file.already === true && file.rows > 800));
  });
});
