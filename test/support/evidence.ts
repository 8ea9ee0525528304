import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Context } from "mocha";

const ROOT = join(__dirname, "..", "..", "..", "shared", "evidence");

/** The path of a file of the evidence folder, which lies beside the project; skips the test, aloud, without it. */
export function evidence(test: Context, ...parts: readonly string[]): string {
  if (!existsSync(ROOT)) {
    console.log("      skipped: ../shared/evidence is not here");
    test.skip();
  }
  return join(ROOT, ...parts);
}
