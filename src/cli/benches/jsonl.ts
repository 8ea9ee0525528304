import { execFileSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { random } from "../../core/random";
import { type BenchOptions, type BenchRow, middle } from "./row";

/** What a child process prints: one measured run. */
interface Run {
  readonly seconds: number;
  readonly rows: number;
  readonly peakMemoryMb: number;
}

const WAYS: Readonly<Record<string, string>> = {
  huntbook: "huntbook read into events and tasks",
  parse: "JSON.parse of every line, nothing kept (the floor for JavaScript)",
  duckdb: "DuckDB read_json into a table, all cores (no dialects, no issues)",
};

/**
 * Measures reading a million JSON-line events, each way in a process of its own, in turn; the median of the runs.
 */
export async function benchJsonl(options: BenchOptions = {}): Promise<BenchRow[]> {
  const { runs = 3, rows = 1_000_000 } = options;
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  try {
    const file = options.file ?? writeEvents(join(folder, "events.jsonl"), rows);
    const megabytes = statSync(file).size / 1e6;
    const results = new Map<string, Run[]>(Object.keys(WAYS).map((way) => [way, []]));
    for (let i = 0; i < runs; i++) {
      for (const [way, list] of results) list.push(runOnce(way, file));
    }
    return [...results].map(([way, list]) => {
      const seconds = middle(list.map((run) => run.seconds));
      const count = list[0]!.rows;
      return {
        name: WAYS[way]!,
        seconds,
        rows: count,
        rowsPerSecond: count / seconds,
        megabytesPerSecond: megabytes / seconds,
        peakMemoryMb: Math.max(...list.map((run) => run.peakMemoryMb)),
      };
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runOnce(way: string, file: string): Run {
  const script = join(__dirname, "jsonlRun.js");
  return JSON.parse(execFileSync(process.execPath, [script, way, file], { encoding: "utf8" })) as Run;
}

/** Events of mixed kinds, about 500 bytes each, in evtx_dump's dialect. */
function writeEvents(path: string, rows: number): string {
  const numbers = random(1);
  const file = openSync(path, "w");
  for (let i = 0; i < rows; ) {
    const lines: string[] = [];
    for (let j = 0; j < 5000 && i < rows; j++, i++)
      lines.push(JSON.stringify(event(i, numbers.integer(100))));
    writeSync(file, `${lines.join("\n")}\n`);
  }
  closeSync(file);
  return path;
}

function event(i: number, host: number): object {
  const isTask = i % 4 === 0;
  return {
    Event: {
      System: {
        Provider: {
          "#attributes": { Name: isTask ? "Microsoft-Windows-TaskScheduler" : "Microsoft-Windows-Sysmon" },
        },
        EventID: isTask ? 200 : 1,
        Version: 1,
        Level: 4,
        Task: 1,
        Opcode: 0,
        Keywords: "0x8000000000000000",
        TimeCreated: { "#attributes": { SystemTime: new Date(1.7e12 + i * 137).toISOString() } },
        EventRecordID: i,
        Execution: { "#attributes": { ProcessID: 1000 + (i % 500), ThreadID: 8 } },
        Channel: `Microsoft-Windows-${isTask ? "TaskScheduler" : "Sysmon"}/Operational`,
        Computer: `HOST${host}.corp.example`,
        Security: { "#attributes": { UserID: "S-1-5-18" } },
      },
      EventData: isTask
        ? { TaskName: `\\Task ${i % 300}`, ActionName: "C:\\Windows\\System32\\svchost.exe", ResultCode: "0" }
        : {
            Image: `C:\\Program Files\\App${i % 77}\\app.exe`,
            ProcessId: String(i),
            User: "NT AUTHORITY\\SYSTEM",
          },
    },
  };
}
