import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { gunzipSync } from "node:zlib";
import { growLog } from "./growLog";
import { isInstalled } from "./isInstalled";
import { type BenchOptions, type BenchRow, middle } from "./row";

const ROOT = join(__dirname, "..", "..", "..");
/** Logs to measure on, best first: a real one beside the project, or the generated one of the tests. */
const LOGS = [
  join(ROOT, "..", "shared/evidence/05-whole-hosts/BelkasoftCTF_InsiderThreat/Security.evtx.gz"),
  join(ROOT, "test/evidence/evtx/golden.evtx.gz"),
];

/** Another reader of event logs, measured where it is on the path. */
interface Peer {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Runs, if fewer than ours: the slow ones take too long otherwise. */
  readonly most: number;
}

const PEERS: readonly Peer[] = [
  {
    name: "evtx_dump (Rust), JSON lines, one thread",
    command: "evtx_dump",
    args: ["-o", "jsonl", "-t", "1"],
    most: 99,
  },
  { name: "evtxexport (libevtx), XML", command: "evtxexport", args: ["-f", "xml"], most: 1 },
];

/**
 * Measures reading an event log, beside other readers on the same file in turn; whole processes, wall time, median.
 *
 * The log is `file`, or one named in {@link LOGS}, its chunks repeated under new record ids up to `rows` records.
 */
export async function benchEvtx(options: BenchOptions = {}): Promise<BenchRow[]> {
  const { runs = 3, rows = 60_000, file = LOGS.find(existsSync) } = options;
  if (file === undefined) throw new RangeError("bench: no event log to measure on; give one with --file");
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  try {
    const log = join(folder, "log.evtx");
    const bytes = readFileSync(file);
    growLog(file.endsWith(".gz") ? gunzipSync(bytes) : bytes, log, rows);
    return measure(log, runs, `chunks of ${basename(file)}`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function measure(log: string, runs: number, note: string): BenchRow[] {
  const peers = PEERS.filter(({ command }) => isInstalled(command, ["-V"]));
  const own: number[] = [];
  const theirs = new Map<Peer, number[]>(peers.map((peer) => [peer, []]));
  let told = { rows: 0, peakMemoryMb: 0 };
  for (let i = 0; i < runs; i++) {
    const script = join(__dirname, "evtxRun.js");
    own.push(
      seconds(() => (told = JSON.parse(execFileSync(process.execPath, [script, log], { encoding: "utf8" })))),
    );
    for (const [{ command, args, most }, times] of theirs) {
      if (i < most) times.push(seconds(() => spawnSync(command, [...args, log], { stdio: "ignore" })));
    }
  }
  const megabytes = statSync(log).size / 1e6;
  const row = (name: string, times: readonly number[]): BenchRow => {
    const time = middle(times);
    return {
      name,
      seconds: time,
      rows: told.rows,
      rowsPerSecond: told.rows / time,
      megabytesPerSecond: megabytes / time,
    };
  };
  const ours = { ...row("huntbook readEvtx", own), peakMemoryMb: told.peakMemoryMb, note };
  return [ours, ...[...theirs].map(([peer, times]) => compared(row(peer.name, times), ours))];
}

function compared(row: BenchRow, ours: BenchRow): BenchRow {
  return { ...row, note: `huntbook reads ${(row.seconds / ours.seconds).toFixed(2)} times as fast` };
}

function seconds(run: () => void): number {
  const started = process.hrtime.bigint();
  run();
  return Number(process.hrtime.bigint() - started) / 1e9;
}
