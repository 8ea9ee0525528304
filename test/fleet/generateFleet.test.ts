import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { SaxesParser } from "saxes";
import { ensureFleet } from "../../src/fleet/ensureFleet";
import { type FleetSummary, generateFleet } from "../../src/fleet/generateFleet";
import { hostsOf, type Line, operational, readLog, readTruth, unzip } from "./fleetReader";

const SMALL = { hosts: 12, days: 10, seed: 7, quiet: true };
/**
 * Of the uncompressed content of the fleet of 3 hosts and 2 days, seed 1, by artefact; they change only with
 * FLEET_VERSION. The first is from version 1, which had tasks alone.
 */
const TINY_SHA256 = {
  tasks: "c45418aa65c6dcb126f3776c07f709277f9ebe809d505044981e5b8990cd75a7",
  logons: "d4e0ef447a11e8b8defced082f260bfd25e7bbc8a9dde86357d199305375a140",
  processes: "fc6284932d78690ce937084cddffc43b37e08882746a7b7d4f01f5ebcde60199",
  services: "ce665f6b7cf704d72917a7fce4426f50c59c4908b9c6595c1716d554596f9052",
  network: "5a66b5ce8e03214183d96b2e1d01ca28d0b7f73c483143eaf930d82e08c7d257",
};

const folder = mkdtempSync(join(tmpdir(), "huntbook-fleet-"));
after(() => rmSync(folder, { recursive: true, force: true }));

