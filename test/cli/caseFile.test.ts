import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { huntbook, jsonLines } from "../support/cli";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

describe("a case from the command line", () => {
  const folder = testFolder();

  it("read --case keeps what it reads, and adds nothing when it reads it again", () => {
    const log = folder.write("a.jsonl", [event(1, {}), event(2, {})].join("\n"));
    const file = folder.path("case.duckdb");
    const first = huntbook("sql", "--case", file, "select count(*) as n from events", log);
    assert.deepEqual(jsonLines(first), [{ n: 2 }]);
    const again = huntbook("sql", "--case", file, "select count(*) as n from events", log);
    assert.deepEqual(jsonLines(again), [{ n: 2 }]);
    assert.match(again.stderr, /already in the case, with 2 rows/);
    const other = folder.write("b.jsonl", event(3, {}));
    assert.deepEqual(jsonLines(huntbook("sql", "--case", file, "select count(*) as n from events", other)), [
      { n: 3 },
    ]);
  });

  it("read --case of a case that is open elsewhere, or of no case, says so and ends", async () => {
    const log = folder.write("c.jsonl", event(1, {}));
    const file = folder.path("busy.duckdb");
    const library = join(__dirname, "..", "..", "dist", "evidence", "open.js");
    const script = `require(${JSON.stringify(library)}).open(process.argv[1]).then(() => { console.log("open"); process.stdin.resume(); });`;
    const child = spawn(process.execPath, ["-e", script, "--", file], { stdio: ["pipe", "pipe", "inherit"] });
    await once(child.stdout, "data");
    const busy = huntbook("read", "--case", file, log);
    child.kill();
    assert.equal(busy.code, 1);
    assert.match(busy.stderr, /case must not be open in another process/);
    assert.equal(huntbook("read", "--case", log, log).code, 2);
  });
});
