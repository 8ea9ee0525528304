import { checkOptions } from "../core/check";
import { random } from "../core/random";
import { checkChannel } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural } from "./label";
import { pointLabels } from "./pointLabels";
import { sampleMarks } from "./sample";
import { axis, baseLayout, CALM, type FigureOptions, LOUD, logCount, MOST_LABELS } from "./style";

/** Options of {@link rarityScore}. */
export interface RarityScoreOptions extends FigureOptions {
  /** One text a row, shown in the hover box and beside highlighted points. @default the row number */
  readonly labels?: readonly string[];
  /** Row numbers of what should have been found. @default none */
  readonly highlight?: readonly number[];
  /** Unit of the scores. @default "score" */
  readonly unit?: string;
  /** What one row is. @default "value" */
  readonly noun?: string;
  /** Chooses the sample above 5,000 points, and how far points are spread. @default 1 */
  readonly seed?: number;
}

interface Point {
  readonly row: number;
  readonly hosts: number;
  readonly score: number;
}

const HEIGHT = 460;

/**
 * Draws rarity against score: on how many hosts a value is seen, and how odd the detector finds it.
 *
 * For the question whether a score says more than counting does: top left is rare and odd, bottom left is rare but
 * ordinary. `hosts` (at least 1) and `scores` have one entry a row; rows with other numbers are left out and counted.
 * Points are spread sideways by up to 8 % so that equal ones do not hide each other; the hover box has the true
 * number. Above 5,000 points a seeded sample is drawn with the highlighted rows in it. O(n log n).
 *
 * @example
 * rarityScore([1, 9], [7.5, 0.2], { noun: "task" }).caption // "2 tasks by number of hosts and score."
 */
export function rarityScore(
  hosts: ArrayLike<number>,
  scores: ArrayLike<number>,
  options: RarityScoreOptions = {},
): Figure {
  checkOptions("rarityScore", options, ["title", "labels", "highlight", "unit", "noun", "seed"]);
  const { labels, highlight = [], unit = "score", noun = "value", seed = 1 } = options;
  checkChannel("rarityScore", "scores", scores, hosts.length);
  if (labels !== undefined) checkChannel("rarityScore", "labels", labels, hosts.length);
  const loud = new Set(highlight);
  const points: Point[] = [];
  for (let row = 0; row < hosts.length; row++) {
    if (hosts[row]! >= 1 && Number.isFinite(hosts[row]!) && Number.isFinite(scores[row]!)) {
      points.push({ row, hosts: hosts[row]!, score: scores[row]! });
    }
  }
  const keep = points.flatMap((p, k) => (loud.has(p.row) ? [k] : []));
  const drawn = sampleMarks(points.length, keep, seed).map((k) => points[k]!);
  const marked = drawn.filter((p) => loud.has(p.row)).sort((a, b) => b.score - a.score);
  const name = (p: Point) => labels?.[p.row] ?? `row ${p.row}`;
  const range = padded(points);
  const mostHosts = points.reduce((most, p) => Math.max(most, p.hosts), 1);
  const scoreTitle = unit === "score" ? "score" : `score (${unit})`;
  const layout = baseLayout(options.title ?? `Rarity and score of ${count(points.length)} ${noun}s`, HEIGHT, {
    hovermode: "closest",
    xaxis: axis("hosts", logCount(mostHosts)),
    yaxis: axis(scoreTitle, { range }),
    annotations: pointLabels(
      marked.slice(0, MOST_LABELS).map((p) => ({ x: p.hosts, y: p.score, label: name(p) })),
      range,
      Math.log10(mostHosts) / 2,
      HEIGHT,
    ),
  });
  const calm = drawn.filter((p) => !loud.has(p.row));
  const data = [
    pointTrace(calm, name, unit, seed),
    ...(marked.length > 0 ? [markTrace(marked, name, unit)] : []),
  ];
  return figure(data, layout, caption(hosts.length, points.length, drawn.length, marked.length, noun));
}

function padded(points: readonly Point[]): [number, number] {
  const low = points.reduce((least, p) => Math.min(least, p.score), Number.POSITIVE_INFINITY);
  const high = points.reduce((most, p) => Math.max(most, p.score), Number.NEGATIVE_INFINITY);
  if (low > high) return [0, 1];
  const room = (high - low || 1) * 0.06;
  return [low - room, high + room];
}

function pointTrace(points: readonly Point[], name: (p: Point) => string, unit: string, seed: number): Trace {
  const source = random(seed).fork("rarityScore");
  return {
    type: "scatter",
    mode: "markers",
    x: points.map((p) => p.hosts * 1.08 ** (2 * source.next() - 1)),
    y: points.map((p) => p.score),
    customdata: points.map((p) => [hoverText(name(p)), p.hosts]),
    marker: { color: CALM, size: 6, opacity: 0.65 },
    hovertemplate: hoverTemplate(unit),
  };
}

function markTrace(points: readonly Point[], name: (p: Point) => string, unit: string): Trace {
  return {
    type: "scatter",
    mode: "markers",
    x: points.map((p) => p.hosts),
    y: points.map((p) => p.score),
    customdata: points.map((p) => [hoverText(name(p)), p.hosts]),
    marker: { color: LOUD, symbol: "diamond", size: 11, line: { width: 1.5, color: "#ffffff" } },
    hovertemplate: hoverTemplate(unit),
  };
}

function hoverTemplate(unit: string): string {
  return `<b>%{customdata[0]}</b><br>hosts: %{customdata[1]:,}<br>%{y:.4~g} ${plotText(unit)}<extra></extra>`;
}

function caption(all: number, usable: number, drawn: number, marked: number, noun: string): string {
  const parts = [`${plural(usable, noun)} by number of hosts and score.`];
  if (marked > 0) parts.push(`${count(marked)} marked by name.`);
  if (usable < all) parts.push(`Left out: ${plural(all - usable, noun)} without a host count or score.`);
  if (drawn < usable) parts.push(`Drawn is a seeded sample of ${count(drawn)}.`);
  return parts.join(" ");
}
