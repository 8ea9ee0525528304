import { checkInteger, checkOptions } from "../core/check";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, plural, tickText } from "./label";
import { axis, baseLayout, CALM, type FigureOptions, LOUD, logCount, MOST_LABELS, MOST_NAMED } from "./style";

/** A boundary on the score axis: scores of at least `from` are called `label`. */
export interface ScoreTier {
  readonly label: string;
  readonly from: number;
}

/** A row to find again in the distribution. */
export interface NamedScore {
  readonly label: string;
  readonly score: number;
}

/** Options of {@link scoreDistribution}. */
export interface ScoreDistributionOptions extends FigureOptions {
  /** Unit of the scores: "bits". @default "score" */
  readonly unit?: string;
  /** What one score belongs to. @default "row" */
  readonly noun?: string;
  /** Number of bins. @default 60 */
  readonly bins?: number;
  /** Boundaries drawn as dashed lines. @default none */
  readonly tiers?: readonly ScoreTier[];
  /** Rows shown by name below the bars; the twelve highest get a label. @default none */
  readonly points?: readonly NamedScore[];
}

interface Bins {
  readonly start: number;
  readonly width: number;
  readonly counts: readonly number[];
  readonly missing: number;
}

const BARS_HEIGHT = 300;
const ROW_HEIGHT = 19;
const MARGINS = 104;

/**
 * Draws how scores are spread: a histogram with logarithmic counts, tier boundaries, and named rows below it.
 *
 * For the question whether a threshold leaves a list short enough to read, and where known cases fall. Scores that
 * are not finite are left out and counted in the caption. No scores give an empty picture. O(n).
 *
 * @example
 * scoreDistribution([1, 2, 9], { unit: "bits" }).caption // "3 rows by score, in bits, from 1 to 9."
 */
export function scoreDistribution(scores: ArrayLike<number>, options: ScoreDistributionOptions = {}): Figure {
  checkOptions("scoreDistribution", options, ["title", "unit", "noun", "bins", "tiers", "points"]);
  const { unit = "score", noun = "row", bins = 60, tiers = [], points = [] } = options;
  checkInteger("scoreDistribution", "bins", bins, 1, 1000);
  const named = points
    .filter((p) => Number.isFinite(p.score))
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_NAMED);
  const histogram = binned(scores, bins);
  const rows = Math.min(named.length, MOST_LABELS + 1);
  const height = BARS_HEIGHT + rows * ROW_HEIGHT + MARGINS;
  const split = rows === 0 ? 0 : (rows * ROW_HEIGHT + 12) / (BARS_HEIGHT + rows * ROW_HEIGHT);
  const title = options.title ?? `How the scores of ${count(scores.length)} ${noun}s are spread`;
  const range = scoreRange(histogram, bins, named, tiers);
  const layout = baseLayout(title, height, {
    bargap: 0.04,
    hovermode: "closest",
    xaxis: axis(unit === "score" ? "score" : `score (${unit})`, { range, anchor: rows > 0 ? "y2" : "y" }),
    yaxis: axis(`${noun}s`, { ...logCount(Math.max(...histogram.counts, 1)), domain: [split, 1] }),
    ...(rows > 0 ? { yaxis2: stripAxis(rows, split) } : {}),
    shapes: tiers.map((tier) => tierLine(tier)),
    annotations: [...tiers.map(tierLabel), ...named.slice(0, MOST_LABELS).map(pointLabel(range))],
  });
  const data = [barTrace(histogram, noun), ...(rows > 0 ? [pointTrace(named, unit)] : [])];
  return figure(data, layout, caption(scores, histogram, named, unit, noun));
}

function binned(scores: ArrayLike<number>, bins: number): Bins {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < scores.length; i++) {
    const score = scores[i]!;
    if (!Number.isFinite(score)) continue;
    if (score < low) low = score;
    if (score > high) high = score;
  }
  if (low > high)
    return { start: 0, width: 1 / bins, counts: new Array(bins).fill(0), missing: scores.length };
  const width = (high - low || 1) / bins;
  const counts = new Array<number>(bins).fill(0);
  let missing = 0;
  for (let i = 0; i < scores.length; i++) {
    const bin = Math.min(bins - 1, Math.floor((scores[i]! - low) / width));
    if (Number.isFinite(scores[i]!)) counts[bin]!++;
    else missing++;
  }
  return { start: low, width, counts, missing };
}

