import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withPython } from "./pythonPeers";
import { type BenchOptions, type BenchRow, middle, times } from "./row";
import { generatedRules, writeProcessEvents } from "./sigmaData";

/** What a child process prints: one measured run. */
interface Run {
  readonly seconds: number;
  readonly rows: number;
  readonly rules: number;
  readonly hits: number;
  readonly peakMemoryMb: number;
}

const RULES = 300;
const GROWTH = 10;
const PEERS = ["chainsaw", "hayabusa", "zircolite"];

/**
 * Measures Sigma rules over events that are read already, each way in a process of its own: compiling and matching.
 *
 * Ten times the events and ten times the rules show how it grows; judging rule by rule is the naive way beside it.
 * `peers` adds SQLite with the queries that pySigma writes, which is how Zircolite works; reading and writing queries
 * are not counted there. Chainsaw runs on event logs only (`--file LOG.evtx`), with its own reading, where it is installed.
 */
export async function benchSigma(options: BenchOptions = {}): Promise<BenchRow[]> {
  const { runs = 3, rows = 20_000 } = options;
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  try {
    const few = rulesFile(folder, RULES);
    const many = rulesFile(folder, RULES * GROWTH);
    const events = options.file ?? writeProcessEvents(join(folder, "events.jsonl"), rows);
    const cases: [way: string, name: string, rules: string, events: string][] = [
      ["index", "huntbook", few, events],
      ["naive", "rule by rule, event by event (naive)", few, events],
      ["index", `huntbook, ${GROWTH} times the rules`, many, events],
    ];
    if (options.file === undefined) {
      const more = writeProcessEvents(join(folder, "more.jsonl"), rows * GROWTH);
      cases.push(["index", `huntbook, ${GROWTH} times the events`, few, more]);
    }
    const measured = cases.map(([way, name, rules, file]) => ({
      name,
      results: [] as Run[],
      way,
      rules,
      file,
    }));
    for (let i = 0; i < runs; i++) {
      for (const one of measured) one.results.push(runOnce(one.way, one.rules, one.file));
    }
    const table = measured.map(({ name, results }) => rowOf(name, results));
    if (options.peers && options.file === undefined) {
      withPython("sigmaPeers.py", "requirementsSigma.txt", (run) => {
        const sqlite = (rules: string) => times(runs, () => run(rules, events) as Run);
        table.push(rowOf("SQLite, a query a rule, as Zircolite has it", sqlite(few)));
        table.push(rowOf(`SQLite, ${GROWTH} times the rules`, sqlite(many)));
      });
    }
    return [...table, ...peers(few, options.file, runs)];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function rulesFile(folder: string, count: number): string {
  const path = join(folder, `rules${count}.yml`);
  // The largest file that is read as rules has half a megabyte: a folder of several.
  mkdirSync(path);
  const documents = generatedRules(count).split("---\n");
  for (let i = 0; i < documents.length; i += 100) {
    writeFileSync(join(path, `${i}.yml`), documents.slice(i, i + 100).join("---\n"));
  }
  return path;
}

function runOnce(way: string, rules: string, events: string): Run {
  const script = join(__dirname, "sigmaRun.js");
  return JSON.parse(
    execFileSync(process.execPath, [script, way, rules, events], { encoding: "utf8" }),
  ) as Run;
}

function rowOf(name: string, results: readonly Run[]): BenchRow {
  const seconds = middle(results.map((run) => run.seconds));
  const { rows, rules, hits } = results[0]!;
  const rate = Math.round((rows * rules) / seconds / 1e6).toLocaleString("en-US");
  return {
    name,
    seconds,
    rows,
    rowsPerSecond: rows / seconds,
    peakMemoryMb: Math.max(...results.map((run) => run.peakMemoryMb)),
    note: `${rules.toLocaleString("en-US")} rules, ${rate} million events x rules/s, ${hits} hits`,
  };
}

/** Tools of others that are on the path; says which are not. */
function peers(rules: string, file: string | undefined, runs: number): BenchRow[] {
  const rows: BenchRow[] = [];
  for (const tool of PEERS) {
    const isHere = /sigma/i.test(spawnSync(tool, ["hunt", "--help"], { encoding: "utf8" }).stdout ?? "");
    const mapping = process.env.CHAINSAW_MAPPING;
    if (tool !== "chainsaw" || !isHere)
      process.stderr.write(`  skipped: ${tool} is not installed, or has no \`hunt\` with Sigma\n`);
    else if (file === undefined || mapping === undefined) {
      process.stderr.write("  skipped: chainsaw needs --file LOG.evtx and its mapping in CHAINSAW_MAPPING\n");
    } else rows.push(chainsaw(rules, file, mapping, runs));
  }
  return rows;
}

function chainsaw(rules: string, file: string, mapping: string, runs: number): BenchRow {
  const times: number[] = [];
  let hits = 0;
  for (let i = 0; i < runs; i++) {
    const started = process.hrtime.bigint();
    const args = ["--no-banner", "hunt", file, "--sigma", rules, "--mapping", mapping, "--json", "--quiet"];
    const { stdout } = spawnSync("chainsaw", args, { encoding: "utf8", maxBuffer: 2 ** 30 });
    times.push(Number(process.hrtime.bigint() - started) / 1e9);
    hits = (JSON.parse(stdout || "[]") as unknown[]).length;
  }
  const seconds = middle(times);
  return {
    name: "chainsaw, with its reading",
    seconds,
    rows: hits,
    rowsPerSecond: hits / seconds,
    note: "rows are detections",
  };
}
