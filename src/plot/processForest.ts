import { checkInteger, checkOptions } from "../core/check";
import type { ProcessNode, ProcessTree } from "../score/processTree";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plural, tickText } from "./label";
import { axis, baseLayout, CALM, type FigureOptions, LOUD, REST } from "./style";

/** Options of {@link processForest}. */
export interface ProcessForestOptions extends FigureOptions {
  /** `_row`s of the processes to look at; they are marked, and drawn before all others. @default none */
  readonly highlight?: readonly number[];
  /** Most processes drawn, at most 200. @default 60 */
  readonly processes?: number;
}

interface Placed {
  readonly node: ProcessNode;
  readonly place: number;
  readonly depth: number;
  /** Line from the top. */
  readonly line: number;
  /** Children that are not drawn. */
  readonly hidden: number;
}

const LINE = 18;

/**
 * Draws processes as a tree: a line a process, in order of time below its parent, as file managers do.
 *
 * For reading who started what. Large trees are cut: first the highlighted processes with all their ancestors, then
 * their children, then the rest from the roots on, until there are `processes` of them; a process whose children are
 * not all drawn says how many are missing, and so does the caption. O(processes of the tree).
 */
export function processForest(tree: ProcessTree, options: ProcessForestOptions = {}): Figure {
  checkOptions("processForest", options, ["title", "highlight", "processes"]);
  const most = checkInteger("processForest", "processes", options.processes ?? 60, 1, 200);
  const loud = new Set((options.highlight ?? []).map((row) => tree.find(row)).filter((place) => place >= 0));
  const chosen = choose(tree, loud, most);
  const placed = placeAll(tree, chosen);
  const width = placed.reduce((top, { depth }) => Math.max(top, depth), 0);
  const title =
    options.title ?? `Processes: ${plural(tree.nodes.length, "node")}, ${plural(tree.roots.length, "tree")}`;
  const layout = baseLayout(title, 110 + LINE * Math.max(3, placed.length), {
    hovermode: "closest",
    margin: { l: 16, r: 16, t: 52, b: 16 },
    xaxis: axis("", { range: [-0.3, Math.max(8, width + 6)], visible: false, fixedrange: true }),
    yaxis: axis("", { range: [Math.max(3, placed.length) - 0.2, -0.8], visible: false, fixedrange: true }),
  });
  const left = tree.nodes.length - placed.length;
  const caption = [
    `${plural(placed.length, "process").replace(/processs$/, "processes")} of ${count(tree.nodes.length)}, each below the one that started it.`,
    ...(loud.size > 0 ? [`${count(loud.size)} marked.`] : []),
    ...(left > 0 ? [`Not drawn: ${count(left)}.`] : []),
    ...(tree.left > 0 ? [`Beyond the limit of the tree: ${count(tree.left)} events.`] : []),
  ].join(" ");
  return figure([branches(placed), nodes(placed, loud)], layout, caption);
}

/** Places to draw: what is looked at with its ancestors and children, then breadth first from the roots. */
function choose(tree: ProcessTree, loud: ReadonlySet<number>, most: number): Set<number> {
  const chosen = new Set<number>();
  const add = (places: Iterable<number>) => {
    for (const place of places) if (chosen.size < most) chosen.add(place);
  };
  // Ancestors from the root down, so that a cut never leaves a process without its parent.
  for (const place of loud) add([...tree.ancestors(place).reverse(), place]);
  for (const place of loud) if (chosen.has(place)) add(tree.nodes[place]!.children);
  let row: readonly number[] = tree.roots;
  while (row.length > 0 && chosen.size < most) {
    add(row);
    row = row.filter((place) => chosen.has(place)).flatMap((place) => [...tree.nodes[place]!.children]);
  }
  return chosen;
}

function placeAll(tree: ProcessTree, chosen: ReadonlySet<number>): Placed[] {
  const placed: Placed[] = [];
  const stack = tree.roots.filter((place) => chosen.has(place)).map((place) => ({ place, depth: 0 }));
  stack.reverse();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { place, depth } = next;
    const node = tree.nodes[place]!;
    const drawn = node.children.filter((child) => chosen.has(child));
    placed.push({ node, place, depth, line: placed.length, hidden: node.children.length - drawn.length });
    for (let i = drawn.length - 1; i >= 0; i--) stack.push({ place: drawn[i]!, depth: depth + 1 });
  }
  return placed;
}

/** Elbows from each parent down and right to its children. */
function branches(placed: readonly Placed[]): Trace {
  const lineOf = new Map(placed.map(({ place, line }) => [place, line]));
  const [x, y]: [(number | null)[], (number | null)[]] = [[], []];
  for (const { node, depth, line } of placed) {
    const parent = lineOf.get(node.parent);
    if (parent === undefined) continue;
    x.push(depth - 1, depth - 1, depth, null);
    y.push(parent, line, line, null);
  }
  return { type: "scatter", mode: "lines", x, y, line: { color: REST, width: 1 }, hoverinfo: "skip" };
}

function nodes(placed: readonly Placed[], loud: ReadonlySet<number>): Trace {
  const colour = ({ node, place }: Placed) => (loud.has(place) ? LOUD : node.row === null ? REST : CALM);
  return {
    type: "scatter",
    mode: "markers+text",
    x: placed.map(({ depth }) => depth),
    y: placed.map(({ line }) => line),
    text: placed.map(
      ({ node, hidden }) =>
        `\u00a0${tickText(labelOf(node), 60)}${hidden > 0 ? `  (+${count(hidden)})` : ""}`,
    ),
    textposition: "middle right",
    textfont: { size: 11 },
    cliponaxis: false,
    customdata: placed.map(({ node }) => hoverOf(node)),
    marker: {
      color: placed.map(colour),
      symbol: placed.map((one) =>
        loud.has(one.place) ? "diamond" : one.node.row === null ? "circle-open" : "circle",
      ),
      size: placed.map((one) => (loud.has(one.place) ? 11 : 8)),
    },
    hovertemplate: "%{customdata}<extra></extra>",
  };
}

/** The file's name and what it was told; the folder is in the hover box. */
function labelOf({ image, commandLine }: ProcessNode): string {
  const file = image?.slice(image.lastIndexOf("\\") + 1) ?? "?";
  const rest = commandLine === null ? "" : argumentsOf(commandLine);
  const text = rest === "" ? file : `${file} ${rest}`;
  return text.length > 58 ? `${text.slice(0, 57)}…` : text;
}

/** A command line without its program. */
function argumentsOf(commandLine: string): string {
  const text = commandLine.trim();
  const end = text.startsWith('"') ? text.indexOf('"', 1) + 1 : text.indexOf(" ");
  return end <= 0 ? "" : text.slice(end).trim();
}

function hoverOf(node: ProcessNode): string {
  const time = node.time === null ? "" : new Date(node.time).toISOString().slice(0, 19).replace("T", " ");
  const lines = [
    `<b>${hoverText(node.image ?? "?")}</b>`,
    ...(node.commandLine === null ? [] : [hoverText(node.commandLine)]),
    hoverText(
      [time, node.host, node.user, node.pid === null ? "" : `pid ${node.pid}`]
        .filter((part) => part)
        .join(", "),
    ),
    ...(node.row === null ? ["no event of its own: known from its children"] : []),
  ];
  return lines.join("<br>");
}
