import type { NameSpan, Rename } from "./renames";

/** Rows of one file with one name. */
export interface NamedRows {
  readonly source: string;
  readonly name: string;
  /** Time of the last event among them, in microseconds; null where there is none. */
  readonly lastTime: number | null;
}

/** A name in a file that is another machine's earlier one. */
export interface Alias {
  readonly source: string;
  readonly alias: string;
  readonly host: string;
  readonly reason: string;
}

/** A name that may be one machine or another: it stays as it is. */
export interface OpenName {
  readonly source: string;
  readonly reason: string;
}

/** A machine does not have its old name for long after it was given the new one, in microseconds. */
const SLACK = 86_400e6;

/**
 * Which machine each name in each file belongs to.
 *
 * Setup gives many machines the same first name, so that a rename counts where it is told, and for the files around:
 * for a name, the nearest folder above the file that knows a rename of it decides. Where that gives more than one
 * machine, or where the name was still in use later, it is told and the name stays.
 */
export function resolveNames(
  named: readonly NamedRows[],
  renames: readonly Rename[],
  spans: readonly NameSpan[],
): { readonly aliases: Alias[]; readonly open: OpenName[] } {
  const known = new Map<string, Rename[]>();
  for (const rename of renames) {
    for (const folder of [rename.source, ...foldersAbove(rename.source)]) {
      const key = JSON.stringify([folder, rename.alias]);
      const list = known.get(key);
      if (list === undefined) known.set(key, [rename]);
      else list.push(rename);
    }
  }
  const aliases: Alias[] = [];
  const open: OpenName[] = [];
  for (const rows of named) {
    const found = follow(rows, known, spans);
    if (typeof found === "string") open.push({ source: rows.source, reason: found });
    else if (found !== undefined) aliases.push({ source: rows.source, alias: rows.name, ...found });
  }
  return { aliases, open };
}

type Known = ReadonlyMap<string, readonly Rename[]>;

/** The machine's last name, nothing where no rename is known, or why it cannot be told. */
function follow(
  { source, name, lastTime }: NamedRows,
  known: Known,
  spans: readonly NameSpan[],
): Pick<Alias, "host" | "reason"> | string | undefined {
  const seen = new Set([name]);
  let host = name;
  let reason: string | undefined;
  for (;;) {
    const renames = nearest(source, host, known);
    if (renames === undefined) return reason === undefined ? undefined : { host, reason };
    const targets = [...new Set(renames.map((rename) => rename.host))];
    if (targets.length > 1) return `host ${name} became ${targets.join(" and ")}; its rows keep that name`;
    const [rename] = renames as [Rename];
    if (seen.has(rename.host)) return `host ${name} became ${rename.host} and back; its rows keep that name`;
    if (host === name && isUsedLater(source, name, lastTime, renames, spans)) {
      return `host ${name} became ${rename.host}, but here it goes on; its rows keep that name`;
    }
    seen.add(rename.host);
    host = rename.host;
    reason ??= rename.reason;
  }
}

function nearest(source: string, name: string, known: Known): readonly Rename[] | undefined {
  for (const folder of [source, ...foldersAbove(source)]) {
    const renames = known.get(JSON.stringify([folder, name]));
    if (renames !== undefined) return renames;
  }
  return undefined;
}

/** Whether rows have the old name when the machine had the new one: by number in the same file, by time in another. */
function isUsedLater(
  source: string,
  name: string,
  lastTime: number | null,
  renames: readonly Rename[],
  spans: readonly NameSpan[],
): boolean {
  const here = renames.find((rename) => rename.source === source);
  if (here !== undefined) return overlap(source, name, here.host, spans);
  const last = Math.max(...renames.map((rename) => rename.at ?? Number.POSITIVE_INFINITY));
  return lastTime !== null && lastTime > last + SLACK;
}

function overlap(source: string, alias: string, host: string, spans: readonly NameSpan[]): boolean {
  const here = spans.filter((span) => span.source === source);
  return here.some(
    (old) =>
      old.name === alias &&
      here.some((now) => now.name === host && now.channel === old.channel && old.lastId >= now.firstId),
  );
}

/**
 * The folders that a path lies in, archives among them, from the nearest to the root of all.
 *
 * @example
 * foldersAbove("a/b.zip!c") // ["a/b.zip", "a", ""]
 */
export function foldersAbove(path: string): string[] {
  const folders: string[] = [];
  for (let end = path.length; end > 0; ) {
    end = Math.max(
      path.lastIndexOf("/", end - 1),
      path.lastIndexOf("\\", end - 1),
      path.lastIndexOf("!", end - 1),
    );
    if (end > 0) folders.push(path.slice(0, end));
  }
  return [...folders, ""];
}
