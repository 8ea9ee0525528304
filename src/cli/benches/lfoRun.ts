import { lfo } from "../../baseline/lfo";
import type { Relation } from "../../engine/engine";
import { open } from "../../evidence/open";

/** What one run of the stacking benchmark prints. */
export interface LfoRun {
  readonly rows: number;
  readonly readSeconds: number;
  readonly seconds: number;
  readonly stacked: number;
  readonly peakMemoryMb: number;
}

/** One measured run, in a process of its own: `node lfoRun.js WAY MEMORY FILE…`. */
async function main(way: string, memory: string, files: readonly string[]): Promise<void> {
  const hunt = await open(undefined, { memory });
  const started = performance.now();
  const { relation } = await hunt.read(files, { quiet: true });
  const rows = await relation.count();
  const read = performance.now();
  const result = await (await WAYS[way]!(relation)).rows({ limit: 100_000_000 });
  const run: LfoRun = {
    rows,
    readSeconds: (read - started) / 1000,
    seconds: (performance.now() - read) / 1000,
    stacked: result.length,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(run));
  await hunt.close();
}

const WAYS: Readonly<Record<string, (relation: Relation) => Promise<Relation>>> = {
  huntbook: (relation) => lfo(relation, { by: ["task_name", "command"] }),
  sql: async (relation) =>
    relation.engine
      .sql`select task_name, command, count(*) as count, count(distinct host) as hosts, count(distinct "user") as users, min(time) as first_seen, max(time) as last_seen
      from ${relation} where task_name is not null and command is not null group by all order by hosts, count, task_name, command`,
};

void main(process.argv[2]!, process.argv[3]!, process.argv.slice(4));
