import { checkInteger, checkOptions } from "../core/check";
import { type Displayable, displaySymbol } from "../core/display";
import { escapeHtml, visible } from "../core/html";
import { checkColumns } from "../engine/checkColumns";
import type { Relation } from "../engine/engine";
import { join, raw, sql } from "../engine/sql";

/** One process in a tree. */
export interface ProcessNode {
  /** `_row` of its event; null for a parent that is known only from its children's events. */
  readonly row: number | null;
  readonly host: string | null;
  readonly pid: number | null;
  readonly image: string | null;
  readonly commandLine: string | null;
  readonly user: string | null;
  /** Milliseconds since 1970 UTC. */
  readonly time: number | null;
  /** Place of the parent in `nodes`; -1 for a root. */
  readonly parent: number;
  /** Places of the children, in order of time. */
  readonly children: readonly number[];
}

/** Options of {@link processTree}. */
export interface ProcessTreeOptions {
  /** Most events that are taken, the first in time. @default 10,000 */
  readonly limit?: number;
}

/** Processes linked to their parents. */
export interface ProcessTree extends Displayable {
  readonly nodes: readonly ProcessNode[];
  /** Places of the processes without a known parent. */
  readonly roots: readonly number[];
  /** Events that were not taken because of the limit. */
  readonly left: number;
  /** Place of the process with this `_row`; -1 for none. */
  find(row: number): number;
  /** Places from the parent up to the root. */
  ancestors(place: number): number[];
  /** Places of all processes below, each parent before its children. */
  descendants(place: number): number[];
  /** The tree as indented text, from one process or all roots; cut to a number of lines, and says what it cut and what was beyond the limit. @default 60 lines */
  text(options?: { readonly from?: number; readonly lines?: number }): string;
}

const LIMIT = 10_000;
const LINES = 60;
const COMMAND_LENGTH = 120;

interface Event {
  readonly _row: number | null;
  readonly host: string | null;
  readonly pid: number | null;
  readonly ppid: number | null;
  readonly image: string | null;
  readonly command_line: string | null;
  readonly user: string | null;
  readonly ms: number | null;
  readonly parent_image: string | null;
  readonly parent_row: number | null;
}

/**
 * Links process events to their parents: ancestors, children, and a text of the whole.
 *
 * Takes the columns of the view `processes`. A parent is the latest process of the same host with the parent's
 * number that began before (numbers are used again, so the latest one counts), and whose image is the one that the
 * child names, where it names one; with the columns `process_guid` and `parent_process_guid` these decide. A parent that
 * left no event of its own stands as a node without a row. Columns
 * `image`, `pid`, `ppid`, `time` must be there; `host`, `user`, `command_line`, `parent_image` may. A join by time
 * in the engine, then O(n).
 */
export async function processTree(
  relation: Relation,
  options: ProcessTreeOptions = {},
): Promise<ProcessTree> {
  checkOptions("processTree", options, ["limit"]);
  const limit = checkInteger("processTree", "limit", options.limit ?? LIMIT, 1, 1_000_000);
  const types = await checkColumns("processTree", relation, ["image", "pid", "ppid", "time"]);
  const text = (column: string) =>
    raw(types.has(column) ? `"${column}"::varchar as "${column}"` : `null::varchar as "${column}"`);
  const row = raw(types.has("_row") ? "_row" : "row_number() over (order by time)");
  const columns = [
    "host",
    "image",
    "command_line",
    "user",
    "parent_image",
    "process_guid",
    "parent_process_guid",
  ];
  const events = sql`select ${row}::bigint as _row, time, epoch_ms(time::timestamp) as ms, pid::bigint as pid, ppid::bigint as ppid, ${join(columns.map(text))} from ${relation}`;
  // A strict order of time and row, so that no evidence can make a circle.
  const earlier = raw("p.host is not distinct from c.host and (p.time, p._row) < (c.time, c._row)");
  const found = relation.engine.relation(
    sql`with e as materialized (${events}), c as materialized (select * from e order by time, _row limit ${limit}),
    named as (select c._row, max(p._row) as parent_row from c join c p on p.process_guid = c.parent_process_guid and ${earlier} group by c._row)
    select c.* exclude (time, process_guid, parent_process_guid), coalesce(n.parent_row, p._row) as parent_row from c left join named n using (_row) left join lateral (select _row from c p where p.pid = c.ppid and ${earlier}
      and (c.parent_image is null or p.image is null or lower(p.image) = lower(c.parent_image)) order by p.time desc, p._row desc limit 1) p on true order by ms, _row`,
  );
  const rows = (await found.rows({ limit })) as unknown as Event[];
  return treeOf(linked(rows), (await relation.count()) - rows.length);
}

interface MutableNode extends ProcessNode {
  parent: number;
  children: number[];
}

