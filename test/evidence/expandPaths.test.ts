import assert from "node:assert/strict";
import { chmodSync, symlinkSync } from "node:fs";
import type { Issue } from "../../src/core/issue";
import { expandPaths } from "../../src/evidence/expandPaths";
import { testFolder } from "../support/folder";

describe("expandPaths", () => {
  const folder = testFolder();
  folder.write("fs/a.evtx", "1");
  folder.write("fs/deep/b.json", "22");
  folder.write("fs/deep/c[1].csv", "333");
  const root = folder.path("fs");

  function expand(...patterns: string[]): { names: string[]; issues: Issue[] } {
    const issues: Issue[] = [];
    const files = expandPaths(
      patterns.map((pattern) => `${root}${pattern}`),
      (issue) => issues.push(issue),
    );
    return { names: files.map((file) => `${file.path.replace(root, "")} ${file.size}`), issues };
  }

  it("expandPaths walks folders, and takes globs and names with brackets", () => {
    assert.deepEqual(expand("").names, ["/a.evtx 1", "/deep/b.json 2", "/deep/c[1].csv 3"]);
    assert.deepEqual(expand("/*.evtx").names, ["/a.evtx 1"]);
    assert.deepEqual(expand("/**/*.json").names, ["/deep/b.json 2"]);
    assert.deepEqual(expand("/de?p").names, ["/deep/b.json 2", "/deep/c[1].csv 3"]);
    assert.deepEqual(expand("/deep/c[1].csv").names, ["/deep/c[1].csv 3"]);
  });

  it("expandPaths gives a file once, however often it is named, and calls no overlap missing", () => {
    const { names, issues } = expand("/deep/b.json", "/**/*.json", "/deep");
    assert.deepEqual(names, ["/deep/b.json 2", "/deep/c[1].csv 3"]);
    assert.deepEqual(issues, []);
  });

  it("expandPaths reports what is missing, and links inside folders, and goes on", () => {
    folder.write("links/x.json", "1");
    symlinkSync(root, folder.path("links/loop"));
    const issues: Issue[] = [];
    const files = expandPaths([folder.path("links"), folder.path("none")], (issue) => issues.push(issue));
    assert.equal(files.length, 1);
    assert.deepEqual(
      issues.map((issue) => issue.reason),
      ["link, not followed; name its target to read it", "no such file or folder"],
    );
  });

  it("expandPaths of a folder that may be listed but not entered is an issue, not an end", function () {
    if (process.getuid?.() === 0 || process.platform === "win32") {
      console.log("      skipped: nothing is locked to this user");
      this.skip();
    }
    folder.write("locked/a.json", "1");
    chmodSync(folder.path("locked"), 0o444);
    const issues: Issue[] = [];
    const files = expandPaths([folder.path("locked"), `${root}/a.evtx`], (issue) => issues.push(issue));
    chmodSync(folder.path("locked"), 0o755);
    assert.equal(files.length, 1);
    assert.match(issues[0]!.reason, /^not readable: /);
  });
});
