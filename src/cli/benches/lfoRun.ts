import { join } from "node:path";
import { lfo } from "../../baseline/lfo";
import { openDuckDb } from "../../engine/duckdb";
import type { Relation } from "../../engine/engine";
import { name, type Sql, sql } from "../../engine/sql";
import { open } from "../../evidence/open";

/** What one run of the stacking benchmark prints. */
export interface LfoRun {
  readonly rows: number;
  readonly seconds: number;
  readonly stacked: number;
  readonly peakMemoryMb: number;
}

/**
 * One measured run, in a process of its own: `node lfoRun.js WAY FOLDER FILE…`.
 *
 * `read` makes the case that the other ways open; `make` writes its only FILE, with rows from FIRST on:
 * `node lfoRun.js make FOLDER FILE ROWS FIRST`.
 */
async function main(way: string, folder: string, args: readonly string[]): Promise<void> {
  if (way === "make") return make(args[0]!, Number(args[1]), Number(args[2]));
  const hunt = await open(join(folder, "case.duckdb"), { memory: "2GB" });
  const started = performance.now();
  if (way === "read") await hunt.read(args, { quiet: true });
  const tables =
    await hunt.sql`select table_name as "table" from duckdb_tables() where table_name like ${"hb_table_%"}`.rows();
  const all = tables.map(({ table }) => hunt.sql`from ${name(table as string)}`);
  const relation = all.reduce((one, next) => hunt.sql`from ${one} union all from ${next}`);
  const stacked = way === "read" ? 0 : (await (await WAYS[way]!(relation)).rows({ limit: 1e9 })).length;
  const seconds = (performance.now() - started) / 1000;
  const run: LfoRun = {
    rows: await relation.count(),
    seconds,
    stacked,
    peakMemoryMb: process.resourceUsage().maxRSS / 1024,
  };
  process.stdout.write(JSON.stringify(run));
  await hunt.close();
}

const WAYS: Readonly<Record<string, (relation: Relation) => Promise<Relation>>> = {
  huntbook: (relation) => lfo(relation, { by: ["task_name", "command"] }),
  sql: async (relation) =>
    relation.engine.sql`select task_name, command, count(*) as count, count(distinct host) as hosts,
      count(distinct "user") as users, min(time) as first_seen, max(time) as last_seen from ${relation}
      where task_name is not null and command is not null group by all order by hosts, count, task_name, command`,
  apart: async (relation) => {
    const one = (counts: Sql) =>
      relation.engine.sql`select task_name, command, ${counts} from ${relation}
        where task_name is not null and command is not null group by all`.store();
    const counts = await one(sql`count(*) as count, min(time) as first_seen, max(time) as last_seen`);
    const hosts = await one(sql`count(distinct host) as hosts`);
    const users = await one(sql`count(distinct "user") as users`);
    return relation.engine.sql`select task_name, command, count, hosts, users, first_seen, last_seen
      from ${counts} join ${hosts} using (task_name, command) join ${users} using (task_name, command)
      order by hosts, count, task_name, command`;
  },
};

/** Task starts of 1,000 hosts with three users each, 2,000 tasks (few of them often) and 20 commands. */
async function make(path: string, rows: number, first: number): Promise<void> {
  const engine = await openDuckDb();
  await engine.sql`select timestamp '2024-05-01' + interval (i % 2592000) second as time, 'host' || hash(i) % 1000 as host,
    'CORP\\user' || (hash(i) % 1000 * 5 + hash(i + 1) % 3) as "user",
    '\\Task ' || floor(2000 * pow(hash(i + 2) % 1000003 / 1000003, 3))::int as task_name,
    'C:\\Program Files\\App' || hash(i + 3) % 20 || '\\run.exe' as command from range(${first}, ${first + rows}) t(i)`.toParquet(
    path,
  );
  await engine.close();
}

main(process.argv[2]!, process.argv[3]!, process.argv.slice(4)).catch((error: Error) => {
  process.stderr.write(error.message);
  process.exit(1);
});
