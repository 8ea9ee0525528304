import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type Hunt, open } from "../../src/evidence/open";
import { testFolder } from "../support/folder";
import { event, taskXml } from "../support/madeEvents";

describe("read of odd and hostile input", () => {
  const folder = testFolder();
  let hunt: Hunt;
  beforeEach(async () => {
    hunt = await open();
  });
  afterEach(() => hunt.close());

  it("read keeps a task whose name holds half a surrogate pair, and every event beside it", async () => {
    const lines = [
      event(4699, { TaskName: "\\a\ud800b", "\udc00": "x" }),
      event(4699, { TaskName: "\\C:\\ud800" }),
      event(4699, { TaskName: "\\plain" }, { Computer: "W\udfff1", Level: 4.5, TimeCreated: 1e308 }),
    ];
    const path = folder.write("half.jsonl", lines.join("\n"));
    const { relation, issues } = await hunt.read(path, { quiet: true });
    const reason = "events without a time: 1; none is given, or one that can be read in two ways";
    assert.deepEqual([...issues], [{ path, place: "", reason }]);
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

  it("read keeps the first thousand issues of a file and counts the others", async () => {
    const path = folder.write("bad.jsonl", `${event(1, {})}\n${"nope\n".repeat(2500)}`);
    const { issues } = await hunt.read(path, { quiet: true });
    assert.equal(issues.length, 1001);
    assert.deepEqual(issues.at(-1), { path, place: "", reason: "1500 more issues of this file", lost: 1500 });
  });

  it("read keeps a damaged task file as a row, with its name and an issue", async () => {
    folder.write("cut/Tasks/Broken", taskXml("x.exe").slice(0, 300));
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

  it("read of a log that begins with something else takes its events, and tells of the rest", async () => {
    const path = folder.write("meta.jsonl", `{"index":{}}\n${event(1, {})}\n${event(2, {})}\n`);
    const { relation, issues } = await hunt.read(path, { quiet: true });
    assert.equal(await relation.count(), 2);
    assert.deepEqual(
      issues.map((issue) => issue.place),
      ["record 1"],
    );
  });

  it("read of a table beside events says that it is not among them", async () => {
    folder.write("beside/a.jsonl", event(1, {}));
    folder.write("beside/b.csv", "x\n1\n2\n");
    const { relation, issues, files } = await hunt.read(folder.path("beside"), { quiet: true });
    assert.equal(await relation.count(), 1);
    assert.equal(files.length, 2);
    assert.match(issues[0]!.reason, /^2 rows of a table, which are not among the events; read it by itself$/);
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
});
