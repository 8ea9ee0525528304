import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { sql } from "../../src/engine/sql";
import { type Hunt, open } from "../../src/evidence/open";
import { evidence } from "../support/evidence";
import { testFolder } from "../support/folder";
import { writeZip } from "../support/zip";

const event = (id: number, data: object, more: object = {}) =>
  JSON.stringify({
    TimeCreated: "2024-05-01T08:00:00Z",
    Computer: "WS01",
    Channel: "Security",
    EventID: id,
    EventData: data,
    ...more,
  });

const TASK = (command: string) =>
  `<?xml version="1.0" encoding="UTF-16"?><Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">` +
  `<RegistrationInfo><Author>CORP\\anna</Author><URI>\\Tidy</URI></RegistrationInfo><Triggers><BootTrigger/></Triggers>` +
  `<Principals><Principal><UserId>S-1-5-18</UserId></Principal></Principals>` +
  `<Actions><Exec><Command>${command}</Command><Arguments>/q</Arguments></Exec></Actions></Task>`;

describe("open and read", () => {
  const folder = testFolder();
  let hunt: Hunt;
  beforeEach(async () => {
    hunt = await open();
  });
  afterEach(() => hunt.close());

  it("read of a folder takes every file it knows and reports every other one", async () => {
    folder.write("mixed/a.jsonl", `${event(4624, { a: "1" })}\n\nnope\n${event(4625, {})}\n`);
    folder.write("mixed/b.json.gz", gzipSync(`[${event(1, {})}]`));
    folder.write("mixed/notes.txt", "hello");
    folder.write("mixed/empty.evtx", "");
    folder.write("mixed/deep/c.zip", writeZip([{ name: "d.jsonl", content: event(2, {}) }]));
    const { relation, issues, files } = await hunt.read(folder.path("mixed"), { quiet: true });
    assert.deepEqual(
      files.map((file) => [file.path.replace(folder.path("mixed"), ""), file.kind, file.rows]),
      [
        ["/a.jsonl", "json lines", 2],
        ["/b.json.gz", "json", 1],
        ["/deep/c.zip!d.jsonl", "json lines", 1],
      ],
    );
    assert.deepEqual(
      issues.map((issue) => [
        issue.path.replace(folder.path("mixed"), ""),
        issue.place,
        issue.reason.slice(0, 8),
      ]),
      [
        ["/a.jsonl", "line 3", "not JSON"],
        ["/empty.evtx", "", "file is "],
        ["/notes.txt", "", "kind not"],
      ],
    );
    const rows = await relation.select("_row", "_record", "event_id", "host", "data").rows();
    assert.deepEqual(rows[0], { _row: 1, _record: 1, event_id: 4624, host: "ws01", data: { a: "1" } });
    assert.deepEqual(
      rows.map((row) => row._record),
      [1, 4, 1, 1],
    );
  });

  it("read of much evidence, in a thread of its own, numbers rows and tells issues as ever", async () => {
    const text = "x".repeat(10_000);
    const lines = Array.from({ length: 2000 }, (_, i) => (i === 700 ? "nope" : event(i, { text })));
    const logs = ["big/1.jsonl", "big/2.jsonl"].map((name) => folder.write(name, lines.join("\n")));
    const { relation, issues, files } = await hunt.read(logs, { quiet: true });
    assert.deepEqual(
      files.map((file) => [file.path, file.rows]),
      logs.map((log) => [log, 1999]),
    );
    assert.deepEqual(
      issues.map((issue) => [issue.path, issue.place]),
      logs.map((log) => [log, "line 701"]),
    );
    const counts = hunt.sql`select count(*) as rows, min(_row) as first, max(_row) as last,
      count(distinct _row) as numbers, sum(event_id) as ids, max(length(data)) as longest from (${relation})`;
    assert.deepEqual(await counts.rows(), [
      { rows: 3998, first: 1, last: 3998, numbers: 3998, ids: 2 * (1999 * 1000 - 700), longest: 10_011 },
    ]);
  });

  it("read of nothing gives no rows and an issue", async () => {
    const { relation, issues } = await hunt.read([folder.path("absent"), folder.path("*.none")], {
      quiet: true,
    });
    assert.equal(await relation.count(), 0);
    assert.deepEqual(
      issues.map((issue) => issue.reason),
      ["no such file or folder", "no such file or folder"],
    );
  });

  it("tasks takes what 4698 and 4702 hold, once-more-escaped XML too, and names no task null", async () => {
    const escaped = TASK("b.exe").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    const subject = {
      SubjectUserSid: "S-1-5-21-1-2-3-1001",
      SubjectUserName: "anna",
      SubjectDomainName: "CORP",
    };
    const operational = { Channel: "Microsoft-Windows-TaskScheduler/Operational" };
    const lines = [
      event(4698, { ...subject, TaskName: "\\Tidy", TaskContent: TASK("a.exe") }),
      event(4702, { ...subject, TaskName: "\\Tidy", TaskContentNew: escaped }),
      event(4699, { ...subject, TaskName: "\\Tidy", TaskContent: "" }),
      event(402, { Reason: "x" }, operational),
      event(200, { TaskName: "\\Tidy", ActionName: "C:\\a.exe", TaskInstanceId: "{1}" }, operational),
      event(4624, { TaskName: "not a task event" }),
    ];
    const { relation, issues } = await hunt.read(folder.write("tasks.jsonl", lines.join("\n")), {
      quiet: true,
    });
    assert.deepEqual([...issues], []);
    const tasks = await relation.as("tasks");
    const columns = ["event_id", "action", "task_name", "user", "author", "command", "arguments"] as const;
    const rows = await tasks.select(...columns).rows();
    assert.deepEqual(
      rows.map((row) => Object.values(row)),
      [
        [4698, "registered", "\\Tidy", "CORP\\anna", "CORP\\anna", "a.exe", "/q"],
        [4702, "updated", "\\Tidy", "CORP\\anna", "CORP\\anna", "b.exe", "/q"],
        [4699, "deleted", "\\Tidy", "CORP\\anna", null, null, null],
        [402, null, null, null, null, null, null],
        [200, "action started", "\\Tidy", null, null, "C:\\a.exe", null],
      ],
    );
  });

  it("tasks takes task files in UTF-16 and names them by URI, or by file", async () => {
    folder.write("Tasks/Tidy", Buffer.from(`\ufeff${TASK("c.exe")}`, "utf16le"));
    folder.write("Tasks/Plain", TASK("d.exe").replace("<URI>\\Tidy</URI>", ""));
    folder.write(
      "Tasks/Rootless",
      TASK("e.exe").replace("\\Tidy", "Micro\\{11111111-2222-3333-4444-555555555555}"),
    );
    const { relation } = await hunt.read(folder.path("Tasks"), { quiet: true });
    const tasks = (await relation.as("tasks")).select(
      "action",
      "task_name",
      "task_pattern",
      "command",
      "run_as",
      "trigger",
    );
    assert.deepEqual(
      (await tasks.rows()).map((row) => Object.values(row)),
      [
        ["defined", "\\Plain", "\\Plain", "d.exe", "S-1-5-18", "boot"],
        [
          "defined",
          "Micro\\{11111111-2222-3333-4444-555555555555}",
          "\\Micro\\{guid}",
          "e.exe",
          "S-1-5-18",
          "boot",
        ],
        ["defined", "\\Tidy", "\\Tidy", "c.exe", "S-1-5-18", "boot"],
      ],
    );
    assert.equal(await hunt.sql`select * from events`.count(), 0);
  });

  it("read gives task files the host of their folder, and leaves events the name they have", async () => {
    folder.write("fleet/hosts/WS07/Tasks.zip", writeZip([{ name: "Tidy", content: TASK("a.exe") }]));
    folder.write("fleet/hosts/WS07/log.jsonl", event(4699, { TaskName: "\\Tidy" }));
    const { relation } = await hunt.read(folder.path("fleet"), { quiet: true, hostFolder: "hosts" });
    const tasks = (await relation.as("tasks")).select("action", "host");
    assert.deepEqual(await tasks.rows(), [
      { action: "defined", host: "ws07" },
      { action: "deleted", host: "ws01" },
    ]);
  });

  it("tasks normalises SIDs and versions in a second column and leaves the name", async () => {
    const name = "\\OneDrive Standalone Update Task-S-1-5-21-2212929841-2730996645-2649195864-1000";
    const lines = [
      event(4699, { TaskName: name }),
      event(4699, { TaskName: "\\Microsoft\\Windows\\.NET Framework\\.NET Framework NGEN v4.0.30319" }),
    ];
    const { relation } = await hunt.read(folder.write("sid.jsonl", lines.join("\n")), { quiet: true });
    const rows = await (await relation.as("tasks")).select("task_name", "task_pattern").rows();
    assert.equal(rows[0]!.task_name, name);
    assert.equal(rows[0]!.task_pattern, "\\OneDrive Standalone Update Task-{sid}");
    assert.equal(
      rows[1]!.task_pattern,
      "\\Microsoft\\Windows\\.NET Framework\\.NET Framework NGEN v{version}",
    );
  });

  it("tasks compares accounts and programs in columns of their own", async () => {
    const operational = { Channel: "Microsoft-Windows-TaskScheduler/Operational" };
    const pairs = [
      ["S-1-5-18", "%SystemRoot%\\System32\\a.exe"],
      ["NT AUTHORITY\\SYSTEM", "C:\\Windows\\system32\\A.EXE"],
      ["CORP\\WS01$", '"C:\\Users\\anna\\AppData\\1.2.3\\x.exe"'],
      ["CORP\\Anna", "C:\\Users\\bob\\AppData\\4.5.6\\x.exe"],
      ["NT AUTHORITY\\NETWORK SERVICE", "{11111111-2222-3333-4444-555555555555}"],
    ];
    const lines = pairs.map(([UserContext, ActionName]) =>
      event(200, { TaskName: "\\T", UserContext, ActionName }, operational),
    );
    const { relation } = await hunt.read(folder.write("pairs.jsonl", lines.join("\n")), { quiet: true });
    const rows = await (await relation.as("tasks")).select("user", "user_pattern", "command_pattern").rows();
    assert.deepEqual(
      rows.map((row) => [row.user_pattern, row.command_pattern]),
      [
        ["SYSTEM", "c:\\windows\\system32\\a.exe"],
        ["SYSTEM", "c:\\windows\\system32\\a.exe"],
        ["{machine}", "c:\\users\\{user}\\appdata\\{version}\\x.exe"],
        ["anna", "c:\\users\\{user}\\appdata\\{version}\\x.exe"],
        ["NETWORK SERVICE", "{guid}"],
      ],
    );
    assert.equal(rows[0]!.user, "S-1-5-18");
  });

  it("read of tables gives their columns, of several by name", async () => {
    folder.write("tables/a.csv", "x,y\n1,a\n2,b\n");
    folder.write("tables/b.tsv", "y\tz\nc\t3\n");
    folder.write("tables/c.json", '[{"x": 9, "z": 4}]');
    const { relation, issues } = await hunt.read(folder.path("tables"), { quiet: true });
    assert.deepEqual([...issues], []);
    assert.deepEqual(await relation.select("_row", "x", "y", "z").orderBy("_row").rows(), [
      { _row: 1, x: 1, y: "a", z: null },
      { _row: 2, x: 2, y: "b", z: null },
      { _row: 3, x: null, y: "c", z: 3 },
      { _row: 4, x: 9, y: null, z: 4 },
    ]);
  });

  it("read of a log with an object that is no event reports it", async () => {
    const path = folder.write("odd.jsonl", `${event(1, {})}\n{"a": 1}\n${event(2, {})}\n`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.equal(await relation.count(), 2);
    assert.deepEqual(
      [...issues],
      [{ path, place: "record 2", reason: "not an event, unlike others here", lost: 1 }],
    );
  });

  it("open of a case file finds what an earlier hunt read, and goes on numbering", async () => {
    const file = folder.path("case.duckdb");
    const log = folder.write("one.jsonl", event(4699, { TaskName: "\\x" }));
    const first = await open(file);
    await first.read(log, { quiet: true });
    await first.close();
    const again = await open(file);
    assert.equal(await again.sql`select * from tasks`.count(), 1);
    const { relation } = await again.read(log, { quiet: true });
    assert.deepEqual((await relation.select("_row").rows())[0], { _row: 2 });
    await again.close();
  });

  it("read of a log that begins with something else takes its events, and tells of the rest", async () => {
    const path = folder.write("meta.jsonl", `{"index":{}}\n${event(1, {})}\n${event(2, {})}\n`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.equal(await relation.count(), 2);
    assert.deepEqual(
      issues.map((issue) => issue.place),
      ["record 1"],
    );
  });

  it("read keeps a task whose name holds half a surrogate pair, and every event beside it", async () => {
    const lines = [
      event(4699, { TaskName: "\\a\ud800b", "\udc00": "x" }),
      event(4699, { TaskName: "\\C:\\ud800" }),
      event(4699, { TaskName: "\\plain" }, { Computer: "W\udfff1", Level: 4.5, TimeCreated: 1e308 }),
    ];
    const { relation, issues } = await hunt.read(folder.write("half.jsonl", lines.join("\n")), {
      quiet: true,
    });
    assert.deepEqual([...issues], []);
    const rows = await (await relation.as("tasks")).select("task_name").rows();
    assert.deepEqual(
      rows.map((row) => row.task_name),
      ["\\a\ufffdb", "\\C:\\ud800", "\\plain"],
    );
  });

  it("read loses a value that is nested too deep, and nothing else", async () => {
    const deep = `${'{"a":'.repeat(150_000)}1${"}".repeat(150_000)}`;
    const bad = event(1, {}).replace('"EventData":{}', `"EventData":${deep}`);
    const path = folder.write("deep.jsonl", `${event(1, {})}\n${bad}\n${event(2, {})}\n`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.equal(await relation.count(), 2);
    assert.equal(issues.length, 1);
  });

  it("read of a table beside events says that it is not among them", async () => {
    folder.write("beside/a.jsonl", event(1, {}));
    folder.write("beside/b.csv", "x\n1\n2\n");
    const { relation, issues, files } = await hunt.read(folder.path("beside"), { quiet: true });
    assert.equal(await relation.count(), 1);
    assert.equal(files.length, 2);
    assert.match(issues[0]!.reason, /^2 rows of a table, which are not among the events; read it by itself$/);
  });

  it("read twice at once numbers rows once, and as tells rows of different reads apart", async () => {
    const one = folder.write(
      "r1.jsonl",
      [event(4699, { TaskName: "\\1" }), event(4699, { TaskName: "\\2" })].join("\n"),
    );
    const two = folder.write("r2.jsonl", event(4699, { TaskName: "\\3" }));
    const results = await Promise.all([hunt.read(one, { quiet: true }), hunt.read(two, { quiet: true })]);
    assert.deepEqual(await Promise.all(results.map(({ relation }) => relation.count())), [2, 1]);
    assert.equal(await hunt.sql`select distinct _row from events`.count(), 3);
    const table = await hunt.read(folder.write("rows.csv", "a\n1\n"), { quiet: true });
    assert.equal(await (await table.relation.as("tasks")).count(), 0);
    assert.equal(await (await results[0]!.relation.as("events")).count(), 2);
  });

  it("read takes UTF-16, as PowerShell writes it, for JSON lines and CSV", async () => {
    const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, "utf16le");
    const log = await hunt.read(folder.write("u16.jsonl", utf16(`${event(1, { a: "ä" })}\r\n`)), {
      quiet: true,
    });
    assert.deepEqual((await log.relation.select("data").rows())[0], { data: { a: "ä" } });
    const table = await hunt.read(folder.write("u16.csv", utf16("a,b\n1,ü\n").swap16()), { quiet: true });
    assert.deepEqual(await table.relation.select("a", "b").rows(), [{ a: 1, b: "ü" }]);
  });

  it("read keeps the first thousand issues of a file and counts the others", async () => {
    const path = folder.write("bad.jsonl", `${event(1, {})}\n${"nope\n".repeat(2500)}`);
    const { issues } = await hunt.read(path, { quiet: true });
    assert.equal(issues.length, 1001);
    assert.deepEqual(issues.at(-1), { path, place: "", reason: "1500 more issues of this file", lost: 1500 });
  });

  it("read keeps a damaged task file as a row, with its name and an issue", async () => {
    folder.write("cut/Tasks/Broken", TASK("x.exe").slice(0, 300));
    folder.write("cut/Tasks/Prefixed", '<!-- c --><t:Task xmlns:t="x"><t:Actions/></t:Task>');
    const { relation, issues } = await hunt.read(folder.path("cut"), { quiet: true });
    const rows = await (await relation.as("tasks")).select("task_name").rows();
    assert.deepEqual(
      rows.map((row) => row.task_name),
      ["\\Broken", "\\Prefixed"],
    );
    assert.equal(issues.length, 1);
  });

  it("read of a cut archive with a table in it keeps the rows that came out", async () => {
    const rows = Array.from({ length: 50_000 }, (_, i) => `${i},text ${(i * 7919) % 9973}`);
    const whole = gzipSync(`a,b\n${rows.join("\n")}\n`);
    const path = folder.write("cut.csv.gz", whole.subarray(0, whole.length >> 1));
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.ok((await relation.count()) > 10_000);
    assert.match(issues[0]!.reason, /unexpected end of file/);
  });

  it("read refuses options that it does not know", async () => {
    await assert.rejects(hunt.read("x", { quite: true } as object), {
      name: "TypeError",
      message:
        'read: options must be among quiet, hostFolder, maxBytes, maxRatio, maxMembers, got "quite"; did you mean "quiet"?',
    });
  });
});

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
});
