import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { createReadStream, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { evidence } from "../../support/evidence";
import { testFolder } from "../../support/folder";
import { countRecords, exportEvents, needLibevtx } from "./evtxExport";
import { readAll } from "./readAll";
import { HEX_ZEROS, namedValues, ourSystem, sameText, systemValues } from "./sameAsLibevtx";

describe("readEvtx and libevtx", function () {
  this.timeout(300_000); // libevtx is slow, and slower on a busy machine
  const folder = testFolder();

  /** Event logs below a folder of the evidence, unpacked where they are gzipped. */
  function logs(from: string): string[] {
    const names = readdirSync(from, { recursive: true, encoding: "utf8" }).sort();
    return names
      .filter((name) => /\.evtx(\.gz)?$/.test(name))
      .map((name, i) => {
        const path = join(from, name);
        if (!name.endsWith(".gz")) return path;
        const copy = folder.path(`${i}-${basename(name, ".gz")}`);
        writeFileSync(copy, gunzipSync(readFileSync(path)));
        return copy;
      });
  }

  /** Compares record by record; answers how many values were compared, and how many by each rule. */
  async function compare(path: string, rules: Map<string, number>): Promise<number> {
    const { events } = await readAll(createReadStream(path), path);
    let values = 0;
    for (const [i, printed] of exportEvents(path).entries()) {
      const event = events[i]!;
      const where = `${basename(path)}, record ${event.record}`;
      const data = new Map(Object.entries(event.data).map(([name, value]) => [name, String(value)]));
      const pairs = [
        [data, namedValues(printed)],
        [ourSystem(event), systemValues(printed)],
      ] as const;
      for (const [ours, theirs] of pairs) {
        assert.deepEqual([...ours.keys()].sort(), [...theirs.keys()].sort(), where);
        for (const [name, text] of ours) {
          const how = sameText(text, theirs.get(name)!);
          assert.notEqual(how, undefined, `${where}, ${name}: ${text} is not ${theirs.get(name)}`);
          rules.set(how!, (rules.get(how!) ?? 0) + 1);
          values++;
        }
      }
    }
    return values;
  }

  for (const part of ["01-taskscheduler-t1053", "03-sigma-regression", "04-evtx-corpora", "05-whole-hosts"]) {
    it(`readEvtx of the logs of ${part} counts and reads every record as libevtx does`, async function () {
      const from = evidence(this, part);
      needLibevtx(this);
      const rules = new Map<string, number>();
      let values = 0;
      for (const path of logs(from)) {
        const { summary, issues } = await readAll(createReadStream(path), path);
        assert.equal(summary.records, countRecords(path), path);
        assert.deepEqual(issues, []);
        values += await compare(path, rules);
      }
      const alike = (rules.get("same") ?? 0) + (rules.get(HEX_ZEROS) ?? 0);
      assert.ok(alike > 0.99 * values, JSON.stringify([...rules]));
    });
  }

  it("readEvtx of every log of three whole hosts counts as libevtx does, and reads a tenth of them alike", async function () {
    const from = evidence(this, "05-whole-hosts");
    needLibevtx(this);
    if (spawnSync("7z").error !== undefined) {
      console.log("      skipped: 7z is not installed");
      this.skip();
    }
    const archives = readdirSync(from).filter((name) => name.endsWith(".7z"));
    const rules = new Map<string, number>();
    let logsRead = 0;
    for (const name of archives) {
      const target = folder.path(basename(name, ".7z"));
      execFileSync("7z", ["x", "-y", `-o${target}`, join(from, name)], { stdio: "ignore" });
      for (const path of logs(target)) {
        const { summary, issues } = await readAll(createReadStream(path), path);
        assert.equal(summary.records, countRecords(path), path);
        assert.deepEqual(issues, []);
        if (logsRead++ % 10 === 0) await compare(path, rules);
      }
    }
    assert.equal(logsRead, 321);
    assert.ok(rules.get("same")! > 100000);
  });
});
