import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { type BenchOptions, type BenchRow, middle } from "./row";

/** What a child process prints: one measured run. */
interface Run {
  readonly seconds: number;
  readonly hits: number;
  readonly peakMemoryMb: number;
}

/** One line of the table. */
interface Case {
  readonly way: string;
  readonly name: string;
  readonly rows: number;
  readonly indicators: number;
  readonly runs: number;
}

/**
 * Measures looking for indicators in connections: how the time grows with ten times the rows and ten times the
 * indicators, beside a loop over all pairs and beside `grep -F -f`; each in a process of its own.
 *
 * Reading the list is part of the time. A tenth as many indicators as rows; ten million `rows` are the full size.
 */
export async function benchIoc({ runs = 3, rows = 1_000_000 }: BenchOptions = {}): Promise<BenchRow[]> {
  const indicators = Math.ceil(rows / 10);
  const few = { rows: Math.ceil(rows / 10), indicators: Math.ceil(indicators / 10) };
  const cases: Case[] = [
    { way: "huntbook", name: "huntbook", rows, indicators, runs },
    { way: "huntbook", name: "huntbook, a tenth of the rows", rows: few.rows, indicators, runs },
    { way: "huntbook", name: "huntbook, a tenth of the indicators", rows, indicators: few.indicators, runs },
    // All pairs of the full size would take days.
    {
      way: "naive",
      name: "a loop over all pairs",
      rows: 1_000,
      indicators: Math.min(indicators, 10_000),
      runs: 1,
    },
  ];
  if (spawnSync("grep", ["--version"]).error === undefined) {
    cases.push({ way: "grep", name: "grep -F -f (no types, no boundaries)", rows, indicators, runs: 1 });
  }
  return cases.map(measure);
}

function measure({ way, name, rows, indicators, runs }: Case): BenchRow {
  const script = join(__dirname, "iocRun.js");
  const done = Array.from({ length: runs }, () => {
    const args = [script, way, String(rows), String(indicators)];
    return JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" })) as Run;
  });
  const seconds = middle(done.map((run) => run.seconds));
  return {
    name,
    seconds,
    rows,
    rowsPerSecond: rows / seconds,
    ...(way === "grep" ? {} : { peakMemoryMb: Math.max(...done.map((run) => run.peakMemoryMb)) }),
    note: `${indicators.toLocaleString("en-US")} indicators, ${done[0]!.hits.toLocaleString("en-US")} hits`,
  };
}