describe("generateFleet", () => {
  const fleet = join(folder, "small");
  let summary: FleetSummary;
  const logs = new Map<string, Line[]>();
  const security = new Map<string, Line[]>();
  before(async () => {
    summary = await generateFleet({ ...SMALL, out: fleet });
    for (const host of hostsOf(fleet)) {
      logs.set(host, operational(fleet, host));
      security.set(host, readLog(fleet, `hosts/${host}/Security-tasks.jsonl.gz`));
    }
  });

  it("generateFleet({ out }) counts what it wrote", async () => {
    let files = 0;
    for (const host of hostsOf(fleet)) files += (await unzip(join(fleet, "hosts", host, "Tasks.zip"))).size;
    const events = [...logs.values()].reduce((sum, log) => sum + log.length, 0);
    assert.deepEqual([summary.hosts, summary.taskEvents, summary.taskFiles], [12, events, files]);
  });

  it("generateFleet({ out }) writes logs in time order with rising record ids", () => {
    for (const log of logs.values()) {
      for (const [i, event] of log.slice(1).entries()) {
        assert.ok(event.time >= log[i]!.time && event.record > log[i]!.record, JSON.stringify(event));
      }
    }
  });

  it("generateFleet({ out }) gives a run one instance id from its trigger to its result", () => {
    const runs = new Map<string, number[]>();
    for (const { id, data } of [...logs.values()].flat()) {
      const instance = String(data.InstanceId ?? data.TaskInstanceId ?? "");
      if (instance !== "") runs.set(instance, [...(runs.get(instance) ?? []), id]);
    }
    const shapes = [...runs.values()].map((ids) => ids.filter((id) => id < 107 || id >= 200).join(" "));
    const usual = new Set(["100 200 201 102", "100 200 202 103", "100 200", ""]);
    assert.deepEqual(
      shapes.filter((shape) => !usual.has(shape)),
      [],
    );
    const complete = shapes.filter((shape) => shape === "100 200 201 102").length;
    assert.ok(complete / shapes.length > 0.97, `${complete} of ${shapes.length}`);
  });

  it("generateFleet({ out }) writes events that name no task", () => {
    const nameless = [...logs.values()].flat().filter((event) => !("TaskName" in event.data));
    const ids = new Set(nameless.map((event) => event.id));
    assert.deepEqual([...ids].sort(), [400, 402, 411, 700]);
  });

  it("generateFleet({ out }) plants every item at the recorded ids", () => {
    const { planted } = readTruth(fleet);
    assert.equal(planted.length, 5);
    for (const item of planted) {
      assert.ok(item.events.length > 0, item.id);
      assert.deepEqual(item.techniques.includes("T1053.005"), true, item.id);
      for (const event of item.events) {
        const log = event.channel === "Security" ? security.get(item.host)! : logs.get(item.host)!;
        assert.ok(event.file.startsWith(`hosts/${item.host}/`), item.id);
        const found = log[event.line - 1];
        assert.equal(found?.record, event.record_id, item.id);
        assert.deepEqual([found?.id, found?.time], [event.event_id, event.time], item.id);
        assert.ok(item.tasks.includes(String(found?.data.TaskName)), item.id);
      }
    }
  });

  it("generateFleet({ out }) leaves the planted files that the truth names", async () => {
    const files = readTruth(fleet).planted.flatMap((item) => item.files);
    assert.ok(files.length >= 3);
    for (const { file, member } of files) assert.ok((await unzip(join(fleet, file))).has(member), member);
  });

  it("generateFleet({ out }) puts EventCacheManager beside SvcRestartTask on one host only", async () => {
    const place = "Microsoft/Windows/SoftwareProtectionPlatform";
    const holders: string[] = [];
    for (const host of hostsOf(fleet)) {
      const members = await unzip(join(fleet, "hosts", host, "Tasks.zip"));
      assert.ok(members.has(`${place}/SvcRestartTask`), host);
      if (members.has(`${place}/EventCacheManager`)) holders.push(host);
    }
    assert.deepEqual(holders, [
      readTruth(fleet).planted.find((item) => item.id === "event-cache-manager")?.host,
    ]);
  });

  it("generateFleet({ out }) restores the hijacked task: two updates, another program between them", () => {
    const item = readTruth(fleet).planted.find(({ id }) => id === "hijacked-task")!;
    const records = new Set(
      item.events.filter(({ event_id }) => event_id < 4698).map(({ record_id }) => record_id),
    );
    const log = logs.get(item.host)!;
    const planted = log.filter((event) => records.has(event.record));
    assert.deepEqual(planted.filter(({ id }) => id === 140).length, 2);
    const programs = (events: Line[]) =>
      new Set(events.filter(({ id }) => id === 200).map(({ data }) => data.ActionName));
    const others = log.filter((event) => event.data.TaskName === item.tasks[0] && !records.has(event.record));
    assert.deepEqual([...programs(planted)], ["%windir%\\system32\\rundll32.exe"]);
    assert.deepEqual([...programs(others)], ["%windir%\\system32\\wermgr.exe"]);
  });

  it("generateFleet({ out }) writes task files as UTF-16 XML with a mark, well formed, with their own name inside", async () => {
    for (const host of hostsOf(fleet).slice(0, 4)) {
      for (const [path, bytes] of await unzip(join(fleet, "hosts", host, "Tasks.zip"))) {
        assert.deepEqual([...bytes.subarray(0, 2)], [0xff, 0xfe], path);
        assert.equal(
          elementText(bytes.subarray(2).toString("utf16le"), "URI"),
          `\\${path.replaceAll("/", "\\")}`,
        );
      }
    }
  });

  it("generateFleet({ out }) writes the same XML into 4698 and 4702", () => {
    const events = [...security.values()].flat();
    assert.ok(events.length > 50, String(events.length));
    for (const { id, data } of events) {
      const xml = String(id === 4702 ? data.TaskContentNew : data.TaskContent);
      assert.equal(elementText(xml, "URI"), data.TaskName);
    }
  });

  it("generateFleet({ out }) has the proportions of the series: about 75 events a host and day, 65 files a host", async () => {
    const middle = join(folder, "middle");
    const made = await generateFleet({ out: middle, hosts: 40, days: 14, artefacts: ["tasks"], quiet: true });
    const perDay = made.taskEvents / (40 * 14);
    const files = made.taskFiles / 40;
    assert.ok(perDay > 60 && perDay < 95, `${perDay} events a host and day`);
    assert.ok(files > 58 && files < 76, `${files} files a host`);
    const names = new Map<string, Set<string>>();
    for (const host of hostsOf(middle)) {
      for (const { data } of operational(middle, host)) {
        const name = String(data.TaskName ?? "");
        names.set(name, (names.get(name) ?? new Set()).add(host));
      }
    }
    const single = [...names.values()].filter((hosts) => hosts.size === 1).length;
    assert.ok(single > 80, `${single} of ${names.size} names are on one host`);
  });

  it("generateFleet({ hosts: 3, days: 2 }) gives the content of the committed hash and plants what fits", async () => {
    const tiny = join(folder, "tiny");
    const made = await generateFleet({ out: tiny, hosts: 3, days: 2, quiet: true });
    const about = JSON.parse(readFileSync(join(tiny, "fleet.json"), "utf8"));
    assert.deepEqual(about.sha256_by_artefact, TINY_SHA256);
    assert.equal(await taskHash(tiny), TINY_SHA256.tasks);
    const all = Object.entries(TINY_SHA256).map(([name, digest]) => `${name} ${digest}\n`);
    assert.equal(made.sha256, createHash("sha256").update(all.join("")).digest("hex"));
    assert.deepEqual(readTruth(tiny).omitted, [{ id: "quiet-runs", reason: "needs 6 days" }]);
    assert.deepEqual([...made.planted].sort(), [
      "event-cache-manager",
      "hijacked-task",
      "look-alike",
      "random-letters",
    ]);
  });

  it("generateFleet({ artefacts }) writes only those, with the bits that they have among all", async () => {
    const out = join(folder, "some");
    const made = await generateFleet({
      out,
      hosts: 3,
      days: 2,
      artefacts: ["network", "tasks"],
      quiet: true,
    });
    const about = JSON.parse(readFileSync(join(out, "fleet.json"), "utf8"));
    const { tasks, network } = TINY_SHA256;
    assert.deepEqual(about.sha256_by_artefact, { tasks, network });
    assert.deepEqual(about.artefacts, ["tasks", "network"]);
    assert.deepEqual([made.logonEvents, made.processEvents, made.serviceEvents], [0, 0, 0]);
    assert.deepEqual(readdirSync(join(out, "activity", hostsOf(out)[0]!)), ["Sysmon-network.jsonl.gz"]);
  });

  it("generateFleet({ seed }) gives other content for another seed, the same for the same", async () => {
    const make = async (name: string, seed: number) =>
      (await generateFleet({ out: join(folder, name), hosts: 2, days: 1, seed, quiet: true })).sha256;
    const [one, again, two] = [await make("one", 1), await make("again", 1), await make("two", 2)];
    assert.deepEqual([one === again, one === two], [true, false]);
  });

  it("generateFleet({ hosts }) gives the hosts of a smaller fleet the same life, but for what is planted", async () => {
    const few = join(folder, "few");
    await generateFleet({ ...SMALL, hosts: 8, out: few });
    const planted = new Set(
      [...readTruth(few).planted, ...readTruth(fleet).planted].map((item) => item.host),
    );
    const plain = hostsOf(few).filter((host) => !planted.has(host));
    assert.ok(plain.length >= 2, String(plain));
    for (const host of plain) assert.deepEqual(operational(few, host), logs.get(host), host);
  });

  it("generateFleet({ out }) replaces an earlier fleet and leaves nothing beside it", async () => {
    const home = join(folder, "home");
    const out = join(home, "fleet");
    await generateFleet({ out, hosts: 2, days: 1, quiet: true });
    await generateFleet({ out, hosts: 1, days: 1, quiet: true });
    assert.deepEqual([readdirSync(home), hostsOf(out).length], [["fleet"], 1]);
  });

  it("generateFleet({ out }) takes an empty folder", async () => {
    const out = join(folder, "empty");
    mkdirSync(out);
    await generateFleet({ out, hosts: 1, days: 1, quiet: true });
    assert.equal(hostsOf(out).length, 1);
  });

  it("generateFleet({ out }) refuses a folder that is not a fleet and leaves it as it was", async () => {
    const out = join(folder, "precious");
    mkdirSync(out);
    writeFileSync(join(out, "thesis.txt"), "years of work");
    await assert.rejects(generateFleet({ out, hosts: 1, days: 1, quiet: true }), {
      message: `generateFleet: out must be a new or empty folder or an earlier fleet, got ${JSON.stringify(out)}; choose another folder or remove it yourself`,
    });
    assert.deepEqual(readdirSync(out), ["thesis.txt"]);
  });

  it("generateFleet({ onProgress }) leaves no folder behind when it fails midway", async () => {
    const home = join(folder, "broken");
    const onProgress = () => {
      throw new Error("stop here");
    };
    await assert.rejects(
      generateFleet({ out: join(home, "fleet"), hosts: 2, days: 1, onProgress }),
      /stop here/,
    );
    assert.deepEqual(readdirSync(home), []);
  });

  it("generateFleet(options) checks its options", async () => {
    const out = join(folder, "never");
    const cases: [object, string][] = [
      [{ hosts: 0 }, "generateFleet: hosts must be in [1, 2000], got 0"],
      [{ days: 1.5 }, "generateFleet: days must be an integer, got 1.5"],
      [
        { start: "tomorrow" },
        'generateFleet: start must be a day as YYYY-MM-DD from 1990 to 2100, got "tomorrow"',
      ],
      [
        { start: "2025-02-30" },
        'generateFleet: start must be a day as YYYY-MM-DD from 1990 to 2100, got "2025-02-30"',
      ],
    ];
    const names = "tasks, logons, processes, services, network";
    cases.push([{ artefacts: ["task"] }, `generateFleet: artefacts must be among ${names}, got "task"`]);
    cases.push([{ artefacts: [] }, `generateFleet: artefacts must be a list of ${names}, got an array of 0`]);
    for (const [options, message] of cases)
      await assert.rejects(generateFleet({ out, ...options }), { message });
    await assert.rejects(generateFleet({ out, host: 3 } as never), /got "host"; did you mean "hosts"\?/);
    await assert.rejects(generateFleet({ out: "" }), {
      message: 'generateFleet: out must be a path, got ""',
    });
    assert.equal(existsSync(out), false);
  });
});

