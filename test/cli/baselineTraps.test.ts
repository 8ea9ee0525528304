import assert from "node:assert/strict";
import { huntbook, jsonLines } from "../support/cli";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

const CHANNEL = "Microsoft-Windows-TaskScheduler/Operational";
const task = (name: string | undefined, host: string, id = 106) =>
  event(id, name === undefined ? {} : { TaskName: name }, { Channel: CHANNEL, Computer: host });
const GUID = ["6bd4c1f4-3d0b-4d5f-93f4-6d2b5a7a0001", "0b0c5a52-9c1a-4f0e-8d53-1f7f5b7b0002"];
const SID = ["S-1-5-21-1004336348-1177238915-682003330-1001", "S-1-5-21-2025429265-492894223-854245398-1104"];

// The traps of real logs that touch counting, each on its own.
describe("huntbook lfo and baseline, traps", () => {
  const folder = testFolder();
  const args = ["--as", "tasks", "--quiet"];
  const names = (rows: readonly Record<string, unknown>[], column: string) => rows.map((row) => row[column]);

  it("lfo and baseline count a host that was renamed during set-up once, under its last name", () => {
    const renamed = event(
      6011,
      { Data0: "WIN-X1", Data1: "WS01" },
      { Channel: "System", Provider: "EventLog", Computer: "WS01" },
    );
    const log = folder.write(
      "renamed.jsonl",
      [task("\\Setup", "WIN-X1"), renamed, task("\\Setup", "WS01")].join("\n"),
    );
    const [row] = jsonLines(huntbook("lfo", log, "--by", "task_name", ...args));
    assert.deepEqual([row!.count, row!.hosts], [2, 1]);
    const hosts = jsonLines(huntbook("lfo", log, "--by", "host", "--over", "task_name", ...args));
    assert.deepEqual(names(hosts, "host"), ["ws01"]);
    const gold = folder.write("tidy.jsonl", task("\\Tidy", "GOLD"));
    const found = jsonLines(huntbook("baseline", "--gold", gold, log, "--key", "task_name", ...args));
    assert.deepEqual(
      found.map((one) => [one.status, one.hosts, one.prevalence]),
      [
        ["missing", 1, 1],
        ["new", 1, 1],
      ],
    );
  });

  it("lfo and baseline make no task of events that have no TaskName", () => {
    const quiet = [400, 402, 411, 700].map((id) => task(undefined, "WS01", id));
    const log = folder.write("null.jsonl", [task("\\Tidy", "WS01"), ...quiet].join("\n"));
    const stack = jsonLines(huntbook("lfo", log, "--by", "task_name", ...args));
    assert.deepEqual(names(stack, "task_name"), ["\\Tidy"]);
    const gold = folder.write("gold.jsonl", task("\\Tidy", "GOLD"));
    assert.deepEqual(jsonLines(huntbook("baseline", "--gold", gold, log, "--key", "task_name", ...args)), []);
  });

  it("lfo of task_pattern makes one task of names that are a GUID, on as many hosts as there are", () => {
    const log = folder.write(
      "guid.jsonl",
      GUID.map((guid, i) => task(`\\{${guid.toUpperCase()}}`, `WS0${i}`)).join("\n"),
    );
    assert.equal(jsonLines(huntbook("lfo", log, "--by", "task_name", ...args)).length, 2);
    const [row, ...more] = jsonLines(huntbook("lfo", log, "--by", "task_pattern", ...args));
    assert.deepEqual([row!.task_pattern, row!.hosts, more.length], ["\\{guid}", 2, 0]);
  });

  it("lfo of task_pattern makes one task of names that end in a user's SID", () => {
    const log = folder.write(
      "sid.jsonl",
      SID.map((sid, i) => task(`\\OneDrive Standalone Update Task-${sid}`, `WS0${i}`)).join("\n"),
    );
    const [row, ...more] = jsonLines(huntbook("lfo", log, "--by", "task_pattern", ...args));
    assert.deepEqual(
      [row!.task_pattern, row!.hosts, more.length],
      ["\\OneDrive Standalone Update Task-{sid}", 2, 0],
    );
  });

  it("baseline calls a task with another GUID or SID drift, not a novelty", () => {
    const made = (i: number) => [
      task(`\\{${GUID[i]}}`, `WS0${i}`),
      task(`\\OneDrive Standalone Update Task-${SID[i]}`, `WS0${i}`),
    ];
    const gold = folder.write("first.jsonl", made(0).join("\n"));
    const log = folder.write("second.jsonl", [...made(1), task("\\Evil", "WS01")].join("\n"));
    const rows = jsonLines(huntbook("baseline", "--gold", gold, log, "--key", "task_name", ...args));
    assert.deepEqual(
      names(
        rows.filter((row) => row.drift === false),
        "task_name",
      ),
      ["\\Evil"],
    );
    assert.equal(rows.filter((row) => row.drift === true && row.status === "new").length, 2);
  });
});
