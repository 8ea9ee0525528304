import assert from "node:assert/strict";
import { createReadStream } from "node:fs";
import { growLog } from "../../../src/cli/benches/growLog";
import { goldenLog } from "../../evidence/evtx/goldenLog";
import { readAll } from "../../evidence/evtx/readAll";
import { testFolder } from "../../support/folder";

describe("growLog", () => {
  const folder = testFolder();

  it("growLog(log, path, rows) writes a valid log of at least so many records", async () => {
    const path = folder.path("grown.evtx");
    growLog(goldenLog(), path, 100);
    const { summary, issues } = await readAll(createReadStream(path), path);
    assert.deepEqual(issues, []);
    assert.deepEqual(summary, { records: 100, chunks: 13, damagedChunks: 0, dirty: false });
  });
});