function linked(events: readonly Event[]): MutableNode[] {
  const nodes = events.map((event) => nodeOf(event));
  const placeOf = new Map(events.map((event, i) => [event._row, i]));
  const unseen = unseenParents(events, nodes);
  events.forEach((event, i) => {
    const parent = event.parent_row === null ? unseen(event) : placeOf.get(event.parent_row)!;
    nodes[i]!.parent = parent;
    if (parent >= 0) nodes[parent]!.children.push(i);
  });
  return nodes;
}

/**
 * Finds or adds the node of a parent that left no event; -1 where nothing is known of it.
 *
 * Where a child does not name its parent's program, it belongs to the only one of that number which others name.
 */
function unseenParents(events: readonly Event[], nodes: MutableNode[]): (event: Event) => number {
  const byNumber = new Map<string, Map<string, number>>();
  const numberOf = ({ host, ppid }: Event) => JSON.stringify([host, ppid]);
  const add = (event: Event): number => {
    const images = byNumber.get(numberOf(event)) ?? new Map<string, number>();
    byNumber.set(numberOf(event), images);
    const image = event.parent_image?.toLowerCase() ?? "";
    const place = images.get(image) ?? nodes.push(unseenParent(event)) - 1;
    images.set(image, place);
    return place;
  };
  for (const event of events) if (event.parent_row === null && event.parent_image !== null) add(event);
  return (event) => {
    if (event.ppid === null && event.parent_image === null) return -1;
    const images = byNumber.get(numberOf(event));
    return event.parent_image === null && images?.size === 1 ? [...images.values()][0]! : add(event);
  };
}

function nodeOf({ _row, host, pid, image, command_line, user, ms }: Event): MutableNode {
  return { row: _row, host, pid, image, commandLine: command_line, user, time: ms, parent: -1, children: [] };
}

function unseenParent({ host, ppid, parent_image }: Event): MutableNode {
  const nothing = { row: null, commandLine: null, user: null, time: null };
  return { ...nothing, host, pid: ppid, image: parent_image, parent: -1, children: [] };
}

function treeOf(nodes: readonly ProcessNode[], left: number): ProcessTree {
  const placeOf = new Map(nodes.map((node, i) => [node.row, i]));
  const roots = nodes.flatMap((node, i) => (node.parent < 0 ? [i] : []));
  const ancestors = (place: number): number[] => {
    const above: number[] = [];
    for (let at = nodes[place]!.parent; at >= 0; at = nodes[at]!.parent) above.push(at);
    return above;
  };
  const descendants = (place: number) => preorder(nodes, nodes[place]!.children).map(({ at }) => at);
  const text: ProcessTree["text"] = ({ from, lines = LINES } = {}) =>
    treeText(nodes, from === undefined ? roots : [from], lines, from === undefined ? left : 0);
  const bundle = () => ({ "text/plain": text(), "text/html": `<pre>${escapeHtml(text())}</pre>` });
  return {
    nodes,
    roots,
    left,
    find: (row) => placeOf.get(row) ?? -1,
    ancestors,
    descendants,
    text,
    [displaySymbol]: bundle,
  };
}

/** Places below and with some processes, parents first, without recursion: chains may be long. */
function preorder(nodes: readonly ProcessNode[], from: readonly number[]): { at: number; depth: number }[] {
  const order: { at: number; depth: number }[] = [];
  const stack = [...from].reverse().map((at) => ({ at, depth: 0 }));
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    order.push(next);
    const { children } = nodes[next.at]!;
    for (let i = children.length - 1; i >= 0; i--) stack.push({ at: children[i]!, depth: next.depth + 1 });
  }
  return order;
}

function treeText(
  nodes: readonly ProcessNode[],
  from: readonly number[],
  most: number,
  left: number,
): string {
  const order = preorder(nodes, from);
  const lines = order.slice(0, most).map(({ at, depth }) => `${"  ".repeat(depth)}${lineOf(nodes[at]!)}`);
  const hidden = order.length - most;
  if (hidden > 0) lines.push(`… and ${hidden} more ${hidden === 1 ? "process" : "processes"}`);
  if (left > 0)
    lines.push(`… and ${left} more ${left === 1 ? "event" : "events"} beyond the limit, in no tree`);
  return lines.join("\n");
}

function lineOf({ row, image, pid, user, commandLine, time }: ProcessNode): string {
  const when = time === null ? "" : `${new Date(time).toISOString().slice(0, 19).replace("T", " ")} `;
  const who = user === null ? "" : `, ${user}`;
  const command = commandLine === null || commandLine === image ? "" : `: ${cut(commandLine)}`;
  const note = row === null ? " (no event of its own)" : "";
  return visible(`${when}${image ?? "?"} (${pid ?? "?"}${who})${command}${note}`).replace(/[\n\t]/g, " ");
}

function cut(text: string): string {
  return text.length > COMMAND_LENGTH ? `${text.slice(0, COMMAND_LENGTH - 1)}…` : text;
}
