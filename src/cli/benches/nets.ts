import { execFileSync } from "node:child_process";
import { join } from "node:path";
import type { Run } from "./clock";
import { DENSE_LEVELS, type LstmCase, madeCategories, madeWindows } from "./netsData";
import { withPythonPeers } from "./pythonPeers";
import { type BenchOptions, type BenchRow, middle } from "./row";

/** The network of DESIGN section 7, point 3. */
const LSTM: LstmCase = { windows: 2000, timesteps: 20, features: 8, units: 32, batch: 128, epochs: 12 };
/** The series' network on its size, as far as a peer has to hold it: 1,024 windows. */
const SERIES: LstmCase = { windows: 1024, timesteps: 200, features: 7, units: 50, batch: 32, epochs: 3 };
const SERIES_ROWS = 224_206;
const SERIES_WINDOWS = SERIES_ROWS - 6 - 100 * 199;
const DENSE = { rows: 224_206, batch: 512, epochs: 3 };
/** Task events of a hundred hosts have about as many different rows. */
const KINDS = 30_000;

/**
 * Measures networks: seconds an epoch, rows scored a second, each in a process of its own; two threads for everyone.
 *
 * tfjs on WASM is always there as a peer; `peers` adds PyTorch and Keras, installed into a throw-away folder from
 * `test/bench/requirements.txt`, which only the project's checkout has (or taken from the Python that HUNTBOOK_PYTHON names).
 */
export async function benchNets({
  rows = DENSE.rows,
  peers = false,
}: BenchOptions = {}): Promise<BenchRow[]> {
  const table: BenchRow[] = [];
  const own = (way: string, spec: object, name: string, count: number, note?: string) => {
    const script = join(__dirname, "netsRun.js");
    const output = execFileSync(process.execPath, [script, way, JSON.stringify(spec)], { encoding: "utf8" });
    table.push(rowOf(name, count, JSON.parse(output) as Run, note));
  };
  const perWindow = SERIES_WINDOWS / SERIES.windows;
  own("lstm", LSTM, "LSTM, one epoch of 2,000 windows: huntbook", LSTM.windows);
  own("tfjsLstm", { ...LSTM, epochs: 3 }, "LSTM: tfjs on WASM", LSTM.windows);
  own(
    "series",
    { rows: SERIES_ROWS, hosts: 100, steps: 60 },
    "series' LSTM on its size, one epoch: huntbook",
    SERIES_WINDOWS,
    "told from 60 steps; all windows held as views",
  );
  const dense = { ...DENSE, rows };
  own(
    "dense",
    { ...dense, kinds: Math.min(rows, KINDS) },
    "dense, one epoch: huntbook, equal rows as one",
    rows,
  );
  own("dense", { ...dense, kinds: rows }, "dense: huntbook, all rows different", rows);
  own("score", { rows: 1_000_000 }, "scoring 7 numbers, all different: huntbook", 1_000_000);
  own("score", { rows, kinds: Math.min(rows, KINDS) }, "scoring 7 categories: huntbook", rows);
  if (peers) {
    withPythonPeers("netsPeers.py", "requirements.txt", (run) => {
      for (const peer of ["torch", "keras"]) {
        table.push(rowOf(`LSTM: ${peer}`, LSTM.windows, run(peer, "lstm", LSTM, madeWindows(LSTM).x.data)));
        const part = run(peer, "lstm", SERIES, madeWindows(SERIES).x.data);
        const stretched = (all: readonly number[]) => all.map((one) => one * perWindow);
        const whole = {
          ...part,
          seconds: stretched(part.seconds),
          cpuSeconds: stretched(part.cpuSeconds),
        };
        table.push(
          rowOf(
            `series' LSTM: ${peer}`,
            SERIES_WINDOWS,
            whole,
            "told from 1,024 windows; all would be 1.1 GB a copy",
          ),
        );
      }
      const { data } = madeCategories(rows, Math.min(rows, KINDS));
      const spec = { ...dense, levels: DENSE_LEVELS.map((count) => count + 1) };
      table.push(
        rowOf("dense: torch, one-hot", rows, run("torch", "dense-onehot", { ...spec, epochs: 1 }, data)),
      );
      table.push(rowOf("dense: torch, embedding bag", rows, run("torch", "dense-bag", spec, data)));
    });
  }
  return table;
}

/** The first epoch warms up; the median of the others counts. */
function rowOf(name: string, rows: number, run: Run, note?: string): BenchRow {
  const median = (all: readonly number[]) => middle(all.length > 1 ? all.slice(1) : all);
  const seconds = median(run.seconds);
  const cpu = `${median(run.cpuSeconds).toFixed(2)} s of processor time`;
  return {
    ...{ name, seconds, rows, rowsPerSecond: rows / seconds, peakMemoryMb: run.peakMemoryMb },
    note: note === undefined ? cpu : `${cpu}; ${note}`,
  };
}