describe("ensureFleet", () => {
  const out = join(folder, "ensured");
  const options = { hosts: 1, days: 1, quiet: true };
  const mark = join(out, "mark");

  it("ensureFleet(folder) makes a fleet that is absent and keeps one that fits", async () => {
    assert.equal(await ensureFleet(out, options), out);
    writeFileSync(mark, "");
    await ensureFleet(out, options);
    assert.equal(existsSync(mark), true);
  });

  it("ensureFleet(folder, options) refuses to replace a fleet of other options", async () => {
    writeFileSync(mark, "");
    await assert.rejects(ensureFleet(out, { ...options, seed: 2 }), {
      name: "RangeError",
      message:
        /must hold a fleet of seed 2, 1 hosts, 1 days from [-\d]+, got seed 1, .*; name another folder$/,
    });
    assert.deepEqual([existsSync(mark), hostsOf(out).length], [true, 1]);
  });

  it("ensureFleet(folder, { artefacts }) adds what is missing and takes nothing away", async () => {
    const some = join(folder, "some artefacts");
    await ensureFleet(some, { ...options, artefacts: ["tasks"] });
    assert.equal(existsSync(join(some, "activity")), false);
    await ensureFleet(some, { ...options, artefacts: ["logons"] });
    const { artefacts } = JSON.parse(readFileSync(join(some, "fleet.json"), "utf8"));
    assert.deepEqual(artefacts, ["tasks", "logons"]);
    const stamp = join(some, "mark");
    writeFileSync(stamp, "");
    await ensureFleet(some, { ...options, artefacts: ["tasks"] });
    assert.equal(existsSync(stamp), true);
  });

  it("ensureFleet(folder) makes it anew when another version made it", async () => {
    writeFileSync(mark, "");
    const path = join(out, "fleet.json");
    const about = JSON.parse(readFileSync(path, "utf8"));
    writeFileSync(path, JSON.stringify({ ...about, version: 0 }));
    await ensureFleet(out, { ...options, seed: 2 });
    assert.equal(existsSync(mark), false);
  });
});

