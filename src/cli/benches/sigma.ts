import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withPython } from "./pythonPeers";
import { type BenchOptions, type BenchRow, middle, times } from "./row";
import { generatedRules, writeProcessEvents } from "./sigmaData";
import { findRsigma, type SigmaRun as Run, runRsigma } from "./sigmaPeers";

const RULES = 300;
const GROWTH = 10;
const RSIGMA = "rsigma";

/**
 * Measures Sigma rules over events that are read already, each way in a process of its own: compiling and matching.
 *
 * Ten times the events and ten times the rules show how it grows; judging rule by rule is the naive way beside it.
 * `peers` adds SQLite with the queries that pySigma writes, which is how Zircolite works; reading and writing queries
 * are not counted there. rsigma, a matcher in Rust, is compared by whole processes, with start, rules and events read,
 * where it is installed: `cargo install rsigma --version 0.23.0`, on the path or named by HUNTBOOK_RSIGMA.
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
    const rsigma = options.file === undefined ? findRsigma() : undefined;
    if (rsigma !== undefined) {
      for (const [rules, more] of [
        [few, ""],
        [many, `, ${GROWTH} times the rules`],
      ] as const) {
        cases.push(["whole", `huntbook, the whole process${more}`, rules, events]);
        cases.push([RSIGMA, `rsigma (Rust), the whole process${more}`, rules, events]);
      }
    }
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
      for (const { way, rules, file, results } of measured) {
        results.push(way === RSIGMA ? runRsigma(rsigma!, rules, file) : runOnce(way, rules, file));
      }
    }
    const table = measured.map(({ name, results }) => rowOf(name, results));
    if (options.peers && options.file === undefined) {
      withPython("sigmaPeers.py", "requirementsSigma.txt", (run) => {
        const sqlite = (rules: string) => times(runs, () => run(rules, events) as Run);
        table.push(rowOf("SQLite, a query a rule, as Zircolite has it", sqlite(few)));
        table.push(rowOf(`SQLite, ${GROWTH} times the rules`, sqlite(many)));
      });
    }
    tellDifferences(measured);
    return table;
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
  const started = process.hrtime.bigint();
  const run = JSON.parse(
    execFileSync(process.execPath, [script, way, rules, events], { encoding: "utf8" }),
  ) as Run;
  return way === "whole" ? { ...run, seconds: Number(process.hrtime.bigint() - started) / 1e9 } : run;
}

/** Says where ways found different numbers of hits with the same rules in the same events. */
function tellDifferences(
  measured: readonly { name: string; rules: string; file: string; results: readonly Run[] }[],
): void {
  for (const { name, rules, file, results } of measured) {
    const first = measured.find((one) => one.rules === rules && one.file === file)!;
    const [wanted, got] = [first.results[0]!.hits, results[0]!.hits];
    if (got !== wanted) process.stderr.write(`  hits differ: ${name} ${got}, ${first.name} ${wanted}\n`);
  }
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
    ...(results.some((run) => run.peakMemoryMb === undefined)
      ? {}
      : { peakMemoryMb: Math.max(...results.map((run) => run.peakMemoryMb!)) }),
    note: `${rules.toLocaleString("en-US")} rules, ${rate} million events x rules/s, ${hits} hits`,
  };
}
