import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Run } from "./clock";
import { madeNumbers, type Shape } from "./detectData";
import { type RunPeer, withPythonPeers } from "./pythonPeers";
import { type BenchOptions, type BenchRow, middle, times } from "./row";

/** Detectors, and the peers of each. */
const CASES: readonly (readonly [detector: string, peers: readonly string[], rows: number])[] = [
  ["hbos", ["pyod"], 200_000],
  ["ecod", ["pyod"], 200_000],
  ["isolationForest", ["sklearn", "pyod"], 200_000],
  ["knn", ["pyod"], 200_000],
  ["lof", ["sklearn", "pyod"], 200_000],
  ["oneClassSvm", ["sklearn"], 20_000],
  ["fastMcd", ["sklearn"], 20_000],
];
const COLUMNS = 20;

/**
 * Measures the classical detectors: fit and scores of the same rows, each in a process of its own.
 *
 * `peers` adds scikit-learn and PyOD on the same numbers, with all cores. `rows` replaces the numbers of rows of the
 * issue: 200,000, and 20,000 for the methods whose cost grows with the square.
 */
export async function benchDetect({ rows, runs = 1, peers = false }: BenchOptions = {}): Promise<BenchRow[]> {
  const table: BenchRow[] = [];
  const measureAll = (runPeer?: RunPeer) => {
    for (const [detector, names, standard] of CASES) {
      const spec = { rows: rows ?? standard, columns: COLUMNS, shape: "machines" as Shape };
      table.push(
        rowOf(
          `${detector}: huntbook`,
          spec.rows,
          times(runs, () => runOwn(detector, spec)),
        ),
      );
      if (runPeer === undefined) continue;
      const { data } = madeNumbers(spec.rows, COLUMNS, spec.shape);
      for (const peer of names) {
        const measured = times(runs, () => runPeer(peer, detector, spec, data));
        table.push(rowOf(`${detector}: ${peer}`, spec.rows, measured));
      }
    }
  };
  if (peers) withPythonPeers("detectPeers.py", "requirementsDetect.txt", measureAll);
  else measureAll();
  return table;
}

function runOwn(detector: string, spec: object): Run {
  const script = join(__dirname, "detectRun.js");
  const output = execFileSync(process.execPath, [script, detector, JSON.stringify(spec)], {
    encoding: "utf8",
  });
  return JSON.parse(output) as Run;
}

function rowOf(name: string, rows: number, runs: readonly Run[]): BenchRow {
  const seconds = middle(runs.map((run) => run.seconds[0]!));
  const cpu = middle(runs.map((run) => run.cpuSeconds[0]!));
  return {
    ...{ name, seconds, rows, rowsPerSecond: rows / seconds },
    peakMemoryMb: middle(runs.map((run) => run.peakMemoryMb)),
    note: `${cpu.toFixed(2)} s of processor time`,
  };
}