/** The hash of the tasks as `fleet.json` defines it, computed from the files: paths and uncompressed content, in the fleet's order. */
async function taskHash(fleet: string): Promise<string> {
  const hash = createHash("sha256");
  const about = JSON.parse(readFileSync(join(fleet, "fleet.json"), "utf8"));
  for (const { name } of about.machines) {
    for (const file of ["TaskScheduler-Operational.jsonl.gz", "Security-tasks.jsonl.gz"]) {
      hash.update(`${name}/${file}`).update(gunzipSync(readFileSync(join(fleet, "hosts", name, file))));
    }
    hash.update(`${name}/Tasks.zip`);
    for (const [path, data] of await unzip(join(fleet, "hosts", name, "Tasks.zip")))
      hash.update(path).update(data);
  }
  return hash.digest("hex");
}

/** Parses a whole document (throwing when it is not well formed) and gives back one element's text. */
function elementText(xml: string, name: string): string {
  const parser = new SaxesParser();
  let inside = false;
  let text = "";
  parser.on("opentag", (tag) => {
    inside = tag.name === name;
  });
  parser.on("closetag", () => {
    inside = false;
  });
  parser.on("text", (part) => {
    if (inside) text += part;
  });
  parser.on("error", (error) => {
    throw error;
  });
  parser.write(xml).close();
  return text;
}
