import { createReadStream } from "node:fs";
import { openDuckDb } from "../../engine/duckdb";
import { lines } from "../../evidence/lines";
import { open } from "../../evidence/open";

/** One measured run of the JSON-lines benchmark, in a process of its own: `node jsonlRun.js WAY FILE`. */
async function main(way: string, file: string): Promise<void> {
  const started = process.hrtime.bigint();
  const rows = await RUNS[way]!(file);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ seconds, rows, peakMemoryMb }));
}

const RUNS: Readonly<Record<string, (file: string) => Promise<number>>> = {
  async huntbook(file) {
    const hunt = await open();
    const { relation } = await hunt.read(file, { quiet: true });
    return relation.count();
  },
  async parse(file) {
    let rows = 0;
    for await (const batch of lines(createReadStream(file, { highWaterMark: 2 ** 18 }))) {
      for (const { text } of batch) if (typeof JSON.parse(text!) === "object") rows += 1;
    }
    return rows;
  },
  async duckdb(file) {
    const engine = await openDuckDb();
    const read = { kind: "json", path: file, source: file, table: "events", firstRow: 1 } as const;
    return (await engine.importFile(read)).rows;
  },
};

void main(process.argv[2]!, process.argv[3]!);
