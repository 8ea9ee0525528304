import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** One measured run of a way to match Sigma rules. */
export interface SigmaRun {
  readonly seconds: number;
  readonly rows: number;
  readonly rules: number;
  readonly hits: number;
  /** Undefined where the process does not tell it. */
  readonly peakMemoryMb?: number;
}

/** The executable of rsigma: what HUNTBOOK_RSIGMA names, or the one on the path; says so when there is none. */
export function findRsigma(): string | undefined {
  const command = process.env.HUNTBOOK_RSIGMA ?? "rsigma";
  if (spawnSync(command, ["--version"], { stdio: "ignore" }).status === 0) return command;
  process.stderr.write(
    "  (not compared with rsigma: `cargo install rsigma --version 0.23.0`, then put it on the path or name it in HUNTBOOK_RSIGMA)\n",
  );
  return undefined;
}

/** A run of rsigma as a whole process: it reads rules and events, and writes its hits as JSON lines. */
export function runRsigma(command: string, rules: string, events: string): SigmaRun {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-rsigma-"));
  try {
    const flat = join(folder, "events.ndjson");
    const rows = writeFlat(events, flat);
    const args = ["engine", "eval", "-r", rules, "-e", `@${flat}`, "--output-format", "ndjson"];
    const started = process.hrtime.bigint();
    const { status, stdout, stderr } = spawnSync(command, args, { encoding: "utf8", maxBuffer: 2 ** 30 });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    const loaded = /Loaded (\d+) rules/.exec(stderr ?? "");
    if (status !== 0 || loaded === null) {
      throw new Error(`bench: rsigma was expected to end well, got ${status ?? "no status"}`);
    }
    return { seconds, rows, rules: Number(loaded[1]), hits: stdout.split("\n").filter(Boolean).length };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same events without `EventData` around their fields, which is how rsigma looks for them; returns their number. */
function writeFlat(events: string, flat: string): number {
  const lines = readFileSync(events, "utf8").split("\n").filter(Boolean);
  const flattened = lines.map((line) => {
    const { EventData, ...rest } = JSON.parse(line) as Record<string, object>;
    return JSON.stringify({ ...rest, ...EventData });
  });
  writeFileSync(flat, `${flattened.join("\n")}\n`);
  return lines.length;
}
