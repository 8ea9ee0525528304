import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "mocha";
import { ROOT } from "../house/sources";

describe("serveKernel", () => {
  it("serveKernel leaves the compiler to its own thread: loading it twice costs a fifth of the start", () => {
    const script = `require("./dist/kernel/serveKernel.js"); console.log(Object.keys(require.cache).join("\\n"));`;
    const loaded = execFileSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" }).split(
      "\n",
    );
    assert.ok(loaded.some((path) => path.includes("serveKernel")));
    assert.deepEqual(
      loaded.filter((path) => /[\\/]node_modules[\\/](typescript|zeromq)[\\/]/.test(path)),
      [],
    );
  });
});
