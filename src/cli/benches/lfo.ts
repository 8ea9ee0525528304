import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LfoRun } from "./lfoRun";
import { type BenchOptions, type BenchRow, middle } from "./row";

const SIZES = [1e6, 1e7, 1e8];
const PART = 1e7;
/** Above it the peers, which know no limit of memory, may take the machine. */
const MOST_PEER_ROWS = 1e7;

/** The same counts by the usual data frames of Python, where they are installed. */
const PEERS: Readonly<Record<string, string>> = {
  polars: `import polars as pl
n = len(pl.scan_parquet(files).group_by("task_name", "command").agg(pl.len(), pl.col("host").n_unique(), pl.col("user").n_unique(), pl.col("time").min().alias("f"), pl.col("time").max().alias("l")).sort("host", "len").collect())`,
  pandas: `import pandas as pd
d = pd.concat(pd.read_parquet(f) for f in files)
n = len(d.groupby(["task_name", "command"]).agg(c=("time", "size"), h=("host", "nunique"), u=("user", "nunique"), f=("time", "min"), l=("time", "max")).sort_values(["h", "c"]))`,
};

/**
 * Measures stacking tasks by name and command: 1, 10 and 100 million rows, as far as `rows` goes, of a case file under
 * a limit of 2 GB, beside plain DuckDB SQL for the same counts on the same table, and beside polars and pandas on the
 * Parquet files. Each run in a process of its own; above ten million rows once.
 */
export async function benchLfo({ runs = 3, rows = SIZES[0]! }: BenchOptions = {}): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  try {
    const sizes = SIZES.filter((size) => size < rows);
    return [...sizes, rows].flatMap((size) => benchSize(folder, size, size > PART ? 1 : runs));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function benchSize(parent: string, rows: number, runs: number): BenchRow[] {
  const folder = mkdtempSync(join(parent, "size-"));
  const files: string[] = [];
  for (let first = 0; first < rows; first += PART) {
    const file = join(folder, `${first}.parquet`);
    run("make", folder, [file, String(Math.min(PART, rows - first)), String(first)]);
    files.push(file);
  }
  const read = JSON.parse(run("read", folder, files)) as LfoRun;
  const ours: LfoRun[] = [];
  const plain: LfoRun[] = [];
  for (let i = 0; i < runs; i++) {
    ours.push(JSON.parse(run("huntbook", folder, [])) as LfoRun);
    plain.push(JSON.parse(run("sql", folder, [])) as LfoRun);
  }
  const ratio = middle(ours.map((one) => one.seconds)) / middle(plain.map((one) => one.seconds));
  const note = `${ratio.toFixed(2)} times the time of plain SQL, ${ours[0]!.stacked.toLocaleString("en-US")} stacked`;
  const size = `${rows.toLocaleString("en-US")} rows`;
  const peers =
    rows > MOST_PEER_ROWS ? [] : Object.keys(PEERS).flatMap((peer) => benchPeer(peer, files, size, rows));
  rmSync(folder, { recursive: true, force: true });
  return [
    lineOf(`huntbook lfo, ${size}`, ours, note),
    lineOf(`DuckDB SQL for the same counts, ${size}`, plain),
    lineOf(`reading the Parquet into the case, ${size}`, [read]),
    ...peers,
  ];
}

function lineOf(name: string, runs: readonly LfoRun[], note?: string): BenchRow {
  const seconds = middle(runs.map((one) => one.seconds));
  const { rows } = runs[0]!;
  const peakMemoryMb = Math.max(...runs.map((one) => one.peakMemoryMb));
  return {
    name,
    seconds,
    rows,
    rowsPerSecond: rows / seconds,
    peakMemoryMb,
    ...(note !== undefined && { note }),
  };
}

/** Nothing where Python or the package is not there. */
function benchPeer(peer: string, files: readonly string[], size: string, rows: number): BenchRow[] {
  const script = `import json, resource, sys, time
files = sys.argv[1:]
s = time.perf_counter()
${PEERS[peer]}
print(json.dumps({"seconds": time.perf_counter() - s, "stacked": n, "peakMemoryMb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}))`;
  const { status, stdout } = spawnSync(process.env.PYTHON ?? "python3", ["-c", script, ...files], {
    encoding: "utf8",
  });
  if (status !== 0) return [];
  return [lineOf(`${peer}, in memory, ${size}`, [{ ...(JSON.parse(stdout) as LfoRun), rows }])];
}

function run(way: string, folder: string, args: readonly string[]): string {
  return execFileSync(process.execPath, [join(__dirname, "lfoRun.js"), way, folder, ...args], {
    encoding: "utf8",
  });
}
