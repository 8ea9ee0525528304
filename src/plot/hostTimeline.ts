import { checkOptions } from "../core/check";
import { type CategoryChannel, channelLength, checkChannel, countLevels, levelsOf } from "./channel";
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
  /** Most hosts drawn: those with highlighted rows first, then the busiest. @default 30 */
  readonly hosts?: number;
  /** Chooses the sample when there are more than 5,000 points. @default 1 */
  readonly seed?: number;
}

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
  checkOptions("hostTimeline", options, ["title", "labels", "highlight", "noun", "hosts", "seed"]);
  checkChannel("hostTimeline", "hosts", { length: channelLength(hosts) }, times.length);
  const { labels, highlight = [], noun = "event", hosts: most = 30, seed = 1 } = options;
  if (labels !== undefined) checkChannel("hostTimeline", "labels", labels, times.length);
  const channel = levelsOf(hosts);
  const loud = new Set(highlight);
  const shown = shownHosts(channel, loud, most);
  const line = new Map(shown.map((code, i) => [code, i]));
  const rows: number[] = [];
  for (let i = 0; i < times.length; i++) {
    if (Number.isFinite(times[i]!) && line.has(channel.codes[i]!)) rows.push(i);
  }
  const keep = rows.flatMap((row, k) => (loud.has(row) ? [k] : []));
  const drawn = sampleMarks(rows.length, keep, seed).map((k) => rows[k]!);
  const point = (row: number) => ({ x: times[row]!, y: line.get(channel.codes[row]!)! });
  const text = (row: number) => {
    const host = hoverText(channel.levels[channel.codes[row]!]);
    return labels === undefined ? host : `${host}<br>${hoverText(labels[row])}`;
  };
  const calmRows = drawn.filter((row) => !loud.has(row));
  const loudRows = drawn.filter((row) => loud.has(row));
  const data = [
    pointTrace("others", calmRows, point, text, false),
    ...(loudRows.length > 0 ? [pointTrace("marked", loudRows, point, text, true)] : []),
  ];
  const height = 150 + 18 * shown.length;
  const layout = baseLayout(options.title ?? `${capital(noun)}s of each host over time`, height, {
    hovermode: "closest",
    showlegend: loudRows.length > 0,
    legend: footLegend,
    xaxis: axis("time (UTC)", { type: "date" }),
    yaxis: axis("", {
      tickvals: shown.map((_, i) => i),
      ticktext: shown.map((code) => tickText(channel.levels[code], 24)),
      range: [shown.length - 0.4, -0.6],
      ticksuffix: " ",
    }),
  });
  return figure(
    data,
    layout,
    caption(times.length, rows.length, drawn.length, channel.levels.length, shown, noun),
  );
}

function shownHosts(channel: ReturnType<typeof levelsOf>, loud: ReadonlySet<number>, most: number): number[] {
  const counts = countLevels(channel);
  const loudHosts = new Set<number>();
  for (const row of loud) if ((channel.codes[row] ?? -1) >= 0) loudHosts.add(channel.codes[row]!);
  const first = (code: number) => (loudHosts.has(code) ? 0 : 1);
  return channel.levels
    .map((_, code) => code)
    .sort((a, b) => first(a) - first(b) || counts[b]! - counts[a]! || a - b)
    .slice(0, most);
}

function pointTrace(
  name: string,
  rows: readonly number[],
  point: (row: number) => { x: number; y: number },
  text: (row: number) => string,
  loud: boolean,
): Trace {
  const points = rows.map(point);
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: points.map((p) => p.x),
    y: points.map((p) => p.y),
    customdata: rows.map(text),
    marker: loud
      ? { color: LOUD, symbol: "diamond", size: 11, line: { width: 1, color: "#ffffff" } }
      : { color: CALM, size: 5, opacity: 0.65 },
    hovertemplate: "%{customdata}<br>%{x|%Y-%m-%d %H:%M:%S} UTC<extra></extra>",
  };
}

function caption(
  all: number,
  timed: number,
  drawn: number,
  hosts: number,
  shown: readonly number[],
  noun: string,
): string {
  const parts = [`${plural(timed, noun)} of ${plural(shown.length, "host")} over time (UTC).`];
  if (shown.length < hosts) parts.push(`${count(hosts - shown.length)} less busy hosts are not drawn.`);
  if (timed < all) parts.push(`Left out: ${plural(all - timed, noun)} without a time or host.`);
  if (drawn < timed) parts.push(`Drawn is a seeded sample of ${count(drawn)}.`);
  return parts.join(" ");
}
