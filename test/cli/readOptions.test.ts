import assert from "node:assert/strict";
import { huntbook, jsonLines } from "../support/cli";
import { testFolder } from "../support/folder";
import { event } from "../support/madeEvents";

describe("huntbook detect, and options of reading", () => {
  const folder = testFolder();

  it("detect prints a row for each file, and ends with 2 without one", () => {
    folder.write("d/a.jsonl", event(1, {}));
    folder.write("d/b.bin", Buffer.from([1, 2, 3]));
    const result = huntbook("detect", folder.path("d"));
    assert.equal(result.code, 0);
    assert.deepEqual(
      jsonLines(result).map(({ kind, confidence }) => [kind, confidence]),
      [
        ["json lines", "likely"],
        [null, "none"],
      ],
    );
    assert.equal(huntbook("detect", folder.path("none")).code, 2);
  });

  it("read --kind is what the files are; a kind that there is not ends with 2", () => {
    const path = folder.write("last.json", JSON.stringify([{ username: "anna", tty: "1", host: "WS07" }]));
    const rows = jsonLines(
      huntbook("read", "--kind", "osquery", "--as", "logons", "--columns", "user,source_host", path),
    );
    assert.deepEqual(rows, [{ user: "anna", source_host: "ws07" }]);
    const wrong = huntbook("read", "--kind", "osqury", path);
    assert.equal(wrong.code, 2);
    assert.match(wrong.stderr, /got "osqury"; did you mean "osquery"\?/);
  });
});
