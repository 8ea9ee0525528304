import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Hunt } from "../../../src/evidence/open";
import { open } from "../../../src/evidence/open";
import { testFolder } from "../../support/folder";
import { event, taskXml } from "../../support/madeEvents";
import { writeZip } from "../../support/zip";

const QUIET = { quiet: true };
const rowsOf = (hunt: Hunt) => hunt.sql`select 1 from hb_records`.count();

/** Runs a script against the library in a process of its own. */
function inProcess(script: string, ...args: readonly string[]) {
  const library = join(__dirname, "..", "..", "..", "src", "evidence", "open");
  const code = `const { open } = require(${JSON.stringify(library)}); (async () => { ${script} })();`;
  return spawn(process.execPath, ["--require", "tsx/cjs", "-e", code, "--", ...args], {
    stdio: ["pipe", "pipe", "inherit"],
    cwd: join(__dirname, "..", "..", ".."),
  });
}

describe("a case", () => {
  const folder = testFolder();

  it("read of the same file again adds nothing, says so, and gives the rows that are there", async () => {
    const file = folder.path("same.duckdb");
    const log = folder.write("same/log.jsonl", [event(4698, { TaskName: "\\a" }), event(1, {})].join("\n"));
    const first = await open(file);
    await first.read(log, QUIET);
    await first.close();
    const again = await open(file);
    const { relation, issues, files } = await again.read(log, QUIET);
    assert.deepEqual(await relation.select("_row", "event_id").rows(), [
      { _row: 1, event_id: 4698 },
      { _row: 2, event_id: 1 },
    ]);
    assert.deepEqual(
      [...issues],
      [{ path: log, place: "", reason: `already in the case, with 2 rows, from ${log}; not added again` }],
    );
    assert.deepEqual(files, [{ path: log, kind: "json lines", rows: 2, already: true }]);
    assert.deepEqual([await rowsOf(again), await again.sql`select 1 from tasks`.count()], [2, 1]);
    await again.close();
  });

  it("read of a log under another name, packed, or as a member adds nothing", async () => {
    const hunt = await open();
    const text = event(1, { a: "x" });
    await hunt.read(folder.write("first.jsonl", text), QUIET);
    const other = event(2, {});
    const paths = [
      folder.write("copies/second.jsonl", text),
      folder.write("copies/third.jsonl.gz", gzipSync(text)),
      folder.write(
        "copies/fourth.zip",
        writeZip([
          { name: "a.jsonl", content: text },
          { name: "b.jsonl", content: other },
        ]),
      ),
    ];
    const { relation, issues, files } = await hunt.read(paths, QUIET);
    assert.equal(await rowsOf(hunt), 2);
    assert.deepEqual(
      issues.map((issue) => issue.path),
      [paths[0], paths[1], `${paths[2]}!a.jsonl`],
    );
    assert.deepEqual(
      files.map((one) => [one.path, one.rows, one.already ?? false]),
      [
        [paths[0], 1, true],
        [paths[1], 1, true],
        [`${paths[2]}!a.jsonl`, 1, true],
        [`${paths[2]}!b.jsonl`, 1, false],
      ],
    );
    assert.deepEqual(await relation.select("event_id").rows(), [{ event_id: 1 }, { event_id: 2 }]);
    const again = await hunt.read(paths, QUIET);
    assert.deepEqual([await rowsOf(hunt), again.issues.length], [2, 3]);
    assert.equal(await again.relation.count(), 2);
    await hunt.close();
  });

  it("read takes equal task files and tables of two folders for two, and the same file for one", async () => {
    const hunt = await open();
    for (const name of ["A", "B"]) {
      folder.write(`two/${name}/Tidy`, taskXml("C:\\t.exe"));
      folder.write(`two/${name}/rows.csv`, "x\n1\n");
    }
    for (const expected of [2, 2]) {
      const { files } = await hunt.read(folder.path("two"), { ...QUIET, hostFolder: "two" });
      assert.equal(files.length, 4);
      assert.equal(await hunt.sql`select distinct host from tasks`.count(), expected);
      assert.equal(await rowsOf(hunt), expected);
    }
    const tables = await hunt.read([folder.path("two/A/rows.csv"), folder.path("two/B/rows.csv")], QUIET);
    assert.deepEqual(await tables.relation.select("x").rows(), [{ x: 1 }, { x: 1 }]);
    await hunt.close();
  });

  it("read that fails, or whose process is killed, leaves nothing behind, and can be done again", async () => {
    const file = folder.path("killed.duckdb");
    const small = folder.write("killed/small.jsonl", event(1, {}));
    const lines = Array.from({ length: 30_000 }, (_, i) => event(i, { text: "x".repeat(500) }));
    const large = folder.write("killed/large.jsonl", lines.join("\n"));
    const first = await open(file);
    await first.read(small, QUIET);
    await first.close();
    const child = inProcess(
      `const hunt = await open(process.argv[1]);
       const read = hunt.read(process.argv[2], { quiet: true });
       const timer = setInterval(() => console.log("reading"), 20);
       await read; clearInterval(timer); console.log("done"); process.stdin.resume();`,
      file,
      large,
    );
    let printed = "";
    for await (const piece of child.stdout) {
      printed += piece;
      if (printed.split("reading").length > 8) break;
    }
    child.kill("SIGKILL");
    await once(child, "exit");
    assert.doesNotMatch(printed, /done/);
    const again = await open(file);
    assert.equal(await rowsOf(again), 1);
    const { issues } = await again.read([small, large], QUIET);
    assert.deepEqual(
      issues.map((issue) => issue.path),
      [small],
    );
    assert.equal(await rowsOf(again), 30_001);
    await again.close();
  });

  it("open of a case that another process has says which, and the way out", async () => {
    const file = folder.path("locked.duckdb");
    const child = inProcess(
      `await open(process.argv[1]); console.log("open"); process.stdin.resume();`,
      file,
    );
    await once(child.stdout, "data");
    try {
      await assert.rejects(open(file), {
        message: `open: case must not be open in another process, got ${file}; close it in process ${child.pid}, or work on a copy of the file`,
      });
    } finally {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    await (await open(file)).close();
  });

  it("open of what is no case, or one of another version, says so and changes nothing", async () => {
    const text = folder.write("notes.json", '{"a": 1}');
    await assert.rejects(open(text), {
      name: "RangeError",
      message: `open: case must be a file that open made, got ${text}; name a new file, and read evidence into it`,
    });
    assert.equal(readFileSync(text, "utf8"), '{"a": 1}');
    const old = folder.path("old.duckdb");
    const hunt = await open(old);
    await hunt.sql`select 1`.count();
    await hunt.execute({ text: ["update hb_case set version = 1"], values: [] });
    await hunt.close();
    const copy = folder.path("old-copy.duckdb");
    copyFileSync(old, copy);
    await assert.rejects(open(copy), {
      name: "RangeError",
      message: "open: case must be of version 2, got 1; read its evidence into a new file",
    });
  });

  it("read beside queries that fail is not disturbed by them, and they see nothing of it before its end", async () => {
    const hunt = await open();
    const lines = Array.from({ length: 20_000 }, (_, i) => event(i, { text: "x".repeat(1000) }));
    const read = hunt.read(folder.write("beside.jsonl", lines.join("\n")), QUIET);
    let isDone = false;
    void read.then(() => {
      isDone = true;
    });
    const seen = new Set<number>();
    while (!isDone) {
      await assert.rejects(hunt.sql`select 'x'::integer`.rows());
      const count = await rowsOf(hunt);
      if (!isDone) seen.add(count);
    }
    assert.deepEqual(
      [...seen].filter((count) => count !== 0 && count !== 20_000),
      [],
    );
    assert.equal(await rowsOf(hunt), 20_000);
    await hunt.close();
  });
});
