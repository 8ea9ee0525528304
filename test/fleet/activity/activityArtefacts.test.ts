import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generateFleet } from "../../../src/fleet/generateFleet";
import { STEPS } from "../../../src/fleet/intrusion/steps";
import { hostsOf, type Line, operational, readLog, readTruth } from "../fleetReader";

/** A machine as `fleet.json` describes it. */
interface Machine {
  readonly name: string;
  readonly role: string;
  readonly owner: string | null;
  readonly address: string;
}

/** Large enough for every role: without a monitoring server or a domain controller some steps have no place. */
const FLEET = { hosts: 40, days: 14, seed: 3, quiet: true };

describe("the activity of the sample fleet", () => {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-activity-"));
  const fleet = join(folder, "fleet");
  const logs = new Map<string, Line[]>();
  const all = (file: string) => [...logs].filter(([path]) => path.endsWith(`/${file}`));
  before(async () => {
    await generateFleet({ ...FLEET, out: fleet });
    for (const host of readdirSync(join(fleet, "activity"))) {
      for (const file of readdirSync(join(fleet, "activity", host))) {
        logs.set(`activity/${host}/${file}`, readLog(fleet, `activity/${host}/${file}`));
      }
    }
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("generateFleet({ out }) gives every host the four kinds of activity", () => {
    for (const host of hostsOf(fleet)) {
      const files = readdirSync(join(fleet, "activity", host)).map((name) => name.split(".")[0]!);
      const processes = files.includes("Sysmon-processes") ? "Sysmon-processes" : "Security-processes";
      const expected = ["Security-logons", "Security-services", "Sysmon-network", "System-services"];
      assert.deepEqual(files.sort(), [...expected, processes].sort());
    }
    assert.equal(existsSync(join(fleet, "intelligence", "after.stix.json")), true);
  });

  it("generateFleet({ out }) writes activity in time order with rising record ids", () => {
    for (const [path, log] of logs) {
      for (const [i, event] of log.slice(1).entries()) {
        assert.ok(event.time >= log[i]!.time && event.record > log[i]!.record, `${path} ${i}`);
      }
    }
  });

  it("generateFleet({ out }) leaves every step of the intrusion at the recorded lines", () => {
    const { steps } = readTruth(fleet).intrusion;
    assert.deepEqual(
      steps.map(({ id }) => id),
      STEPS.map(({ id }) => id),
    );
    for (const step of steps) {
      assert.ok(step.events.length > 0, step.id);
      for (const event of step.events) {
        const found = logs.get(event.file)?.[event.line - 1];
        assert.deepEqual(
          [found?.record, found?.id, found?.time],
          [event.record_id, event.event_id, event.time],
          `${step.id} ${event.file}`,
        );
      }
    }
  });

  it("generateFleet({ out }) ends every logged-off session after it began, under the same id", () => {
    for (const [path, log] of all("Security-logons.jsonl.gz")) {
      const begun = new Map(log.filter(({ id }) => id === 4624).map((e) => [e.data.TargetLogonId, e.time]));
      const orphans = log.filter(
        ({ id, data, time }) => id === 4634 && !(begun.get(data.TargetLogonId)! <= time),
      );
      assert.deepEqual(orphans, [], path);
    }
  });

  it("generateFleet({ out }) gives a task's process the second and the process id that the Task Scheduler names", () => {
    let compared = 0;
    for (const host of hostsOf(fleet)) {
      const started = new Set(
        operational(fleet, host)
          .filter(({ id }) => id === 129)
          .map(({ time, data }) => `${time} ${data.ProcessID}`),
      );
      const processes = logs.get(`activity/${host}/Sysmon-processes.jsonl.gz`) ?? [];
      const ids = new Set(processes.map(({ time, data }) => `${time} ${data.ProcessId}`));
      if (processes.length === 0) continue;
      const missing = [...started].filter((key) => !ids.has(key));
      assert.deepEqual(missing, [], host);
      compared += started.size;
    }
    assert.ok(compared > 1000, String(compared));
  });

  it("generateFleet({ out }) logs every renaming in the System log, under the old name and before the new one", () => {
    const { renamed } = readTruth(fleet).benign;
    assert.ok(renamed.length > 0);
    for (const { host, formerly } of renamed) {
      const log = logs.get(`activity/${host}/System-services.jsonl.gz`)!;
      const at = log.findIndex(({ id }) => id === 6011);
      assert.deepEqual(log[at]!.data.Data, { "#text": [formerly, host] });
      const names = (some: readonly Line[]) => [
        ...new Set(some.map(({ computer }) => computer.split(".")[0])),
      ];
      assert.deepEqual([names(log.slice(0, at + 1)), names(log.slice(at + 1))], [[formerly], [host]]);
    }
    const count = all("System-services.jsonl.gz")
      .flatMap(([, log]) => log)
      .filter(({ id }) => id === 6011);
    assert.equal(count.length, renamed.length);
  });

  it("generateFleet({ out }) lets administrators come from jump hosts mostly, from elsewhere now and then", () => {
    const { admins, machines } = JSON.parse(readFileSync(join(fleet, "fleet.json"), "utf8"));
    const jump = machines
      .filter(({ role }: Machine) => role === "terminal")
      .map((one: Machine) => one.address);
    assert.ok(jump.length > 0);
    const visits = all("Security-logons.jsonl.gz")
      .filter(([path]) => machines.some((one: Machine) => path.includes(one.name) && one.owner === null))
      .flatMap(([, log]) => log)
      .filter(({ id, data }) => id === 4624 && data.LogonType === 3 && admins.includes(data.TargetUserName));
    const share = visits.filter(({ data }) => jump.includes(data.IpAddress)).length / visits.length;
    assert.ok(visits.length > 50 && share > 0.7 && share < 0.95, `${share} of ${visits.length}`);
  });

  it("generateFleet({ out }) connects to addresses that are private or reserved, under reserved names", () => {
    const addresses = new Set<string>();
    const names = new Set<string>();
    for (const [, log] of all("Sysmon-network.jsonl.gz")) {
      for (const { data } of log) {
        if (data.DestinationIp !== undefined) addresses.add(String(data.DestinationIp));
        if (data.QueryName !== undefined) names.add(String(data.QueryName));
      }
    }
    const reserved = /^(10\.|198\.1[89]\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.)/;
    assert.deepEqual(
      [...addresses].filter((address) => !reserved.test(address)),
      [],
    );
    assert.deepEqual(
      [...names].filter((name) => !/\.(example|test)$/.test(name)),
      [],
    );
  });

  it("generateFleet({ out }) has harmless rows like the planted ones", () => {
    const planted = new Set(
      readTruth(fleet).intrusion.steps.flatMap(({ events }) => events.map((e) => `${e.file} ${e.line}`)),
    );
    const harmless = (file: string, test: (line: Line) => boolean) =>
      all(file).flatMap(([path, log]) => log.filter((e, i) => test(e) && !planted.has(`${path} ${i + 1}`)));
    const count = (file: string, test: (line: Line) => boolean) => harmless(file, test).length;
    assert.ok(
      count(
        "System-services.jsonl.gz",
        ({ id, data }) => id === 7045 && /PSEXESVC|HaldenDeploy/.test(String(data.ServiceName)),
      ) > 5,
    );
    assert.ok(count("System-services.jsonl.gz", ({ id }) => id === 104) > 0);
    assert.ok(count("Security-logons.jsonl.gz", ({ data }) => data.LogonType === 10) > 20);
    assert.ok(
      count("Sysmon-network.jsonl.gz", ({ data }) => /^[0-9a-f]{32}\./.test(String(data.QueryName))) > 100,
    );
    assert.ok(count("Sysmon-processes.jsonl.gz", ({ data }) => /whoami|nltest/.test(String(data.Image))) > 0);
  });
});
