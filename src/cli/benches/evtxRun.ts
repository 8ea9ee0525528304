import { createReadStream } from "node:fs";
import { readEvtx } from "../../evidence/evtx/readEvtx";

/** One measured run of the event log benchmark, in a process of its own: `node evtxRun.js FILE`. */
async function main(path: string): Promise<void> {
  let rows = 0;
  const summary = await readEvtx(
    createReadStream(path, { highWaterMark: 2 ** 20 }),
    path,
    () => {
      rows += 1;
    },
    (issue) => process.stderr.write(`${issue.place}: ${issue.reason}\n`),
  );
  const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
  process.stdout.write(JSON.stringify({ rows, peakMemoryMb, chunks: summary.chunks }));
}

void main(process.argv[2]!);
