import { execFileSync } from "node:child_process";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openDuckDb } from "../../engine/duckdb";
import type { Engine, Relation } from "../../engine/engine";
import { raw } from "../../engine/sql";
import { matchIndicators } from "../../match/ioc/matchIndicators";
import { readIndicators } from "../../match/ioc/readIndicators";

/** One measured run of the IOC benchmark, in a process of its own: `node iocRun.js WAY ROWS INDICATORS`. */
async function main(way: string, rows: number, indicators: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "huntbook-bench-"));
  const engine = await openDuckDb();
  try {
    const list = join(folder, "indicators.txt");
    writeList(list, indicators);
    await engine.execute(raw(`create table log as ${connections(rows)}`));
    const { seconds, hits } = await WAYS[way]!(
      engine,
      engine.relation(raw("select * from log")),
      list,
      folder,
    );
    const peakMemoryMb = process.resourceUsage().maxRSS / 1024;
    process.stdout.write(JSON.stringify({ seconds, hits, peakMemoryMb }));
  } finally {
    await engine.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Result {
  readonly seconds: number;
  readonly hits: number;
}

const WAYS: Readonly<
  Record<string, (engine: Engine, log: Relation, list: string, folder: string) => Promise<Result>>
> = {
  async huntbook(_, log, list) {
    const started = now();
    const set = await readIndicators(list);
    const hits = await (await matchIndicators(log, set, { quiet: true })).count();
    return { seconds: now() - started, hits };
  },
  async naive(_, log, list) {
    const values = (await readIndicators(list)).indicators.map((indicator) => indicator.value);
    const started = now();
    let hits = 0;
    for await (const batch of log.stream()) {
      for (const row of batch) {
        const text = `${row.image} ${row.destination_host} ${row.destination_ip}`.toLowerCase();
        for (const value of values) if (text.includes(value)) hits += 1;
      }
    }
    return { seconds: now() - started, hits };
  },
  async grep(_, log, list, folder) {
    const lines = join(folder, "log.txt");
    writeFileSync(lines, "");
    for await (const batch of log.stream()) {
      appendFileSync(
        lines,
        batch.map((row) => `${row.image} ${row.destination_host} ${row.destination_ip}\n`).join(""),
      );
    }
    const started = now();
    const count = execFileSync("sh", ["-c", `LC_ALL=C grep -F -c -f "$1" "$2" || true`, "sh", list, lines], {
      encoding: "utf8",
    });
    return { seconds: now() - started, hits: Number(count) };
  },
};

/**
 * Connections as a query: 5,000 programs, a fifth as many hosts and addresses as rows, none of them by chance an
 * indicator; every thousandth row goes to one.
 */
function connections(rows: number): string {
  const other = "hash(i // 5)";
  return `select i + 1 as _row, 'log' as _source, timestamp '2024-01-01' + to_seconds(i) as time,
    'ws' || lpad((hash(i) % 2000)::varchar, 4, '0') as host,
    'C:\\Program Files\\Vendor ' || (hash(i + 1) % 5000) || '\\app.exe' as image,
    case when i % 1000 = 0 then 'c2.' || (i // 1000) || '.evil.example.com'
      else 'srv' || (${other} % 1000000007) || '.region' || (${other} % 40) || '.service.example.net' end as destination_host,
    (11 + ${other} % 150) || '.' || (${other} // 151 % 256) || '.' || (${other} // 38656 % 256) || '.' || (${other} // 9895936 % 256) as destination_ip
    from range(${rows}) t(i)`;
}

/** Domains, addresses above 192, hashes, URLs and file names in turn. */
function writeList(path: string, count: number): void {
  writeFileSync(path, "");
  for (let start = 0; start < count; start += 50_000) {
    const lines: string[] = [];
    for (let i = start; i < Math.min(count, start + 50_000); i++)
      lines.push(LINES[i % LINES.length]!(Math.floor(i / LINES.length)));
    appendFileSync(path, `${lines.join("\n")}\n`);
  }
}

const LINES: readonly ((n: number) => string)[] = [
  (n) => `${n}.evil.example.com`,
  (n) => `${200 + (n % 20)}.${(n >> 16) & 255}.${(n >> 8) & 255}.${n & 255}`,
  (n) => n.toString(16).padStart(8, "0").repeat(8),
  (n) => `http://bad${n}.example.org/drop/${n}.php`,
  (n) => `implant-${n}.exe`,
];

function now(): number {
  return Number(process.hrtime.bigint()) / 1e9;
}

void main(process.argv[2]!, Number(process.argv[3]), Number(process.argv[4]));
