import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "mocha";
import { kernelSpec, kernelsHere } from "../../../src/notebook/client/kernelSpec";
import { testFolder } from "../../support/folder";

describe("kernelSpec, kernelsHere", () => {
  const folder = testFolder();

  it("kernelsHere() has Deno's kernel only where Deno is on the path", () => {
    const path = folder.path("bin");
    const here = (platform: NodeJS.Platform) => kernelsHere({ env: { PATH: path }, platform });
    assert.deepEqual(here("linux"), ["huntbook", "tslab"]);
    writeFileSync(folder.path("deno"), "");
    assert.deepEqual(kernelsHere({ env: { PATH: folder.path(".") }, platform: "linux" }), [
      "huntbook",
      "tslab",
      "deno",
    ]);
    writeFileSync(folder.path("deno.cmd"), "");
    const windows = { env: { Path: `C:\\nothing;${folder.path(".")}` }, platform: "win32" } as const;
    assert.equal(kernelsHere(windows).includes("deno"), true);
  });

  it("kernelSpec(name) of a kernel that is not known names those that are", () => {
    assert.throws(() => kernelSpec("tslb"), /must be huntbook or tslab or deno, got "tslb"; did you mean/);
  });
});
