import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zip } from "../../src/fleet/zip";
import { unzip } from "./fleetReader";

describe("zip", () => {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-zip-"));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const modified = Date.UTC(2025, 2, 3, 4, 5, 6) * 1000;

  it("zip(members) is read back by yauzl, names in UTF-8, empty files too", async () => {
    const members = [
      { path: "Microsoft/Windows/A b", data: Buffer.from("x".repeat(10_000)), modified },
      { path: "Ünïcode {1}", data: Buffer.alloc(0), modified },
    ];
    const path = join(folder, "a.zip");
    writeFileSync(path, zip(members));
    const read = await unzip(path);
    assert.deepEqual(
      [...read],
      members.map((member) => [member.path, member.data]),
    );
  });

  it("zip(members) writes the time of each member in steps of two seconds", () => {
    const bytes = zip([{ path: "a", data: Buffer.from("a"), modified }]);
    // APPNOTE 4.4.6: day and time in two 16-bit words, here 2025-03-03 and 04:05:06
    assert.equal(bytes.readUInt16LE(12), ((2025 - 1980) << 9) | (3 << 5) | 3);
    assert.equal(bytes.readUInt16LE(10), (4 << 11) | (5 << 5) | 3);
  });

  it("zip([]) is an empty archive", async () => {
    const path = join(folder, "empty.zip");
    writeFileSync(path, zip([]));
    assert.equal((await unzip(path)).size, 0);
  });
});
