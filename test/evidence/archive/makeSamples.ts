/**
 * Makes the archives in `samples/` anew, with 7-Zip (`7z`, version 26.02 made those that are there):
 * `npx tsx test/evidence/archive/makeSamples.ts`. Tests only read them.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { SAMPLES, sampleFiles } from "./sampleFiles";

const folder = mkdtempSync(join(tmpdir(), "huntbook-samples-"));
const files = sampleFiles();
for (const [name, content] of files) {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), content);
}
for (const [name, options] of SAMPLES) {
  const path = join(__dirname, "samples", name);
  rmSync(path, { force: true });
  execFileSync("7z", ["a", "-bd", ...options, path, ...files.keys()], { cwd: folder });
}
rmSync(folder, { recursive: true });