function scoreRange(
  histogram: Bins,
  bins: number,
  named: readonly NamedScore[],
  tiers: readonly ScoreTier[],
): [number, number] {
  const ends = [histogram.start, histogram.start + bins * histogram.width];
  for (const point of named) ends.push(point.score);
  for (const tier of tiers) if (Number.isFinite(tier.from)) ends.push(tier.from);
  const low = Math.min(...ends);
  const high = Math.max(...ends);
  const room = (high - low || 1) * 0.03;
  return [low - room, high + room];
}

function barTrace(histogram: Bins, noun: string): Trace {
  const full = histogram.counts.flatMap((n, i) => (n > 0 ? [i] : []));
  const edge = (i: number) => histogram.start + i * histogram.width;
  return {
    type: "bar",
    x: full.map((i) => edge(i + 0.5)),
    y: full.map((i) => histogram.counts[i]!),
    width: histogram.width,
    customdata: full.map((i) => [edge(i), edge(i + 1)]),
    marker: { color: CALM },
    hovertemplate: `%{customdata[0]:.3~g} to %{customdata[1]:.3~g}<br>%{y:,} ${plotText(noun)}s<extra></extra>`,
  };
}

/** One row a point, the highest on top; those without a label share the last row. */
function pointTrace(named: readonly NamedScore[], unit: string): Trace {
  return {
    type: "scatter",
    mode: "markers",
    yaxis: "y2",
    x: named.map((p) => p.score),
    y: named.map((_, i) => Math.min(i, MOST_LABELS)),
    customdata: named.map((p) => hoverText(p.label)),
    marker: { symbol: "diamond", size: 9, color: LOUD },
    hovertemplate: `<b>%{customdata}</b><br>%{x:.4~g} ${plotText(unit)}<extra></extra>`,
  };
}

function stripAxis(rows: number, split: number): Record<string, unknown> {
  return {
    domain: [0, Math.max(0, split - 0.03)],
    range: [rows - 0.4, -0.6],
    showticklabels: false,
    showgrid: false,
    zeroline: false,
    fixedrange: true,
  };
}

function pointLabel(range: readonly [number, number]): (point: NamedScore, row: number) => unknown {
  return (point, row) => {
    const leftHalf = point.score < (range[0] + range[1]) / 2;
    return {
      x: point.score,
      y: row,
      yref: "y2",
      text: tickText(point.label),
      showarrow: false,
      xanchor: leftHalf ? "left" : "right",
      xshift: leftHalf ? 8 : -8,
      font: { size: 11 },
    };
  };
}

function tierLine(tier: ScoreTier): unknown {
  const line = { color: "#8A9099", width: 1, dash: "dash" };
  return {
    type: "line",
    layer: "below",
    xref: "x",
    yref: "paper",
    x0: tier.from,
    x1: tier.from,
    y0: 0,
    y1: 1,
    line,
  };
}

function tierLabel(tier: ScoreTier, i: number): unknown {
  return {
    x: tier.from,
    y: 1,
    yref: "paper",
    text: `${plotText(tier.label)} ›`,
    showarrow: false,
    xanchor: "left",
    yanchor: "top",
    xshift: 2,
    yshift: -15 * i,
    font: { size: 11 },
  };
}

function caption(
  scores: ArrayLike<number>,
  histogram: Bins,
  named: readonly NamedScore[],
  unit: string,
  noun: string,
): string {
  const n = scores.length - histogram.missing;
  const ends = [histogram.start, histogram.start + histogram.counts.length * histogram.width];
  const [low, high] = ends.map((x) => Number(x.toPrecision(3)));
  const inUnit = unit === "score" ? "" : `, in ${unit}`;
  const parts = [
    n === 0 ? `No ${noun} has a score.` : `${plural(n, noun)} by score${inUnit}, from ${low} to ${high}.`,
  ];
  if (histogram.missing > 0) parts.push(`Left out: ${plural(histogram.missing, noun)} without a score.`);
  if (named.length > 0) parts.push(`Below the bars: ${plural(named.length, `named ${noun}`)}.`);
  if (named.length > MOST_LABELS) parts.push(`Labels only for the ${MOST_LABELS} highest.`);
  return parts.join(" ");
}
