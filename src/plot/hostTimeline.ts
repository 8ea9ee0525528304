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
import { capital, count, hoverText, plural, tickText } from "./label";
import { sampleMarks } from "./sample";
import { axis, baseLayout, CALM, type FigureOptions, footLegend, LOUD } from "./style";

/** Options of {@link hostTimeline}. */
export interface HostTimelineOptions extends FigureOptions {
  /** What happened, one text a row; shown in the hover box. @default none */
  readonly labels?: readonly string[];
  /** Row numbers to show in the loud colour. @default none */
  readonly highlight?: readonly number[];
  /** What one row is. @default "event" */
  readonly noun?: string;
  /** What a line is. @default "host" */
  readonly over?: string;
  /** Most hosts drawn, at most 100: those with highlighted rows first, then the busiest. @default 30 */
  readonly hosts?: number;
  /** Chooses the sample when there are more than 5,000 points. @default 1 */
  readonly seed?: number;
}

interface Point {
  readonly x: number;
  readonly y: number;
  readonly text: string;
}

interface Usable {
  readonly rows: readonly number[];
  readonly elsewhere: number;
  readonly missing: number;
}

const CALM_MARKER = { color: CALM, size: 5, opacity: 0.65 };
const LOUD_MARKER = { color: LOUD, symbol: "diamond", size: 11, line: { width: 1, color: "#ffffff" } };

/**
 * Draws events as points, one line a host, over time: who was busy when, and where the odd ones are.
 *
 * `times` are milliseconds since 1970 UTC, `hosts` has one entry a row. Rows without time or host are left out; so
 * are hosts beyond the limit, and above 5,000 points a seeded sample is drawn with all highlighted rows in it (at
 * most 5,000). The caption counts what is not drawn. O(n).
 *
 * @example
 * hostTimeline([0, 1], ["ws01", "ws02"]).caption // "2 events of 2 hosts over time (UTC)."
 */
export function hostTimeline(
  times: ArrayLike<number>,
  hosts: CategoryChannel,
  options: HostTimelineOptions = {},
): Figure {
  checkOptions("hostTimeline", options, ["title", "labels", "highlight", "noun", "over", "hosts", "seed"]);
  checkChannel("hostTimeline", "hosts", { length: channelLength(hosts) }, times.length);
  const { labels, highlight = [], noun = "event", over = "host", hosts: most = 30, seed = 1 } = options;
  checkInteger("hostTimeline", "hosts", most, 1, 100);
  if (labels !== undefined) checkChannel("hostTimeline", "labels", labels, times.length);
  const channel = levelsOf(hosts);
  const loud = new Set(highlight);
  const shown = shownHosts(channel, loud, most);
  const usable = usableRows(times, channel, shown);
  const keep = usable.rows.flatMap((row, k) => (loud.has(row) ? [k] : []));
  const drawn = sampleMarks(usable.rows.length, keep, seed).map((k) => usable.rows[k]!);
  const line = new Map(shown.map((code, i) => [code, i]));
  const point = (row: number): Point => {
    const host = hoverText(channel.levels[channel.codes[row]!]);
    const text = labels === undefined ? host : `${host}<br>${hoverText(labels[row])}`;
    return { x: times[row]!, y: line.get(channel.codes[row]!)!, text };
  };
  const marked = drawn.filter((row) => loud.has(row)).map(point);
  const others = drawn.filter((row) => !loud.has(row)).map(point);
  const data = [pointTrace("others", others, CALM_MARKER)];
  if (marked.length > 0) data.push(pointTrace("marked", marked, LOUD_MARKER));
  const height = 150 + 18 * shown.length;
  const layout = baseLayout(options.title ?? `${capital(noun)}s of each ${over} over time`, height, {
    hovermode: "closest",
    showlegend: marked.length > 0,
    legend: footLegend,
    xaxis: axis("time (UTC)", { type: "date" }),
    yaxis: axis("", {
      tickvals: shown.map((_, i) => i),
      ticktext: shown.map((code) => tickText(channel.levels[code], 24)),
      range: [shown.length - 0.4, -0.6],
      ticksuffix: " ",
    }),
  });
  const counts = {
    marked: marked.length,
    drawn: drawn.length,
    all: channel.levels.length,
    shown: shown.length,
  };
  return figure(data, layout, caption(usable, counts, noun, over));
}

/** Rows with a time on a shown host; how many rows are on other hosts, and how many lack time or host. */
function usableRows(times: ArrayLike<number>, channel: Levels, shown: readonly number[]): Usable {
  const isShown = new Set(shown);
  const rows: number[] = [];
  let elsewhere = 0;
  let missing = 0;
  for (let row = 0; row < times.length; row++) {
    const code = channel.codes[row]!;
    if (!Number.isFinite(times[row]!) || code < 0) missing++;
    else if (isShown.has(code)) rows.push(row);
    else elsewhere++;
  }
  return { rows, elsewhere, missing };
}

function shownHosts(channel: Levels, loud: ReadonlySet<number>, most: number): number[] {
  const counts = countLevels(channel);
  const loudHosts = new Set<number>();
  for (const row of loud) if ((channel.codes[row] ?? -1) >= 0) loudHosts.add(channel.codes[row]!);
  const first = (code: number) => (loudHosts.has(code) ? 0 : 1);
  return channel.levels
    .map((_, code) => code)
    .sort((a, b) => first(a) - first(b) || counts[b]! - counts[a]! || a - b)
    .slice(0, most);
}

function pointTrace(name: string, points: readonly Point[], marker: Record<string, unknown>): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: points.map((p) => p.x),
    y: points.map((p) => p.y),
    customdata: points.map((p) => p.text),
    marker,
    hovertemplate: "%{customdata}<br>%{x|%Y-%m-%d %H:%M:%S} UTC<extra></extra>",
  };
}

interface Counts {
  readonly marked: number;
  readonly drawn: number;
  readonly all: number;
  readonly shown: number;
}

function caption(usable: Usable, { marked, drawn, all, shown }: Counts, noun: string, over: string): string {
  const { rows, elsewhere, missing } = usable;
  const parts = [`${plural(rows.length, noun)} of ${plural(shown, over)} over time (UTC).`];
  if (marked > 0) parts.push(`${count(marked)} marked.`);
  if (shown < all) {
    parts.push(`Not drawn: ${plural(all - shown, `less busy ${over}`)} with ${plural(elsewhere, noun)}.`);
  }
  if (missing > 0) parts.push(`Left out: ${plural(missing, noun)} without a time or ${over}.`);
  if (drawn < rows.length) parts.push(`Drawn is a seeded sample of ${count(drawn)}.`);
  return parts.join(" ");
}
