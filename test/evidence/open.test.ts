import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type Hunt, open } from "../../src/evidence/open";
import { testFolder } from "../support/folder";
import { event, taskXml } from "../support/madeEvents";
import { writeZip } from "../support/zip";

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
    const logs = ["big/1.jsonl", "big/2.jsonl"].map((name, i) =>
      folder.write(name, lines.join("\n") + "\n".repeat(i)),
    );
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
    const escaped = taskXml("b.exe").replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
    const subject = {
      SubjectUserSid: "S-1-5-21-1-2-3-1001",
      SubjectUserName: "anna",
      SubjectDomainName: "CORP",
    };
    const operational = { Channel: "Microsoft-Windows-TaskScheduler/Operational" };
    const lines = [
      event(4698, { ...subject, TaskName: "\\Tidy", TaskContent: taskXml("a.exe") }),
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
    folder.write("Tasks/Tidy", Buffer.from(`\ufeff${taskXml("c.exe")}`, "utf16le"));
    folder.write("Tasks/Plain", taskXml("d.exe").replace("<URI>\\Tidy</URI>", ""));
    folder.write(
      "Tasks/Rootless",
      taskXml("e.exe").replace("\\Tidy", "Micro\\{11111111-2222-3333-4444-555555555555}"),
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
    folder.write("fleet/hosts/WS07/Tasks.zip", writeZip([{ name: "Tidy", content: taskXml("a.exe") }]));
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

  it("read counts events whose time is missing or can be read in two ways", async () => {
    const times = ["3/4/2024 8:00:00 AM", "3/14/2024 8:00:00 AM", "2024-03-14T13:00:00+05", undefined];
    const path = folder.write(
      "times.jsonl",
      times.map((time) => event(1, {}, { TimeCreated: time })).join("\n"),
    );
    const { relation, issues } = await hunt.read(path, { quiet: true });
    const reason = "events without a time: 2; none is given, or one that can be read in two ways";
    assert.deepEqual([...issues], [{ path, place: "", reason }]);
    const time = "2024-03-14T08:00:00.000000Z";
    assert.deepEqual(
      (await relation.select("time").rows()).map((row) => row.time),
      [null, time, time, null],
    );
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
    const two = folder.write("two.jsonl", event(4699, { TaskName: "\\y" }));
    const { relation } = await again.read(two, { quiet: true });
    assert.deepEqual((await relation.select("_row").rows())[0], { _row: 2 });
    await again.close();
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

  it("read refuses options that it does not know", async () => {
    await assert.rejects(hunt.read("x", { quite: true } as object), {
      name: "TypeError",
      message:
        'read: options must be among quiet, hostFolder, joinHosts, kind, maxBytes, maxRatio, maxMembers, passwords, got "quite"; did you mean "quiet"?',
    });
  });
});
