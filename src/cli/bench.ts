import { Command } from "commander";
import { didYouMean } from "../core/suggest";
import { benchDetect } from "./benches/detect";
import { benchEvtx } from "./benches/evtx";
import { benchIoc } from "./benches/ioc";
import { benchJsonl } from "./benches/jsonl";
import { benchKernel } from "./benches/kernel";
import { benchLfo } from "./benches/lfo";
import { benchNets } from "./benches/nets";
import { benchRanks } from "./benches/ranks";
import type { BenchOptions, BenchRow } from "./benches/row";
import { benchSigma } from "./benches/sigma";
import { wholeNumber } from "./output";

/** Rows at the end, or each as it is done. */
type Bench = (options: BenchOptions) => Promise<BenchRow[]> | AsyncIterable<BenchRow>;

const BENCHES: Readonly<Record<string, Bench>> = {
  detect: benchDetect,
  evtx: benchEvtx,
  ioc: benchIoc,
  jsonl: benchJsonl,
  kernel: benchKernel,
  lfo: benchLfo,
  nets: benchNets,
  ranks: benchRanks,
  sigma: benchSigma,
};

/** `huntbook bench`: measures, side by side in one run, and prints a table and JSON. */
export function benchCommand(): Command {
  const names = Object.keys(BENCHES);
  return new Command("bench")
    .description("measure side by side in one run; medians, a table on stderr and JSON lines on stdout")
    .argument("[name]", `${names.join(", ")}; all of them by default`)
    .option("--file <file>", "measure on this file instead of a generated one")
    .option("--runs <n>", "runs of each; the median counts", wholeNumber, 3)
    .option(
      "--peers",
      "compare with Python peers, in a throw-away environment or that of HUNTBOOK_PYTHON; rsigma joins where it is found",
    )
    .option("--rows <n>", "size of generated data", wholeNumber)
    .action(async (name: string | undefined, options: BenchOptions) => {
      if (name !== undefined && !names.includes(name)) {
        throw new TypeError(
          `bench: name must be one of ${names.join(", ")}, got ${JSON.stringify(name)}${didYouMean(name, names)}`,
        );
      }
      for (const chosen of name === undefined ? names : [name]) {
        process.stderr.write(`\n${chosen}\n`);
        for await (const row of await BENCHES[chosen]!(options)) {
          process.stderr.write(`${line(row)}\n`);
          process.stdout.write(`${JSON.stringify({ bench: chosen, ...row })}\n`);
        }
      }
    });
}

/** Three digits for what is shorter than a second. */
function secondsText(seconds: number): string {
  return seconds < 1 ? `${(seconds * 1000).toFixed(0)} ms` : `${seconds.toFixed(2)} s`;
}

/** A row of the table on stderr. */
export function line(row: BenchRow): string {
  if (row.fault !== undefined) return `  ${"not reached".padStart(51)}  ${row.name} (${row.fault})`;
  const rate = `${Math.round(row.rowsPerSecond).toLocaleString("en-US")} rows/s`;
  const speed = row.megabytesPerSecond === undefined ? "" : `${row.megabytesPerSecond.toFixed(0)} MB/s`;
  const memory = row.peakMemoryMb === undefined ? "" : `${row.peakMemoryMb.toFixed(0)} MB peak`;
  const cells = [
    secondsText(row.seconds).padStart(9),
    rate.padStart(18),
    speed.padStart(9),
    memory.padStart(13),
  ];
  return `  ${cells.join(" ")}  ${row.name}${row.note ? ` (${row.note})` : ""}`;
}
