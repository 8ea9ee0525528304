import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { huntbook, jsonLines } from "../support/cli";
import { evidence } from "../support/evidence";
import { testFolder } from "../support/folder";

const event = (id: number, computer: string, data: object) =>
  JSON.stringify({
    TimeCreated: "2024-05-01T08:00:00Z",
    Computer: computer,
    Channel: "Security",
    EventID: id,
    EventData: data,
  });

describe("huntbook read, sql and lfo", () => {
  const folder = testFolder();
  const log = folder.write(
    "log.jsonl",
    [
      event(4699, "WS01", { TaskName: "\\Common", SubjectUserName: "a" }),
      event(4699, "WS02", { TaskName: "\\Common", SubjectUserName: "b" }),
      event(4699, "WS02", { TaskName: "<img src=x onerror=alert(1)>\u001b[31m" }),
      "nope",
    ].join("\n"),
  );

  it("read prints one JSON object a row when piped, issues on stderr, and ends with 0", () => {
    const result = huntbook("read", log, "--as", "tasks");
    assert.equal(result.code, 0);
    assert.deepEqual(
      jsonLines(result).map((row) => [row._row, row.host, row.task_name]),
      [
        [1, "ws01", "\\Common"],
        [2, "ws02", "\\Common"],
        [3, "ws02", "<img src=x onerror=alert(1)>\u001b[31m"],
      ],
    );
    assert.match(result.stderr, /^huntbook: .*log\.jsonl: line 4: not JSON: .*\n$/);
  });

  it("read takes --where, --top and --quiet", () => {
    const result = huntbook("read", log, "--where", "host = 'ws02'", "--top", "1", "--quiet");
    assert.deepEqual(
      jsonLines(result).map((row) => row._row),
      [2],
    );
    assert.equal(result.stderr, "");
  });

  it("read --columns gives only these, in this order", () => {
    const [row] = jsonLines(huntbook("read", log, "--columns", "event_id, host", "--quiet"));
    assert.deepEqual(Object.entries(row!), [
      ["event_id", 4699],
      ["host", "ws01"],
    ]);
  });

  it("read --format table shows control characters and writes no escape sequence", () => {
    const { stdout } = huntbook("read", log, "--as", "tasks", "--format", "table");
    assert.match(stdout, /<img src=x onerror=alert\(1\)>␛\[31m/);
    assert.equal(stdout.includes("\u001b"), false);
  });

  it("read --out writes what the file's name says, and formulas as text", () => {
    const csv = folder.path("rows.csv");
    const formula = folder.write("formula.jsonl", event(4699, "=cmd()", { TaskName: "x" }));
    assert.equal(huntbook("read", formula, "--out", csv).code, 0);
    assert.match(readFileSync(csv, "utf8"), /,'=cmd\(\),/);
    const parquet = folder.path("rows.parquet");
    assert.match(
      huntbook("read", log, "--out", parquet, "--quiet").stderr,
      /wrote 3 rows to .*rows\.parquet/,
    );
    assert.equal(jsonLines(huntbook("read", parquet)).length, 3);
  });

  it("read of nothing readable and wrong use end with 2, and say why", () => {
    const absent = huntbook("read", folder.path("absent"));
    assert.equal(absent.code, 2);
    assert.match(absent.stderr, /absent: no such file or folder\nhuntbook: read: no rows in /);
    const view = huntbook("read", log, "--as", "taks");
    assert.equal(view.code, 2);
    assert.match(
      view.stderr,
      /as: view must be one of events, tasks, logons, processes, services, network, files, got "taks"; did you mean "tasks"\?/,
    );
    const format = huntbook("read", log, "--format", "xml");
    assert.equal(huntbook("read").code, 2);
    assert.equal(huntbook("lfo", log).code, 2);
    assert.equal(huntbook("raed", log).code, 2);
    assert.match(
      format.stderr,
      /output: format must be one of table, jsonl, csv, parquet \(no table in a file\), got "xml"/,
    );
  });

  it("read never writes over what it reads", () => {
    const own = folder.write("own.jsonl", event(4699, "WS01", {}));
    const before = readFileSync(own, "utf8");
    const result = huntbook("read", own, "--out", own);
    assert.equal(result.code, 2);
    assert.match(result.stderr, /output: out must not be a file that is read, got /);
    assert.equal(huntbook("read", folder.path("."), "--out", own, "--quiet").code, 2);
    assert.equal(readFileSync(own, "utf8"), before);
  });

  it("wrong SQL is wrong use, and no spill folder is left behind", () => {
    const temporary = process.env.TMPDIR;
    process.env.TMPDIR = dirname(folder.write("tmp/mark", ""));
    assert.equal(huntbook("read", log, "--where", "nope = 1", "--quiet").code, 2);
    assert.equal(huntbook("sql", "selec 1", log, "--quiet").code, 2);
    assert.deepEqual(readdirSync(process.env.TMPDIR), ["mark"]);
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
  });

  it("sql asks the views events, tasks and input", () => {
    const query =
      "select (select count(*) from events) as e, (select count(*) from tasks) as t, (select count(*) from input) as i";
    assert.deepEqual(jsonLines(huntbook("sql", query, log, "--quiet")), [{ e: 3, t: 3, i: 3 }]);
    const table = folder.write("t.csv", "a,b\n1,x\n2,y\n");
    assert.deepEqual(jsonLines(huntbook("sql", "select sum(a) as s from input", table)), [{ s: 3 }]);
  });

  it("lfo prints the rarest first with the documented fields", () => {
    const rows = jsonLines(
      huntbook("lfo", log, "--as", "tasks", "--by", "task_name", "--over", "host", "--quiet"),
    );
    assert.deepEqual(Object.keys(rows[0]!), [
      ..."task_name count share cumulative hosts users first_seen last_seen".split(" "),
    ]);
    assert.deepEqual(
      rows.map((row) => [row.count, row.hosts, row.users]),
      [
        [1, 1, 0],
        [2, 2, 2],
      ],
    );
  });

  it("lfo on the evidence of 18 hosts gives 29 tasks, 21 of them on one host (evidence L-1)", function () {
    const file = evidence(this, "02-multihost-lfo", "taskevents_18hosts.jsonl.gz");
    const where = "event_id in (106, 140, 4698, 4702)";
    const rows = jsonLines(
      huntbook("lfo", file, "--as", "tasks", "--by", "task_name", "--over", "host", "--where", where),
    );
    assert.equal(rows.length, 29);
    assert.equal(rows.filter((row) => row.hosts === 1).length, 21);
  });
});
