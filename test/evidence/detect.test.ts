import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { detect } from "../../src/evidence/detect";
import { KINDS } from "../../src/evidence/detectKind";
import { open } from "../../src/evidence/open";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";
import { writeZip } from "../support/zip";

describe("detect", () => {
  const folder = testFolder();

  it("detect names kind, confidence and reason of files and of members of archives", async () => {
    const zeek = "#separator \\x09\n#fields\tts\tid.orig_h\tid.resp_h\tproto\tconn_state\n";
    const zip = writeZip([
      { name: "conn.log", content: zeek },
      { name: "a.jsonl", content: event(1, {}) },
      { name: "n.csv", content: "x,y\n1,2\n" },
      { name: "b.bin", content: Buffer.from([1, 2, 3]) },
    ]);
    folder.write("in/a.zip", zip);
    folder.write("in/h.txt.gz", gzipSync("Timestamp,RuleTitle,Level,Computer,Channel,EventID\n"));
    folder.write("in/s.txt", "EventID,Computer,TimeGenerated,Account\n4624,WS01,2024-05-01T08:00:00Z,a\n");
    const { files, issues } = await detect(folder.path("in"));
    assert.deepEqual([...issues], []);
    assert.deepEqual(
      files.map(({ path, kind, confidence, reason }) => [path.split("/").pop(), kind, confidence, reason]),
      [
        ["a.zip!conn.log", "zeek conn", "certain", "columns of zeek conn"],
        ["a.zip!a.jsonl", "json lines", "likely", "an object a line; events as plain events writes them"],
        ["a.zip!n.csv", "csv", "guess", "the name's ending"],
        [
          "a.zip!b.bin",
          null,
          "none",
          "kind not recognised (evtx, JSON, task XML, CSV/TSV, Zeek, Parquet or text is)",
        ],
        ["h.txt.gz", "hayabusa", "certain", "columns of hayabusa"],
        ["s.txt", "csv", "certain", "columns of events as Log Analytics writes them"],
      ],
    );
  });

  it("read takes the kind that it is told, and refuses one that there is not", async () => {
    const hunt = await open();
    const rows = folder.write("odd.dat", "a;b\n1;2\n");
    assert.equal((await hunt.read(rows, { quiet: true })).files.length, 0);
    const { relation, files } = await hunt.read(rows, { quiet: true, kind: "csv" });
    assert.equal(files[0]!.kind, "csv");
    assert.deepEqual(await relation.select("a", "b").rows(), [{ a: 1, b: 2 }]);
    await assert.rejects(hunt.read(rows, { quiet: true, kind: "zeek con" }), {
      name: "RangeError",
      message: `read: kind must be one of ${KINDS.join(", ")}, got "zeek con"; did you mean "zeek conn"?`,
    });
    await hunt.close();
  });
});
