import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { ROOT } from "./sources";

const TEXT = /\.(ts|md|json|ipynb|yml|css|html|txt)$/;

describe("the repository", () => {
  it("has no marker of a merge that nobody finished", function () {
    let tracked: string[];
    try {
      tracked = execFileSync("git", ["ls-files"], { cwd: ROOT, encoding: "utf8" }).split("\n");
    } catch {
      console.log("      (skipped: not a git checkout)");
      this.skip();
    }
    const texts = tracked.filter((path) => TEXT.test(path));
    assert.ok(texts.length > 100, `${texts.length} files`);
    assert.deepEqual(
      texts.filter((path) => /^(<{7}|>{7}) /m.test(readFileSync(join(ROOT, path), "utf8"))),
      [],
    );
  });
});
