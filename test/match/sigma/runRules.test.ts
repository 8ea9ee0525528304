import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { open } from "../../../src/evidence/open";
import { runRules } from "../../../src/match/sigma/runRules";
import { readSourceMap } from "../../../src/match/sigma/sources/readSourceMap";
import { testFolder } from "../../support/folder";
import { event } from "../../support/madeEvents";
import { rule, rulesOf, run } from "./support";

const SYSMON = { Channel: "Microsoft-Windows-Sysmon/Operational", Provider: "Microsoft-Windows-Sysmon" };

describe("runRules", () => {
  const folder = testFolder();
  const log = (lines: readonly string[]) => folder.write("log.jsonl", lines.join("\n"));

  it("runRules(events, rules) gives hits with reasons, names of techniques and the place of the event", async () => {
    const file = log([
      event(1, { Image: "C:\\Windows\\System32\\schtasks.exe", CommandLine: "schtasks /create" }, SYSMON),
      event(1, { Image: "C:\\Windows\\explorer.exe" }, SYSMON),
    ]);
    const yaml = rule(
      "Task",
      "category: process_creation",
      "{Image|endswith: '\\schtasks.exe', CommandLine|contains: create}",
      "id: r1\nlevel: high\ntags: [attack.t1053.005]\n",
    );
    const { hits, coverage } = await run(file, rulesOf(yaml));
    assert.deepEqual(hits, [
      {
        rule: "r1",
        title: "Task",
        level: "high",
        attack: [
          {
            technique: "T1053.005",
            name: "Scheduled Task",
            tactics: ["Execution", "Persistence", "Privilege Escalation"],
          },
        ],
        why: "Image: C:\\Windows\\System32\\schtasks.exe; CommandLine: schtasks /create",
        host: "ws01",
        time: "2024-05-01T08:00:00.000000Z",
        _source: file,
        _record: 1,
        _row: 1,
      },
    ]);
    assert.deepEqual(coverage.techniques, [
      { technique: "T1053.005", name: "Scheduled Task", rules: 1, ran: 1, fired: 1, hits: 1 },
    ]);
  });

  it("runRules(events, rules) takes a channel written security, and an event id that is text", async () => {
    const file = log([
      event(4699, { TaskName: "\\A" }, { Channel: "security" }),
      event(0, { TaskName: "\\B" }, { EventID: "4699" }),
    ]);
    const yaml = rule("Deleted", "service: security", "{EventID: 4699, TaskName: '*'}");
    const { hits } = await run(file, rulesOf(yaml));
    assert.deepEqual(
      hits.map((hit) => hit.why),
      ["EventID: 4699; TaskName: \\A", "EventID: 4699; TaskName: \\B"],
    );
  });

  it("runRules(events, rules) judges the channels and ids that some rule is about, and no other", async () => {
    const named = { Name: "a" };
    const file = log([
      event(7045, named, { Channel: "SYSTEM" }),
      event(1, named, { Channel: "System" }),
      event(4688, named),
      event(4624, named),
      event(1, named, SYSMON),
      event(3, named, SYSMON),
      event(4688, named, { Channel: "Other" }),
      event(4688, named, { Channel: undefined }),
    ]);
    const rules = (source: string) => rulesOf(rule("t", source, "{Name: a}"));
    const rowsOf = async (list: ReturnType<typeof rulesOf>) =>
      (await run(file, list)).hits.map((hit) => hit._row);
    const service = rules("service: system");
    const category = rules("category: process_creation");
    assert.deepEqual(await rowsOf(service), [1, 2]);
    assert.deepEqual(await rowsOf(category), [3, 5]);
    assert.deepEqual(await rowsOf([...service, ...category]), [1, 2, 3, 5]);
    assert.deepEqual(await rowsOf(rules("service: no-such-log")), []);
  });

  it("runRules(events, rules) of a field that is missing: not of it holds", async () => {
    // 4688 of Windows 7 has no ParentProcessName.
    const file = log([
      event(4688, { NewProcessName: "C:\\a\\cmd.exe" }),
      event(4688, { NewProcessName: "C:\\a\\cmd.exe", ParentProcessName: "C:\\Windows\\explorer.exe" }),
      event(4688, { NewProcessName: "C:\\a\\cmd.exe", ParentProcessName: null }),
    ]);
    const yaml =
      "title: t\nlogsource: {category: process_creation, product: windows}\ndetection:\n  selection: {Image|endswith: '\\cmd.exe'}\n  filter: {ParentImage|endswith: '\\explorer.exe'}\n  condition: selection and not filter\n";
    const { hits } = await run(file, rulesOf(yaml));
    assert.deepEqual(
      hits.map((hit) => [hit._row, hit.why]),
      [
        [1, "Image: C:\\a\\cmd.exe"],
        [3, "Image: C:\\a\\cmd.exe"],
      ],
    );
  });

  it("runRules(events, rules) tells which rules did not run, and why", async () => {
    const file = log([
      event(4624, { LogonType: "3" }),
      "",
      event(4624, { LogonType: "3", SubjectUserName: null }),
    ]);
    const yaml = [
      rule("absent", "category: file_event", "{TargetFilename: x}"),
      rule("unknown", "category: no_such", "{A: x}"),
      rule("field", "service: security", "{IpAddress: x, LogonType: 3}", "level: high\n"),
      rule("placeholder", "service: security", "{A|expand: '%list%'}"),
      rule("old", "service: security", "{A: x}").replace("condition", "timeframe: 5m\n  condition"),
      rule("runs", "service: security", "{LogonType: 2}"),
    ].join("---\n");
    const { hits, notRun, coverage } = await run(file, rulesOf(yaml));
    assert.equal(hits.length, 0);
    assert.deepEqual(
      notRun.map(({ title, kind, reason }) => [title, kind, reason]),
      [
        ["field", "field", "no event of its log source has IpAddress"],
        ["placeholder", "feature", "placeholder %list% has no values"],
        ["old", "feature", "timeframe belongs to the obsolete aggregations; write a correlation rule"],
        [
          "absent",
          "log source",
          "log source windows/file_event is absent: no event of microsoft-windows-sysmon/operational 11",
        ],
        ["unknown", "log source", "log source windows/no_such is not in the map of log sources"],
      ],
    );
    assert.deepEqual(
      [coverage.rules, coverage.ran, coverage.fired, coverage.lost, coverage.lostBy],
      [6, 1, 0, 5 / 6, { "log source": 2, field: 1, feature: 2 }],
    );
  });

  it("runRules(events, rules) adds filters to the rules that they name, or to all of a log source", async () => {
    const file = log([event(4624, { User: "adm_a" }), event(4624, { User: "eva" })]);
    const base = rule("Logon", "service: security", "{EventID: 4624}", "id: logon\n");
    const filter = (rules: string, service = "security") =>
      `title: f\nlogsource: {product: windows, service: ${service}}\nfilter:\n  rules: ${rules}\n  selection: {User|startswith: adm_}\n  condition: not selection\n`;
    const rows = async (yaml: string) =>
      (await run(file, rulesOf(`${base}---\n${yaml}`))).hits.map((hit) => hit._row);
    assert.deepEqual(await rows(filter("[logon]")), [2]);
    assert.deepEqual(await rows(filter("any")), [2]);
    assert.deepEqual(await rows(filter("[other]")), [1, 2]);
    assert.deepEqual(await rows(filter("any", "system")), [1, 2]);
  });

  it("runRules(events, rules) takes unnamed data only when asked to", async () => {
    const file = log([event(4624, { Data0: "one", Data1: "two" })]);
    const rules = rulesOf(rule("t", "service: security", "{Data|contains: wo}"));
    assert.equal((await run(file, rules)).notRun[0]!.reason, "no event of its log source has Data");
    assert.equal((await run(file, rules, { unnamedData: true })).hits.length, 1);
  });

  it("runRules(events, rules, { logSources }) uses another map of log sources", async () => {
    const map = folder.write(
      "map.yml",
      'logsources:\n  a:\n    category: odd\n    product: windows\n    conditions: {EventID: [4624, 4625], Kind: x}\n    rewrite: {product: windows, service: security}\n    fieldmappings: {Who: User}\n  b:\n    product: windows\n    service: security\n    sources: ["WinEventLog:Security", "File:/x"]\n',
    );
    const file = log([event(4624, { User: "eva", Kind: "X" }), event(4624, { User: "eva", Kind: "y" })]);
    const rules = rulesOf(rule("t", "category: odd", "{Who: eva}"));
    const { hits } = await run(file, rules, { logSources: readSourceMap(map) });
    assert.deepEqual(
      hits.map((hit) => [hit._row, hit.why]),
      [[1, "Who: eva"]],
    );
  });

  it("runRules(events, rules) keeps names like __proto__ what they are: names", async () => {
    const file = log([
      `{"TimeCreated":"2024-05-01T08:00:00Z","Computer":"A","Channel":"Security","EventID":1,"EventData":{"__proto__":"x","constructor":"y"}}`,
    ]);
    const { hits } = await run(
      file,
      rulesOf(rule("t", "service: security", "{__proto__: x, constructor: y, toString: null}")),
    );
    assert.equal(hits[0]!.why, "__proto__: x; constructor: y; toString: missing");
  });

  it("runRules(events, rules) with a field that a short value repeats is not slower for hostile patterns", async () => {
    const file = log([event(4624, { A: `${"a".repeat(200_000)}b` })]);
    const yaml = [
      rule("re", "service: security", "{A|re: '^(a+)+$'}"),
      rule("wild", "service: security", `{A: '${"*a?".repeat(60)}*c'}`),
      rule("dash", "service: security", `{A|contains|windash: '${" -a".repeat(300)}'}`),
    ].join("---\n");
    assert.deepEqual((await run(file, rulesOf(yaml))).hits, []);
  });

  it("runRules(relation) of other columns, and an unknown level, say what was expected", async () => {
    const hunt = await open();
    const events = hunt.sql`select 1 as _row`;
    await assert.rejects(runRules(events, []), {
      name: "TypeError",
      message:
        'runRules: relation must have the columns of the view events, got none named "_source"; use what read gives, or as("events")',
    });
    await assert.rejects(runRules(hunt.sql`select * from events`, [], { minLevel: "hig" as "high" }), {
      name: "RangeError",
      message:
        'runRules: minLevel must be one of informational, low, medium, high, critical, got "hig"; did you mean "high"?',
    });
    await hunt.close();
  });
});
