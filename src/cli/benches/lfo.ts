import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LfoRun } from "./lfoRun";
import { type BenchOptions, type BenchRow, middle } from "./row";

const SIZES = [1e6, 1e7, 1e8];
const PART = 1e7;
/** Characters of a failed run's message. */
const MOST_FAULT = 120;
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
 * Parquet files. Each run in a process of its own; above ten million rows once. Gives the rows of a size when it is done.
 */
export async function* benchLfo({ runs = 3, rows = SIZES[0]! }: BenchOptions = {}): AsyncGenerator<BenchRow> {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  try {
    const sizes = SIZES.filter((size) => size < rows);
    for (const size of [...sizes, rows]) yield* benchSize(folder, size, size > PART ? 1 : runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function* benchSize(parent: string, rows: number, runs: number): Generator<BenchRow> {
  const folder = mkdtempSync(join(parent, "size-"));
  const files: string[] = [];
  for (let first = 0; first < rows; first += PART) {
    const file = join(folder, `${first}.parquet`);
    run("make", folder, [file, String(Math.min(PART, rows - first)), String(first)]);
    files.push(file);
  }
  const size = `${rows.toLocaleString("en-US")} rows`;
  yield lineOf(`reading the Parquet into the case, ${size}`, [measured("read", folder, files)]);
  yield* besidePlain((way) => measured(way, folder), { rows, runs, size });
  if (rows <= MOST_PEER_ROWS)
    for (const peer of Object.keys(PEERS)) yield* benchPeer(peer, files, size, rows);
  rmSync(folder, { recursive: true, force: true });
}

/**
 * Ours beside plain SQL. Where that runs out of memory, its row says so, and ours is compared with plain SQL that counts
 * one column at a time.
 */
export function* besidePlain(
  measure: (way: string) => LfoRun,
  { rows, runs, size }: { readonly rows: number; readonly runs: number; readonly size: string },
): Generator<BenchRow> {
  const ours: LfoRun[] = [];
  const peers = new Map<string, LfoRun[] | string>([["sql", []]]);
  for (let i = 0; i < runs; i++) {
    ours.push(measure("huntbook"));
    attempt(peers, "sql", measure);
  }
  if (typeof peers.get("sql") === "string") attempt(peers.set("apart", []), "apart", measure);
  const [way, reached] = [...peers].find(([, list]) => typeof list !== "string") ?? [];
  const ratio =
    middle(ours.map((one) => one.seconds)) / middle(((reached ?? []) as LfoRun[]).map((one) => one.seconds));
  const compared =
    way === undefined
      ? "no plain SQL to compare with"
      : `${ratio.toFixed(2)} times the time of ${NAMES[way]}`;
  yield lineOf(
    `huntbook lfo, ${size}`,
    ours,
    `${compared}, ${ours[0]!.stacked.toLocaleString("en-US")} stacked`,
  );
  for (const [peer, list] of peers) {
    const name = `${NAMES[peer]!}, ${size}`;
    if (typeof list !== "string") yield lineOf(name, list);
    else yield { name, seconds: Number.NaN, rows, rowsPerSecond: Number.NaN, fault: list };
  }
}

const NAMES: Readonly<Record<string, string>> = {
  sql: "plain DuckDB SQL",
  apart: "plain DuckDB SQL, one column at a time",
};

/** Adds a run of a peer, or what it failed with: once it has failed, it is not tried again. */
function attempt(peers: Map<string, LfoRun[] | string>, way: string, measure: (way: string) => LfoRun): void {
  const list = peers.get(way);
  if (typeof list !== "object") return;
  try {
    list.push(measure(way));
  } catch (error) {
    peers.set(way, error instanceof Error ? error.message : String(error));
  }
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

function measured(way: string, folder: string, args: readonly string[] = []): LfoRun {
  return JSON.parse(run(way, folder, args)) as LfoRun;
}

/** What a run of its own process printed. Throws an `Error` with the first words of what it said when it failed. */
function run(way: string, folder: string, args: readonly string[]): string {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    [join(__dirname, "lfoRun.js"), way, folder, ...args],
    { encoding: "utf8" },
  );
  if (status === 0) return stdout;
  throw new Error(`bench: ${way} failed: ${(stderr.trim() || String(signal)).slice(0, MOST_FAULT)}`);
}
