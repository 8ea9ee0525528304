import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, startKernel } from "../../notebook/client/kernel";
import { kernelNames, kernelSpec } from "../../notebook/client/kernelSpec";
import { isInstalled } from "./isInstalled";
import { type BenchOptions, type BenchRow, middle } from "./row";

const ROOT = join(__dirname, "..", "..", "..");
const IMPORT = 'import * as hb from "huntbook";';

interface Measured {
  readonly start: number;
  readonly cell: number;
  readonly cellBehindImport: number;
  readonly megabytes: number;
}

/**
 * Measures the kernels side by side in turn: from start to the first result, a trivial cell before and behind
 * `import * as hb from "huntbook"` (median of `rows` cells), and the process's memory then.
 */
export async function benchKernel(options: BenchOptions = {}): Promise<BenchRow[]> {
  const { runs = 3, rows = 20 } = options;
  const names = kernelNames.filter((name) => name !== "deno" || isInstalled("deno", ["--version"]));
  const all = new Map<string, Measured[]>(names.map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, measured] of all) measured.push(await measure(name, rows));
  }
  return [...all].flatMap(([name, measured]) => {
    const median = (part: keyof Measured) => middle(measured.map((one) => one[part]));
    const row = (what: string, seconds: number, more: Partial<BenchRow> = {}): BenchRow => ({
      ...{ name: `${name}: ${what}`, seconds, rows: 1, rowsPerSecond: 1 / seconds },
      ...more,
    });
    return [
      row("start to first result", median("start")),
      row("trivial cell", median("cell")),
      row("trivial cell behind the import", median("cellBehindImport"), {
        peakMemoryMb: median("megabytes"),
      }),
    ];
  });
}

async function measure(name: string, cells: number): Promise<Measured> {
  const began = performance.now();
  const kernel = await startKernel(kernelSpec(name), { folder: ROOT });
  try {
    await run(kernel, "1 + 1");
    const start = (performance.now() - began) / 1000;
    const cell = await medianOf(kernel, cells);
    await run(kernel, IMPORT);
    const cellBehindImport = await medianOf(kernel, cells);
    return { start, cell, cellBehindImport, megabytes: residentMegabytes(kernel.pid) };
  } finally {
    await kernel.shutdown();
  }
}

async function medianOf(kernel: Kernel, cells: number): Promise<number> {
  const times: number[] = [];
  for (let i = 0; i < cells; i++) {
    const began = performance.now();
    await run(kernel, `const n${i} = ${i} + 1; n${i}`);
    times.push((performance.now() - began) / 1000);
  }
  return middle(times);
}

async function run(kernel: Kernel, code: string): Promise<void> {
  const { content } = await kernel.execute(code);
  if (content.status !== "ok") throw new Error(`bench: ${kernel.spec.name} did not run ${code}`);
}

function residentMegabytes(pid: number): number {
  if (process.platform === "linux") {
    return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))![1]) / 1024;
  }
  if (process.platform === "win32") return Number.NaN;
  return Number(execFileSync("ps", ["-o", "rss=", "-p", String(pid)], { encoding: "utf8" })) / 1024;
}
