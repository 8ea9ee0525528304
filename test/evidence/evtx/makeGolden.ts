import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { exportEvents } from "./evtxExport";
import { goldenLog } from "./goldenLog";
import { namedValues, systemValues } from "./sameAsLibevtx";

/** What libevtx prints for the golden log: run `npx tsx test/evidence/evtx/makeGolden.ts` after a change of it. */
export function printedGolden(): object[] {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-golden-"));
  try {
    const path = join(folder, "golden.evtx");
    writeFileSync(path, goldenLog());
    return exportEvents(path).map((event) => ({
      system: Object.fromEntries(systemValues(event)),
      data: Object.fromEntries(namedValues(event)),
    }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (require.main === module) {
  writeFileSync(join(__dirname, "golden.evtx.gz"), gzipSync(goldenLog(), { level: 9 }));
  writeFileSync(join(__dirname, "golden.json"), `${JSON.stringify(printedGolden(), null, 1)}\n`);
}
