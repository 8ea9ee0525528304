import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { huntbook, jsonLines } from "../support/cli";
import { evidence } from "../support/evidence";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

const CHANNEL = "Microsoft-Windows-TaskScheduler/Operational";
const registered = (task: string | undefined, host: string, user = "CORP\\anna") =>
  event(106, { ...(task && { TaskName: task }), UserContext: user }, { Channel: CHANNEL, Computer: host });

describe("huntbook baseline, lfo, pivot and triage", () => {
  const folder = testFolder();
  const gold = folder.write(
    "gold.jsonl",
    [registered("\\Tidy", "GOLD"), registered("\\Agent 1.2", "GOLD"), registered("\\Gone", "GOLD")].join(
      "\n",
    ),
  );
  const fleet = folder.write(
    "fleet.jsonl",
    [
      ...["WS01", "WS02", "WS03"].flatMap((host) => [
        registered("\\Tidy", host),
        registered("\\Agent 1.3", host),
        registered(undefined, host),
      ]),
      registered("\\Evil", "WS02", "CORP\\bob"),
      registered("\\Known", "WS03"),
    ].join("\n"),
  );

  it("baseline prints new, missing and changed with the fields of the contract, novelties first", () => {
    const rows = jsonLines(
      huntbook("baseline", "--gold", gold, fleet, "--as", "tasks", "--key", "task_name", "--quiet"),
    );
    assert.deepEqual(
      rows.map((row) => [row.status, row.task_name, row.count, row.hosts, row.drift]),
      [
        ["new", "\\Evil", 1, 1, false],
        ["new", "\\Known", 1, 1, false],
        ["missing", "\\Gone", 1, 3, false],
        ["missing", "\\Agent 1.2", 1, 3, true],
        ["new", "\\Agent 1.3", 3, 3, true],
      ],
    );
    for (const field of ["first_seen", "last_seen"]) assert.ok(field in rows[0]!);
  });

  it("baseline --allow leaves out what is accepted, says how much, and shows it with --allowed", () => {
    const rules = folder.write(
      "allow.json",
      JSON.stringify([{ match: { task_name: "\\known*" }, reason: "IT" }]),
    );
    const args = ["baseline", "--gold", gold, fleet, "--as", "tasks", "--key", "task_name", "--allow", rules];
    const result = huntbook(...args);
    assert.ok(!jsonLines(result).some((row) => row.task_name === "\\Known"));
    assert.match(result.stderr, /3 new \(1 of them other versions, 1 allowed\)/);
    assert.equal(jsonLines(huntbook(...args, "--allowed")).at(-1)!.allowed, "IT");
    assert.equal(huntbook(...args.slice(0, -1), folder.write("bad.json", "{")).code, 2);
  });

  it("baseline --gold NAME=FILE compares hosts with the nearest of several images", () => {
    const other = folder.write("other.jsonl", registered("\\Sql", "GOLD2"));
    const rows = jsonLines(
      huntbook(
        "baseline",
        "--gold",
        `client=${gold}`,
        "--gold",
        `server=${other}`,
        fleet,
        "--as",
        "tasks",
        "--key",
        "task_name",
        "--per",
        "host",
        "--quiet",
      ),
    );
    assert.deepEqual([...new Set(rows.map((row) => row.gold))], ["client"]);
    assert.deepEqual(
      rows.filter((row) => row.task_name === "\\Evil").map((row) => row.host),
      ["ws02"],
    );
  });

  it("baseline without a gold image, or with a wrong column, is wrong use", () => {
    assert.equal(huntbook("baseline", fleet, "--key", "task_name").code, 2);
    const result = huntbook("baseline", "--gold", gold, fleet, "--as", "tasks", "--key", "tusk", "--quiet");
    assert.equal(result.code, 2);
    assert.match(result.stderr, /baseline: column "tusk" not found among/);
    assert.equal(
      huntbook("baseline", "--gold", folder.path("none.jsonl"), fleet, "--key", "host", "--quiet").code,
      2,
    );
  });

  it("lfo --given, --within and --expected stack in several variables", () => {
    const args = ["lfo", fleet, "--as", "tasks", "--quiet"];
    const [given] = jsonLines(huntbook(...args, "--by", "task_pattern", "--given", "host"));
    assert.deepEqual(Object.keys(given!).slice(0, 2), ["host", "task_pattern"]);
    const [together] = jsonLines(huntbook(...args, "--by", "task_pattern,user", "--expected"));
    for (const field of ["expected", "lift", "surprise", "tail_probability"])
      assert.ok(field in together!, field);
    assert.equal(jsonLines(huntbook(...args, "--by", "task_pattern,time", "--within", "time=24")).length, 4);
    assert.equal(huntbook(...args, "--by", "task_pattern", "--within", "time").code, 2);
  });

  it("pivot --from a stack keeps the rows of its oddest entries, and counts what it left", () => {
    const stack = folder.path("stack.jsonl");
    huntbook("lfo", fleet, "--as", "tasks", "--by", "task_name", "--out", stack, "--quiet");
    const result = huntbook(
      "pivot",
      "--from",
      stack,
      fleet,
      "--as",
      "tasks",
      "--on",
      "task_name",
      "--by",
      "hosts",
      "--lowest",
      "--share",
      "25%",
    );
    assert.deepEqual(
      jsonLines(result).map((row) => [row.task_name, row.pivot_rank]),
      [
        ["\\Evil", 1],
        ["\\Known", 1],
      ],
    );
    assert.match(
      result.stderr,
      /kept: 2 of 4 entries, all of them found\nhuntbook: kept: 2 of 11 rows\nhuntbook: without a key, .*: 3 rows\n$/,
    );
    assert.equal(huntbook("pivot", "--from", stack, fleet, "--on", "task_name", "--share", "25").code, 2);
  });

  it("triage makes one queue of the outputs of other commands", () => {
    const [stack, deviations, left] = ["rare.jsonl", "new.jsonl", "left.csv"].map(folder.path);
    huntbook("lfo", fleet, "--as", "tasks", "--by", "task_name", "--out", stack!, "--quiet");
    huntbook(
      "baseline",
      "--gold",
      gold,
      fleet,
      "--as",
      "tasks",
      "--key",
      "task_name",
      "--out",
      deviations!,
      "--quiet",
    );
    const hits = folder.write(
      "hits.jsonl",
      JSON.stringify({
        rule: "r",
        title: "Bad task",
        level: "high",
        host: "ws02",
        _source: fleet,
        _record: 10,
      }),
    );
    const result = huntbook(
      "triage",
      stack!,
      deviations!,
      hits,
      "--evidence",
      fleet,
      "--as",
      "tasks",
      "--items",
      "2",
      "--hours",
      "1",
      "--analysts",
      "Ada,Bo",
      "--left",
      left!,
    );
    const rows = jsonLines(result);
    assert.deepEqual(
      rows.map((row) => [row.item, row.owner, row.methods]),
      [
        ["\\Evil", "Ada", 3],
        ["\\Known", "Bo", 2],
      ],
    );
    assert.equal(rows[0]!.why, "Bad task (high); new, on 1 host; seen once, on 1 host");
    assert.match(
      result.stderr,
      /2 analysts read 2 of 2 items .*\nhuntbook: hits: 1 finding in 1 line, 1 queued\n(.*\n)+huntbook: below the budget: 4 lines, 0 with/,
    );
  });

  it("triage without files prints the plan: 100 items in 12 hours take three analysts (the series' example)", () => {
    const [row] = jsonLines(huntbook("triage", "--items", "100", "--hours", "12"));
    assert.deepEqual([row!.items, row!.hours, row!.analysts, row!.left], [100, 12, 3, 0]);
    assert.equal(huntbook("triage", "--items", "100", "--hours", "zero").code, 2);
  });

  it("baseline of the T1053.005 run against the T1027 run has one new image (evidence B-1)", function () {
    const [before, after] = ["T1027", "T1053.005"].map((run) =>
      unpacked(evidence(this, "06-baseline-runs", run, "atomic_red_team", "attack_data.tar.gz"), run),
    );
    const rows = jsonLines(
      huntbook("baseline", "--gold", before!, after!, "--as", "processes", "--key", "image", "--quiet"),
    );
    assert.deepEqual(
      rows.filter((row) => row.status === "new").map((row) => [row.image, row.count]),
      [["C:\\Windows\\System32\\schtasks.exe", 8]],
    );
    const processes = [before!, after!].map(
      (run) =>
        jsonLines(
          huntbook(
            "read",
            run,
            "--as",
            "processes",
            "--where",
            "event_id = 1",
            "--columns",
            "image",
            "--quiet",
          ),
        ).length,
    );
    assert.deepEqual(processes, [324, 329]);
  });

  it("baseline of the services of two Windows 10 hosts has seven new and three gone (evidence B-4)", function () {
    const [clean, attacked] = ["RathbunVM_W10", "APTSimulatorVM_"].map((name) =>
      evidence(this, "05-whole-hosts", `${name}EventLogs.jsonl.gz`),
    );
    const rows = jsonLines(
      huntbook(
        "baseline",
        "--gold",
        clean!,
        attacked!,
        "--as",
        "services",
        "--key",
        "service_name",
        "--quiet",
      ),
    );
    const names = rows.filter((row) => row.status === "new").map((row) => String(row.service_name));
    assert.equal(names.length, 7);
    for (const name of ["Everything", "PsExec", "Sysmon64", "SysmonDrv"])
      assert.ok(names.includes(name), name);
    assert.equal(names.filter((name) => name.startsWith("Google")).length, 3);
    assert.equal(rows.filter((row) => row.status === "missing").length, 3);
  });

  it("baseline of LANL's second day has 1,415 new triples (evidence B-5)", function () {
    const logons = evidence(this, "02-multihost-lfo", "lanl_auth_day0_day1.csv");
    const [first, second] = ["0", "1"].map((day) => {
      const path = folder.path(`day${day}.csv`);
      huntbook("read", logons, "--where", `day = ${day}`, "--out", path, "--quiet");
      return path;
    });
    const rows = jsonLines(
      huntbook("baseline", "--gold", first!, second!, "--key", "src_user,src_host,dst_host", "--quiet"),
    );
    assert.equal(rows.filter((row) => row.status === "new").length, 1415);
    const triples = jsonLines(
      huntbook("lfo", second!, "--by", "src_user,src_host,dst_host", "--over", "src_host", "--quiet"),
    );
    assert.equal(triples.length, 1875);
    assert.equal(triples.length - 1415, 460);
  });

  it("lfo of 18 hosts' task registrations has 29 tasks, 21 on one host (evidence L-1)", function () {
    const log = evidence(this, "02-multihost-lfo", "taskevents_18hosts.jsonl.gz");
    const rows = jsonLines(
      huntbook(
        "lfo",
        log,
        "--as",
        "tasks",
        "--where",
        "event_id in (106, 140, 4698, 4702)",
        "--by",
        "task_name",
        "--quiet",
      ),
    );
    assert.equal(rows.length, 29);
    assert.equal(
      rows.reduce((sum, row) => sum + Number(row.count), 0),
      392,
    );
    const single = rows.filter((row) => row.hosts === 1).map((row) => row.task_name);
    assert.equal(single.length, 21);
    for (const task of ["\\CYAlyNSS", "\\FullPowersTask", "\\LMST", "\\MordorSchtask"])
      assert.ok(single.includes(task), task);
    assert.match(String(rows.at(-1)!.task_name), /SvcRestartTask$/);
    assert.equal(rows.at(-1)!.hosts, 7);
    const hosts = jsonLines(
      huntbook("lfo", log, "--as", "tasks", "--by", "host", "--over", "task_name", "--quiet"),
    );
    assert.equal(hosts.length, 18);
  });

  it("lfo of LANL's logon kinds has 16 combinations, one of them once (evidence L-6)", function () {
    const logons = evidence(this, "02-multihost-lfo", "lanl_auth_day0_day1.csv");
    const args = ["lfo", logons, "--over", "src_host", "--quiet"];
    const rows = jsonLines(huntbook(...args, "--by", "auth_type,logon_type,orientation"));
    assert.equal(rows.length, 16);
    const once = rows
      .filter((row) => row.count === 1)
      .map((row) => [row.auth_type, row.logon_type, row.orientation]);
    assert.deepEqual(once, [["?", "NewCredentials", "LogOff"]]);
    const failures = jsonLines(huntbook(...args, "--by", "src_user", "--where", "result = 'Fail'"));
    assert.equal(
      failures.reduce((sum, row) => sum + Number(row.count), 0),
      134,
    );
    const top = failures.reduce((most, row) => (Number(row.count) > Number(most.count) ? row : most));
    assert.deepEqual([top.src_user, top.count], ["U22@DOM1", 36]);
  });

  /** The only member of an archive of the evidence, as a file of this test's folder. */
  function unpacked(archive: string, name: string): string {
    const target = folder.path(name);
    mkdirSync(target, { recursive: true });
    execFileSync("tar", ["-xzf", archive, "-C", target]);
    return `${target}/attack_data.txt`;
  }
});
