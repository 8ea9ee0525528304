import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { huntbook, jsonLines } from "../support/cli";
import { evidence } from "../support/evidence";

/** The first row that a query over some files gives. */
function first(query: string, ...files: readonly string[]): Record<string, unknown> {
  const result = huntbook("sql", query, ...files, "--quiet");
  assert.equal(result.code, 0, result.stderr);
  return jsonLines(result)[0]!;
}

/** Number of events for which each of some conditions holds. */
function counts(conditions: readonly string[], file: string): unknown[] {
  const columns = conditions.map((condition, i) => `count(*) filter (${condition}) as c${i}`);
  return Object.values(first(`select ${columns.join(", ")} from events`, file));
}

/** A field of an event; in brackets, since `->>` binds weaker than `and`. */
const field = (name: string) => `(data->>'${name}')`;
const message = "system->>'Message'";
const security = (id: string) => `lower(channel) = 'security' and event_id in (${id})`;
const sysmon = (id: number) => `channel = 'Microsoft-Windows-Sysmon/Operational' and event_id = ${id}`;

// T-4, T-12, T-13 and T-14 of the evidence: hunts that are queries.
describe("hunting queries", function () {
  this.timeout(60_000);

  it("sql over tasks gives the ten golden rows of one task", function () {
    const query =
      "select event_id, _record, user, command from tasks where task_name = '\\T1053_005_powershell' order by event_id, _record";
    const files = ["TaskScheduler.evtx", "SecurityTasks.evtx"].map((name) =>
      evidence(this, "01-taskscheduler-t1053", name),
    );
    const rows = jsonLines(huntbook("sql", query, ...files, "--quiet"));
    assert.deepEqual(
      rows.map(({ event_id, _record }) => [event_id, _record]),
      [
        [100, 2610],
        [102, 2614],
        [106, 2601],
        [110, 2612],
        [129, 2609],
        [141, 2615],
        [200, 2611],
        [201, 2613],
        [4698, 20024],
        [4699, 20038],
      ],
    );
    assert.equal(rows.find((row) => row.event_id === 4698)!.command, "calc.exe");
    assert.equal(rows.find((row) => row.event_id === 106)!.user, "RE-DEV\\yolo");
  });

  it("sql over task files finds the one whose program lies in C:\\TMP", function () {
    const query = "select task_name, author from tasks where lower(command) like 'c:\\tmp\\%'";
    const rows = jsonLines(huntbook("sql", query, evidence(this, "01-taskscheduler-t1053"), "--quiet"));
    assert.deepEqual(
      rows.map(({ task_name, author }) => [task_name, author]),
      [["\\GameOver", "DESKTOP-TMKU40H\\TestUser"]],
    );
  });

  it("sql finds who opens the log-on process", function () {
    const file = evidence(this, "04-evtx-corpora", "empire_mimikatz_logonpasswords.zip");
    const asked = [
      `${security("4656, 4663")} and ${field("ObjectName")} like '%lsass.exe' and ${field("SubjectUserName")} not like '%$'`,
      `${sysmon(10)} and ${field("TargetImage")} like '%lsass.exe' and ${field("CallTrace")} like '%UNKNOWN%'`,
    ];
    assert.deepEqual(counts(asked, file), [2, 1]);
  });

  it("sql finds a service that was installed", function () {
    const file = evidence(this, "04-evtx-corpora", "empire_psexec_dcerpc_tcp_svcctl.zip");
    assert.deepEqual(counts([security("4697")], file), [1]);
  });

  it("sql finds PowerShell: what it logs, and who starts it", function () {
    const file = evidence(this, "04-evtx-corpora", "empire_launcher_vbs.zip");
    const asked = [
      "channel in ('Microsoft-Windows-PowerShell/Operational', 'Windows PowerShell') and event_id in (400, 4103)",
      `${security("4688")} and ${field("NewProcessName")} like '%powershell.exe' and ${field("ParentProcessName")} not like '%explorer.exe'`,
      `${sysmon(1)} and ${field("Image")} like '%powershell.exe' and ${field("ParentImage")} not like '%explorer.exe'`,
      `${sysmon(7)} and (lower${field("Description")} = 'system.management.automation' or lower${field("ImageLoaded")} like '%system.management.automation%')`,
      "channel = 'Microsoft-Windows-PowerShell/Operational' and event_id = 53504",
    ];
    assert.deepEqual(counts(asked, file), [88, 1, 1, 1, 1]);
  });

  it("sql finds a script that a WMI event starts", function () {
    const name = "covenant_wmi_remote_event_subscription_ActiveScriptEventConsumers.zip";
    const file = evidence(this, "04-evtx-corpora", name);
    const asked = [
      `${sysmon(20)} and lower(${message}) like '%type: script%'`,
      "channel = 'Microsoft-Windows-WMI-Activity/Operational' and event_id = 5861 and lower(" +
        `${message}) like '%scriptingengine = "vbscript"%'`,
      `${sysmon(1)} and ${field("Image")} like '%scrcons%'`,
      `${security("4688")} and ${field("NewProcessName")} like '%scrcons%'`,
    ];
    assert.deepEqual(counts(asked, file), [2, 1, 1, 1]);
  });

  it("sql finds a program that comes over an administrative share, by way of the same log-on", function () {
    const file = evidence(this, "04-evtx-corpora", "covenant_copy_smb_CreateRequest.zip");
    const person = `${field("SubjectUserName")} not like '%$'`;
    const share = (name: string) => `${security("5140")} and ${field("ShareName")} like '%${name}'`;
    const written = `${security("5145")} and ${field("ShareName")} like '%C$' and ${field("AccessMask")} = '0x2'`;
    const asked = [
      `${security("5140")} and ${field("ShareName")} not like '%IPC$' and ${person}`,
      `${written} and ${person}`,
    ];
    assert.deepEqual(counts(asked, file), [1, 1]);
    const joined = first(
      `with session as (select *, data->>'SubjectLogonId' as logon from events),
        ipc as (select logon from session where ${share("IPC$")} and ${person}),
        admin as (select logon from session join ipc using (logon) where ${share("C$")})
      select (select count(*) from admin) as both,
        (select count(*) from session join admin using (logon) where ${written}) as wrote`,
      file,
    );
    assert.deepEqual(joined, { both: 2, wrote: 2 });
  });

  it("attack names the 835 techniques of a bundle, and the 71 of one campaign", function () {
    const named = (file: string, ...words: readonly string[]) =>
      jsonLines(huntbook("attack", "--attack", evidence(this, "08-attack", file), ...words));
    assert.equal(named("enterprise_attack_patterns.jsonl").length, 835);
    assert.equal(named("C0024_SolarWinds_techniques.jsonl").length, 71);
    for (const file of ["C0024_SolarWinds_techniques.jsonl", "enterprise_attack_patterns.jsonl"]) {
      assert.equal(named(file, "T1053.005")[0]!.name, "Scheduled Task");
    }
  });
});
