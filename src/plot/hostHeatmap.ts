import { checkInteger, checkOptions } from "../core/check";
import {
  type CategoryChannel,
  channelLength,
  checkChannel,
  countLevels,
  type Levels,
  levelsOf,
} from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural, rowText, tickText } from "./label";
import { axis, baseLayout, type FigureOptions } from "./style";

/** Options of {@link hostHeatmap}. */
export interface HostHeatmapOptions extends FigureOptions {
  /** What an item is: "task". @default "item" */
  readonly noun?: string;
  /** What one row is. @default "event" */
  readonly unit?: string;
  /** What a column is. @default "host" */
  readonly over?: string;
  /** Most hosts drawn: the busiest. @default 40 */
  readonly hosts?: number;
  /** Most items drawn: those on the fewest hosts. @default 40 */
  readonly items?: number;
}

const TICKS = [1, 2, 5, 10, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000];
// Blue, purple, orange of the palette: lighter is more, and all stand out from light and dark pages.
const SCALE = [
  [0, "#0072B2"],
  [0.5, "#CC79A7"],
  [1, "#E69F00"],
];

/**
 * Draws which host has which item, and how often: rare items on top, a column a host.
 *
 * For seeing at a glance whether an item is odd everywhere or on one machine. `hosts` and `items` have one entry a
 * row. At most 40 hosts and 40 items (options, up to 70 each): the items on the fewest hosts, the hosts that have
 * most of those; the caption says what is not drawn. Colour is log10 of the count. O(n).
 *
 * @example
 * hostHeatmap(["a", "b"], ["x", "x"], { noun: "task" }).caption // "1 task on 2 of 2 hosts."
 */
export function hostHeatmap(
  hosts: CategoryChannel,
  items: CategoryChannel,
  options: HostHeatmapOptions = {},
): Figure {
  checkOptions("hostHeatmap", options, ["title", "noun", "unit", "over", "hosts", "items"]);
  const { noun = "item", unit = "event", over = "host" } = options;
  const { hosts: mostHosts = 40, items: mostItems = 40 } = options;
  checkInteger("hostHeatmap", "hosts", mostHosts, 1, 70);
  checkInteger("hostHeatmap", "items", mostItems, 1, 70);
  checkChannel("hostHeatmap", "items", { length: channelLength(items) }, channelLength(hosts));
  const host = levelsOf(hosts);
  const item = levelsOf(items);
  const rows = rarest(host, item).slice(0, mostItems);
  const cells = countCells(host, item, rows);
  const columns = fullest(cells, host.levels.length).slice(0, mostHosts);
  const z = cells.map((row) => columns.map((code) => (row.has(code) ? Math.log10(row.get(code)!) : null)));
  const text = cells.map((row, i) =>
    columns.map((code) => cellText(item.levels[rows[i]!]!, host.levels[code]!, row.get(code), unit)),
  );
  const names = distinct(columns.map((code) => tickText(host.levels[code], 24)));
  const data = [heatTrace(names, z, text, unit)];
  const layout = baseLayout(options.title ?? `Where the rarest ${noun}s are`, 190 + 16 * rows.length, {
    xaxis: axis(over, {
      type: "category",
      tickangle: -90,
      tickfont: { size: 10 },
      showgrid: false,
    }),
    yaxis: axis("", {
      tickvals: rows.map((_, i) => i),
      ticktext: rows.map((code) => rowText(item.levels[code])),
      tickfont: { size: 11 },
      autorange: "reversed",
      showgrid: false,
      ticksuffix: " ",
    }),
  });
  const all = item.levels.length;
  const shown =
    rows.length === all ? plural(all, noun) : `The ${count(rows.length)} rarest of ${plural(all, noun)}`;
  return figure(data, layout, `${shown} on ${count(columns.length)} of ${plural(host.levels.length, over)}.`);
}

function heatTrace(
  x: readonly string[],
  z: readonly (number | null)[][],
  customdata: readonly string[][],
  unit: string,
): Trace {
  const most = Math.max(0, ...z.flat().map((value) => value ?? 0));
  const ticks = TICKS.filter((n) => Math.log10(n) <= most + 1e-9);
  return {
    type: "heatmap",
    x,
    z,
    customdata,
    zmin: 0,
    zmax: Math.max(most, Math.log10(2)),
    xgap: 1,
    ygap: 1,
    colorscale: SCALE,
    hoverongaps: false,
    // Cells that are all alike need no key.
    showscale: most > 0,
    hovertemplate: "%{customdata}<extra></extra>",
    colorbar: {
      title: { text: plotText(`${unit}s`), side: "top", font: { size: 11 } },
      tickvals: ticks.map(Math.log10),
      ticktext: ticks.map(count),
      thickness: 10,
      lenmode: "pixels",
      len: 140,
      y: 1,
      yanchor: "top",
      outlinewidth: 0,
    },
  };
}

/** Item codes by the number of distinct hosts, the rarest first. */
function rarest(host: Levels, item: Levels): number[] {
  const pairs = new Set<number>();
  const spread = new Float64Array(item.levels.length);
  for (let i = 0; i < item.codes.length; i++) {
    if (item.codes[i]! < 0 || host.codes[i]! < 0) continue;
    const pair = item.codes[i]! * host.levels.length + host.codes[i]!;
    if (pairs.has(pair)) continue;
    pairs.add(pair);
    spread[item.codes[i]!]!++;
  }
  const counts = countLevels(item);
  return [...spread.keys()]
    .filter((code) => spread[code]! > 0)
    .sort((a, b) => spread[a]! - spread[b]! || counts[a]! - counts[b]! || a - b);
}

/** For each item, how often each host has it. */
function countCells(host: Levels, item: Levels, rows: readonly number[]): Map<number, number>[] {
  const place = new Map(rows.map((code, i) => [code, i]));
  const cells = rows.map(() => new Map<number, number>());
  for (let i = 0; i < item.codes.length; i++) {
    const row = place.get(item.codes[i]!);
    const code = host.codes[i]!;
    if (row === undefined || code < 0) continue;
    cells[row]!.set(code, (cells[row]!.get(code) ?? 0) + 1);
  }
  return cells;
}

/** Host codes by the number of items that they have, then by name order of appearance. */
function fullest(cells: readonly ReadonlyMap<number, number>[], hosts: number): number[] {
  const counts = new Float64Array(hosts);
  for (const row of cells) for (const code of row.keys()) counts[code]!++;
  return [...counts.keys()]
    .filter((code) => counts[code]! > 0)
    .sort((a, b) => counts[b]! - counts[a]! || a - b);
}

/** Category names must differ, or columns would fall together: later twins get a number. */
function distinct(names: readonly string[]): string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
}

function cellText(item: string, host: string, n: number | undefined, unit: string): string {
  return `<b>${hoverText(item)}</b><br>${hoverText(host)}<br>${count(n ?? 0)} ${plotText(unit)}s`;
}
