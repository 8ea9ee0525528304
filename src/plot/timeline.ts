import { checkNumber, checkOptions } from "../core/check";
import { callouts, calloutText, ROW_HEIGHT } from "./callout";
import { type CategoryChannel, channelLength, checkChannel, countLevels, levelsOf } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { capital, hoverText, plotText, plural, tickText } from "./label";
import {
  axis,
  baseLayout,
  type FigureOptions,
  footLegend,
  LOUD,
  MOST_LABELS,
  MOST_NAMED,
  PALETTE,
  plotHeight,
  REST,
} from "./style";

/** A moment to point at. */
export interface TimeMark {
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
  readonly label: string;
}

/** Options of {@link timeline}. */
export interface TimelineOptions extends FigureOptions {
  /** Width of a bar in hours. @default by the span: an hour, a day or a week; at most 400 bars */
  readonly stepHours?: number;
  /** What one row is. @default "event" */
  readonly noun?: string;
  /** Moments marked by a line; the first twelve are named. @default none */
  readonly marks?: readonly TimeMark[];
}

interface Series {
  readonly name: string;
  /** One count a step. */
  readonly counts: Float64Array;
}

interface Steps {
  readonly start: number;
  readonly step: number;
  readonly bars: number;
  readonly missing: number;
}

const HOUR = 3_600_000;
const MOST_BARS = 400;
const HEIGHT = 400;

/**
 * Draws how many events there are per hour, day or week, stacked by category.
 *
 * `times` are milliseconds since 1970 UTC (NaN is missing: left out and counted in the caption); `categories` has
 * one entry a row. The five most frequent categories have a colour each, the rest share one. Steps start at
 * midnight UTC; always at most 400 bars, so a single clock error does not cost memory. O(n).
 *
 * @example
 * timeline([0, 1000, NaN], ["logon", "logon", "task"]).caption
 *   // "2 events per hour (UTC) from 1970-01-01 to 1970-01-01. Left out: 1 event without a time."
 */
export function timeline(
  times: ArrayLike<number>,
  categories: CategoryChannel,
  options: TimelineOptions = {},
): Figure {
  checkOptions("timeline", options, ["title", "stepHours", "noun", "marks"]);
  checkChannel("timeline", "categories", { length: channelLength(categories) }, times.length);
  const { stepHours, noun = "event", marks = [] } = options;
  if (stepHours !== undefined) checkNumber("timeline", "stepHours", stepHours, 0.01, 10_000);
  const steps = chooseSteps(times, stepHours);
  const series = countByStep(times, categories, steps);
  const per = stepName(steps.step);
  const height = HEIGHT + ROW_HEIGHT * Math.min(marks.length, MOST_LABELS);
  const notes = markNotes(marks, steps, height);
  const layout = baseLayout(options.title ?? `${capital(noun)}s per ${per}`, height, {
    barmode: "stack",
    bargap: 0.1,
    hovermode: "closest",
    showlegend: series.length > 1,
    legend: footLegend,
    xaxis: axis("time (UTC)", { type: "date", showgrid: false }),
    yaxis: axis(`${noun}s per ${per}`, { rangemode: "tozero", domain: [0, notes.barsTop] }),
    shapes: notes.shapes,
    annotations: notes.annotations,
  });
  const data = series.map((one, i) => barTrace(one, steps, noun, colour(one.name, i)));
  return figure(data, layout, caption(times.length, steps, noun, per));
}

function chooseSteps(times: ArrayLike<number>, stepHours: number | undefined): Steps {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  let missing = 0;
  for (let i = 0; i < times.length; i++) {
    const time = times[i]!;
    if (!Number.isFinite(time)) {
      missing++;
      continue;
    }
    if (time < low) low = time;
    if (time > high) high = time;
  }
  if (low > high) return { start: 0, step: HOUR, bars: 0, missing };
  const span = high - low;
  let step = (stepHours ?? (span <= 72 * HOUR ? 1 : span <= 24 * MOST_BARS * HOUR ? 24 : 168)) * HOUR;
  while (span / step > MOST_BARS - 1) step *= 2;
  const start = Math.floor(low / step) * step;
  return { start, step, bars: Math.floor((high - start) / step) + 1, missing };
}

