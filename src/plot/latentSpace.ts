import { checkInteger, checkOptions } from "../core/check";
import type { Matrix } from "../core/matrix";
import {
  type CategoryChannel,
  channelLength,
  checkChannel,
  countLevels,
  type Levels,
  levelsOf,
} from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plural, tickText } from "./label";
import { pointLabels } from "./pointLabels";
import { sampleMarks } from "./sample";
import {
  axis,
  baseLayout,
  CALM,
  type FigureOptions,
  footLegend,
  LOUD,
  MOST_LABELS,
  PALETTE,
  REST,
} from "./style";

/** From the outermost named point to the names, as a share of the width. */
const LABEL_GAP = 0.04;

/** Options of {@link latentSpace}. */
export interface LatentSpaceOptions extends FigureOptions {
  /** Which two columns to draw. @default [0, 1] */
  readonly axes?: readonly [number, number];
  /** One text a row, by which points are coloured; the five most frequent have a colour each. @default one colour */
  readonly groups?: CategoryChannel;
  /** One text a row, shown in the hover box and beside highlighted points. @default the row number */
  readonly labels?: readonly (string | null)[];
  /** Row numbers of what should be found again. @default none */
  readonly highlight?: readonly number[];
  /** What one row is. @default "row" */
  readonly noun?: string;
  /** Chooses the sample above 5,000 points. @default 1 */
  readonly seed?: number;
}

const HEIGHT = 480;
const COLORED = 5;
/** Pixels that the legend takes from the picture. */
const LEGEND = 32;
/** Labels stand on a ground of their own: the map below them is full. */
const ON_POINTS = { bgcolor: "#20262d", borderpad: 1, font: { size: 11, color: "#ffffff" } } as const;

/** What the traces need of the rows. */
interface Points {
  x(row: number): number;
  y(row: number): number;
  name(row: number): string;
}

/**
 * Draws the narrow layer of an autoencoder as a map: rows that the network cannot tell apart lie in one place.
 *
 * For the question what a network has learned: whether groups form, and whether what should be odd has a place of its
 * own (then it is copied well, and not odd to the network). `latent` is what `model.latent(x)` gives; two of its columns
 * are drawn. Above 5,000 points a seeded sample is drawn with the highlighted rows in it. O(n).
 *
 * @example
 * const unit = (name) => ({ name, type: { kind: "number" } })
 * latentSpace({ data: Float32Array.of(0, 1, 2, 3), rows: 2, columns: [unit("unit 1"), unit("unit 2")] }).caption // "2 rows by unit 1 and unit 2."
 */
export function latentSpace(latent: Matrix, options: LatentSpaceOptions = {}): Figure {
  checkOptions("latentSpace", options, ["title", "axes", "groups", "labels", "highlight", "noun", "seed"]);
  const { axes = [0, 1], groups, labels, highlight = [], noun = "row", seed = 1 } = options;
  const width = latent.columns.length;
  for (const one of axes) checkInteger("latentSpace", "axes", one, 0, width - 1);
  if (groups !== undefined) {
    checkChannel("latentSpace", "groups", { length: channelLength(groups) }, latent.rows);
  }
  if (labels !== undefined) checkChannel("latentSpace", "labels", labels, latent.rows);
  const points: Points = {
    x: (row) => latent.data[row * width + axes[0]]!,
    y: (row) => latent.data[row * width + axes[1]]!,
    name: (row) => labels?.[row] ?? `row ${row}`,
  };
  const loud = new Set(highlight.filter((row) => row >= 0 && row < latent.rows));
  const drawn = sampleMarks(latent.rows, loud, seed);
  const calm = drawn.filter((row) => !loud.has(row));
  const marked = [...loud].sort((a, b) => points.y(b) - points.y(a));
  const [across, upwards] = axes.map((one) => latent.columns[one]!.name) as [string, string];
  const range = rangeOf(drawn.map(points.y));
  const layout = baseLayout(options.title ?? "What the narrow layer makes of the rows", HEIGHT, {
    hovermode: "closest",
    showlegend: groups !== undefined,
    legend: footLegend,
    ...(groups === undefined ? {} : { margin: { l: 56, r: 16, t: 52, b: 52 + LEGEND } }),
    xaxis: axis(across, { range: rangeOf(drawn.map(points.x)) }),
    yaxis: axis(upwards, { range }),
    annotations: labelsOf(points, marked, drawn, range, groups === undefined ? HEIGHT : HEIGHT - LEGEND),
  });
  const parts =
    groups === undefined ? [{ name: noun, color: CALM, rows: calm }] : groupsOf(levelsOf(groups), calm);
  const data = parts.map((part) => partTrace(points, part));
  if (marked.length > 0) data.push(markTrace(points, marked));
  const named = marked.length > 0 ? ` ${count(marked.length)} marked by name.` : "";
  const sampled = drawn.length < latent.rows ? ` Drawn is a seeded sample of ${count(drawn.length)}.` : "";
  return figure(data, layout, `${plural(latent.rows, noun)} by ${across} and ${upwards}.${named}${sampled}`);
}

interface Part {
  readonly name: string;
  readonly color: string;
  readonly rows: readonly number[];
}

/** The most frequent groups, then the rest together. */
function groupsOf(levels: Levels, rows: readonly number[]): Part[] {
  const counts = countLevels(levels);
  const order = Array.from(counts.keys()).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const place = new Map(order.slice(0, COLORED).map((code, i) => [code, i]));
  const parts = order.slice(0, COLORED).map((code, i) => ({
    ...{ name: levels.levels[code]!, color: PALETTE[i]! as string },
    rows: rows.filter((row) => place.get(levels.codes[row]!) === i),
  }));
  const rest = rows.filter((row) => !place.has(levels.codes[row]!));
  return [...(rest.length > 0 ? [{ name: "other", color: REST, rows: rest }] : []), ...parts];
}

function partTrace({ x, y, name }: Points, { name: group, color, rows }: Part): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name: tickText(group, 24),
    x: rows.map(x),
    y: rows.map(y),
    customdata: rows.map((row) => hoverText(name(row))),
    marker: { color, size: 6, opacity: 0.65 },
    hovertemplate: `<b>%{customdata}</b><br>${hoverText(group)}<extra></extra>`,
  };
}

function markTrace({ x, y, name }: Points, rows: readonly number[]): Trace {
  return {
    type: "scatter",
    mode: "markers",
    showlegend: false,
    x: rows.map(x),
    y: rows.map(y),
    customdata: rows.map((row) => hoverText(name(row))),
    marker: { color: LOUD, symbol: "diamond", size: 11, line: { width: 1.5, color: "#ffffff" } },
    hovertemplate: "<b>%{customdata}</b><extra></extra>",
  };
}

function labelsOf(
  { x, y, name }: Points,
  marked: readonly number[],
  drawn: readonly number[],
  range: readonly [number, number],
  height: number,
): unknown[] {
  const [left, right] = rangeOf(drawn.map(x));
  const named = marked.slice(0, MOST_LABELS).map((row) => ({ x: x(row), y: y(row), label: name(row) }));
  const linear = { placeOf: (place: number) => place, gap: (right - left) * LABEL_GAP };
  const labels = pointLabels(named, range, (left + right) / 2, height, linear);
  return labels.map((label) => ({ ...label, ...ON_POINTS }));
}

function rangeOf(values: readonly number[]): [number, number] {
  const low = values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const high = values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (low > high) return [0, 1];
  const room = (high - low || 1) * 0.06;
  return [low - room, high + room];
}
