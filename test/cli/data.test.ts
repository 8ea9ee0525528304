import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dataCommand } from "../../src/cli/data";

describe("huntbook data", () => {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-data-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** Runs the command in this process and takes what it prints. */
  async function run(...args: string[]): Promise<string> {
    let printed = "";
    const real = process.stdout.write;
    process.stdout.write = ((text: string) => {
      printed += text;
      return true;
    }) as typeof process.stdout.write;
    try {
      await dataCommand().parseAsync(args, { from: "user" });
    } finally {
      process.stdout.write = real;
    }
    return printed;
  }

  it("huntbook data --out DIR writes a fleet and prints one JSON line when piped", async () => {
    const out = join(folder, "fleet");
    const row = JSON.parse(await run("--hosts", "2", "--days", "1", "--out", out));
    assert.deepEqual([row.out, row.hosts, row.days], [out, 2, 1]);
    for (const name of ["fleet.json", "truth.json", "README.md", "hosts"])
      assert.ok(existsSync(join(out, name)), name);
  });

  it("huntbook data --quiet prints nothing", async () => {
    assert.equal(await run("--hosts", "1", "--days", "1", "--quiet", "--out", join(folder, "quiet")), "");
  });

  it("huntbook data --hosts 0 fails and names the range", async () => {
    await assert.rejects(run("--hosts", "0", "--out", join(folder, "none")), {
      message: "generateFleet: hosts must be in [1, 2000], got 0",
    });
  });
});