function countByStep(times: ArrayLike<number>, categories: CategoryChannel, steps: Steps): Series[] {
  const channel = levelsOf(categories);
  const totals = countLevels(channel);
  const ranked = channel.levels.map((_, code) => code).sort((a, b) => totals[b]! - totals[a]!);
  // Vermilion is kept for marks and yellow is weak on white: five colours and one for the rest.
  const named = ranked.slice(0, ranked.length > 6 ? 5 : 6).slice(0, PALETTE.length - 1);
  const place = new Map(named.map((code, i) => [code, i]));
  const counts = Array.from({ length: named.length + 1 }, () => new Float64Array(steps.bars));
  for (let i = 0; i < times.length; i++) {
    if (!Number.isFinite(times[i]!)) continue;
    const bar = Math.floor((times[i]! - steps.start) / steps.step);
    counts[place.get(channel.codes[i]!) ?? named.length]![bar]!++;
  }
  const names = [...named.map((code) => channel.levels[code]!), "other"];
  return names
    .map((name, i) => ({ name, counts: counts[i]! }))
    .filter((one, i) => i < named.length || one.counts.some((n) => n > 0));
}

function barTrace(series: Series, steps: Steps, noun: string, color: string): Trace {
  const full = [...series.counts.keys()].filter((i) => series.counts[i]! > 0);
  return {
    type: "bar",
    name: tickText(series.name, 28),
    x: full.map((i) => steps.start + i * steps.step),
    y: full.map((i) => series.counts[i]!),
    width: steps.step * 0.9,
    offset: steps.step * 0.05,
    customdata: full.map(() => hoverText(series.name)),
    marker: { color, line: { width: 0 } },
    hovertemplate: `%{customdata}<br>%{x|%Y-%m-%d %H:%M} UTC<br>%{y:,} ${plotText(noun)}s<extra></extra>`,
  };
}

function colour(name: string, i: number): string {
  return name === "other" ? REST : (PALETTE[i] ?? REST);
}

/** Marks have their names in rows above the bars; each line ends at its name. */
function markNotes(marks: readonly TimeMark[], steps: Steps, height: number) {
  const timed = marks.filter((mark) => Number.isFinite(mark.time)).sort((a, b) => a.time - b.time);
  const labelled = timed.slice(0, MOST_LABELS);
  const span = Math.max(1, steps.bars) * steps.step;
  const places = callouts(labelled.map((mark) => (mark.time - steps.start) / span));
  const rowPart = ROW_HEIGHT / plotHeight(height);
  const top = (i: number) => (i < labelled.length ? 1 - (labelled.length - 1 - places[i]!.row) * rowPart : 1);
  const shapes = timed.slice(0, MOST_NAMED).map((mark, i) => ({
    type: "line",
    xref: "x",
    yref: "paper",
    x0: mark.time,
    x1: mark.time,
    y0: 0,
    y1: top(i),
    line: { color: LOUD, width: 1.5, dash: "dot" },
  }));
  const annotations = labelled.map((mark, i) => ({
    ...calloutText(mark.label, places[i]!.side),
    x: mark.time,
    y: top(i),
    yref: "paper",
    yanchor: "top",
    xshift: places[i]!.side === "left" ? -3 : 3,
    showarrow: false,
  }));
  return { shapes, annotations, barsTop: 1 - labelled.length * rowPart };
}

function stepName(step: number): string {
  const hours = step / HOUR;
  if (hours === 1) return "hour";
  if (hours === 24) return "day";
  if (hours === 168) return "week";
  return hours > 48 && hours % 24 === 0 ? `${hours / 24} days` : `${Number(hours.toFixed(2))} hours`;
}

function caption(rows: number, steps: Steps, noun: string, per: string): string {
  const n = rows - steps.missing;
  const day = (time: number) => {
    const date = new Date(time);
    return Number.isNaN(date.getTime()) ? "an impossible date" : date.toISOString().slice(0, 10);
  };
  const last = steps.start + Math.max(0, steps.bars - 1) * steps.step;
  const parts = [
    n === 0
      ? `No ${noun} has a time.`
      : `${plural(n, noun)} per ${per} (UTC) from ${day(steps.start)} to ${day(last)}.`,
  ];
  if (steps.missing > 0) parts.push(`Left out: ${plural(steps.missing, noun)} without a time.`);
  return parts.join(" ");
}
