import type { IssueSink } from "../../core/issue";
import type { Engine } from "../../engine/engine";
import { raw, sql } from "../../engine/sql";
import { RECORDS } from "../eventTable";
import { type MachineSet, machineSet } from "./machineSet";

/** How many events of a file name a machine. */
interface Named {
  readonly source: string;
  readonly host: string | null;
  readonly alias: string | null;
  readonly events: number;
}

/**
 * Gives rows that name no machine the one whose logs lie in the same collection, and tells where a collection's name
 * and its logs say different machines.
 *
 * The logs count more than a name that was given by hand, unless the caller vouched for it (`hostFolder`). Forwarded
 * events are of other machines and do not count. `paths` are the files that were just read: nothing is looked at unless one of them lies in a collection.
 */
export async function hostsOfSets(
  engine: Engine,
  paths: readonly string[],
  hostFolder: string | undefined,
  issues: IssueSink,
): Promise<void> {
  const touched = new Set(paths.map((path) => machineSet(path, hostFolder)?.root));
  touched.delete(undefined);
  if (touched.size === 0) return;
  const rows = await namedRows(engine);
  const sets = new Map<string, { set: MachineSet; rows: Named[] }>();
  for (const row of rows) {
    const set = machineSet(row.source, hostFolder);
    if (set === undefined || !touched.has(set.root)) continue;
    const known = sets.get(set.root);
    if (known === undefined) sets.set(set.root, { set, rows: [row] });
    else known.rows.push(row);
  }
  const hosts = new Set(rows.filter((row) => row.events > 0).map((row) => row.host));
  for (const { set, rows: own } of sets.values()) {
    const logs = hostOfLogs(own);
    const reason = logs === undefined ? undefined : disagreement(set, logs, hosts);
    if (reason !== undefined) issues({ path: set.root, place: "", reason });
    const host = logs?.name ?? set.named;
    const nameless = own.filter((row) => row.host === null).map((row) => row.source);
    if (host !== null && nameless.length > 0) {
      await engine.execute(
        sql`update ${raw(RECORDS)} set host = ${host} where host is null and _source in ${nameless}`,
      );
    }
  }
}

async function namedRows(engine: Engine): Promise<Named[]> {
  const counted: Named[] = [];
  const query = raw(`select _source as source, host, alias,
      count(*) filter (where event_id is not null and channel is distinct from 'ForwardedEvents') as events
    from ${RECORDS} group by all order by source, host, alias`);
  for await (const batch of engine.relation(query).stream()) counted.push(...(batch as unknown as Named[]));
  return counted;
}

interface LogHost {
  readonly name: string;
  readonly aliases: ReadonlySet<string | null>;
  readonly events: number;
}

/** The machine that most of a collection's events are of. */
function hostOfLogs(rows: readonly Named[]): LogHost | undefined {
  const counts = new Map<string, number>();
  for (const { host, events } of rows) {
    if (host !== null && events > 0) counts.set(host, (counts.get(host) ?? 0) + events);
  }
  let best: [string, number] | undefined;
  for (const entry of counts) if (best === undefined || entry[1] > best[1]) best = entry;
  if (best === undefined) return undefined;
  const aliases = rows.filter((row) => row.host === best[0]).map((row) => row.alias);
  return { name: best[0], aliases: new Set(aliases), events: best[1] };
}

/** A plain folder may have any name; it is wrong only when it has another machine's. */
function disagreement(
  { named, folder, isTold }: MachineSet,
  { name, aliases, events }: LogHost,
  hosts: ReadonlySet<string | null>,
): string | undefined {
  const said = named ?? (hosts.has(folder) ? folder : null);
  if (said === null || aliases.has(said) || short(said) === short(name)) return undefined;
  const counts = events.toLocaleString("en-US");
  return `its name says ${said}, but ${counts} of its events say ${name}; rows that name no machine get ${isTold ? said : name}`;
}

/** NetBIOS names end after fifteen characters. */
function short(name: string): string {
  return name.slice(0, 15);
}
