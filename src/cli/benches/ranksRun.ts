import { join } from "node:path";
import type { Matrix } from "../../core/matrix";
import type { Sequences } from "../../core/sequences";
import { strings } from "../../core/table";
import { encoder } from "../../encode/encoder";
import { sequences } from "../../encode/sequences";
import { raw } from "../../engine/sql";
import { open } from "../../evidence/open";
import { generateFleet } from "../../fleet/generateFleet";

/** The facts of one fleet, and where in them the planted items are. */
export interface RankedFleet {
  readonly x: Matrix;
  readonly order: Sequences;
  /** [rows]; the task of each fact: the reading list has one line a task. */
  readonly tasks: readonly string[];
  readonly hosts: readonly string[];
  readonly planted: readonly { readonly id: string; readonly host: string; readonly task: string }[];
}

const FEATURES = ["role", "action", "task", "program", "account"];

/** What a hunter scores, as in notebook 01: each thing that was registered, changed or run, once per host. */
const FACTS = `select host, regexp_extract(host, '^[a-z]{3}x?([a-z]+)[0-9]+$', 1) as role, action,
  task_pattern as task, command_pattern as program, user_pattern as account, epoch_ms(min(time)) as first_seen
  from tasks where event_id in (106, 110, 118, 119, 140, 200, 4698, 4702) group by all order by all`;

/** Writes a small fleet into a folder, reads it, and makes its facts a matrix. */
export async function rankedFleet(
  folder: string,
  seed: number,
  hosts: number,
  days: number,
): Promise<RankedFleet> {
  const out = join(folder, String(seed));
  await generateFleet({ out, seed, hosts, days, artefacts: ["tasks"], quiet: true });
  const hunt = await open();
  try {
    const evidence = await hunt.read(join(out, "hosts"), { hostFolder: "hosts", quiet: true });
    await evidence.relation.as("tasks");
    const facts = await hunt.relation(raw(FACTS)).columns([...FEATURES, "host", "first_seen"]);
    const truth = await hunt.read(join(out, "truth.json"), { quiet: true });
    const planted = hunt.sql`select distinct p.id, lower(p.host) as host, t.task_pattern as task
      from (select unnest(planted) as p from ${truth.relation})
      join tasks t on t.host = lower(p.host) and list_contains(p.tasks, t.task_name)`;
    return {
      x: encoder({ columns: FEATURES }).fit(facts).transform(facts),
      order: sequences(facts, { entity: "host", time: "first_seen" }),
      tasks: strings(facts, "task").map((task) => task ?? ""),
      hosts: strings(facts, "host").map((host) => host ?? ""),
      planted: (await planted.rows()) as unknown as RankedFleet["planted"],
    };
  } finally {
    await hunt.close();
  }
}
