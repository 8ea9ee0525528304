import { checkInteger, checkOptions } from "../core/check";
import { callouts, calloutText, ROW_HEIGHT } from "./callout";
import { checkChannel } from "./channel";
import { type Figure, figure, type Trace } from "./figure";
import { capital, count, hoverText, keepEnd, plotText, plural, share } from "./label";
import { sampleMarks } from "./sample";
import {
  axis,
  baseLayout,
  CALM,
  type FigureOptions,
  footLegend,
  LOUD,
  logCount,
  MOST_LABELS,
  MOST_NAMED,
  plotHeight,
} from "./style";

/** Options of {@link longTail}. */
export interface LongTailOptions extends FigureOptions {
  /** What one value is: "task", "image". @default "value" */
  readonly noun?: string;
  /** What is counted: "hosts", "events". @default "hosts" */
  readonly unit?: string;
  /** The rare end: values counted at most this often. @default 1 */
  readonly rareUpTo?: number;
  /** Values to mark by name, such as those planted. @default none */
  readonly highlight?: readonly string[];
  /** Counts on a logarithmic axis. @default true */
  readonly log?: boolean;
  /** Chooses the sample when there are more than 5,000 values. @default 1 */
  readonly seed?: number;
}

interface Tail {
  /** Text of each value, from the most to the least frequent. */
  readonly values: readonly string[];
  readonly counts: readonly number[];
  /** Positions of the highlighted values. */
  readonly marked: readonly number[];
  /** Position of the first value of the rare end. */
  readonly rareFrom: number;
}

const HEIGHT = 440;

/**
 * Draws a stack as its long tail: values from the most to the least frequent, the rare end in another colour.
 *
 * For the first question of stacking: how long is the list that someone would have to read? `values` and `counts`
 * have one entry a value, in any order; equal counts keep their order. Above 5,000 values a seeded sample is drawn
 * at true ranks (with both ends and the highlighted ones), and the caption says so. O(n log n).
 *
 * @example
 * longTail(["a", "b"], [9, 1], { noun: "task" }).caption.slice(0, 32) // "2 tasks, stacked by hosts; the r"
 */
export function longTail(
  values: readonly string[],
  counts: ArrayLike<number>,
  options: LongTailOptions = {},
): Figure {
  checkOptions("longTail", options, ["title", "noun", "unit", "rareUpTo", "highlight", "log", "seed"]);
  const { noun = "value", unit = "hosts", rareUpTo = 1, highlight = [], log = true, seed = 1 } = options;
  checkInteger("longTail", "rareUpTo", rareUpTo, 0);
  checkChannel("longTail", "counts", counts, values.length);
  const tail = sorted(values, counts, new Set(highlight), rareUpTo);
  const last = values.length - 1;
  const drawn = sampleMarks(values.length, last < 0 ? [] : [0, last, ...tail.marked], seed);
  const data = [
    barTrace(tail, drawn, false, `more than ${rareUpTo}`, unit),
    barTrace(tail, drawn, true, `rare end: at most ${rareUpTo}`, unit),
    ...(tail.marked.length > 0 ? [markTrace(tail, unit)] : []),
  ];
  const title = options.title ?? `${capital(noun)}s by number of ${unit}`;
  const labels = Math.min(tail.marked.length, MOST_LABELS);
  const height = HEIGHT + labels * ROW_HEIGHT;
  const yaxis = countAxis(tail, unit, log, labels, height);
  const layout = baseLayout(title, height, {
    showlegend: true,
    legend: footLegend,
    hovermode: "x",
    bargap: 0,
    xaxis: axis(`rank of the ${noun}, most frequent first`, { showgrid: false, range: [0.5, last + 1.5] }),
    yaxis,
    annotations: markLabels(tail, log, yaxis.range, height),
  });
  return figure(data, layout, caption(tail, drawn.length, noun, unit, rareUpTo, highlight));
}

function sorted(
  values: readonly string[],
  counts: ArrayLike<number>,
  highlight: ReadonlySet<string>,
  rareUpTo: number,
): Tail {
  const order = values.map((_, i) => i).sort((a, b) => counts[b]! - counts[a]! || a - b);
  const names = order.map((i) => values[i]!);
  const sortedCounts = order.map((i) => counts[i]!);
  const first = sortedCounts.findIndex((n) => n <= rareUpTo);
  return {
    values: names,
    counts: sortedCounts,
    marked: names.flatMap((name, i) => (highlight.has(name) ? [i] : [])).slice(-MOST_NAMED),
    rareFrom: first < 0 ? names.length : first,
  };
}

/** Bars that touch: where values are left out by sampling, their neighbours widen to fill the place. */
function barTrace(tail: Tail, drawn: readonly number[], rare: boolean, name: string, unit: string): Trace {
  const x: number[] = [];
  const width: number[] = [];
  const y: number[] = [];
  const customdata: string[] = [];
  drawn.forEach((position, k) => {
    if (position >= tail.rareFrom !== rare) return;
    const from = k === 0 ? 0 : position;
    const to = drawn[k + 1] ?? position + 1;
    x.push((from + to) / 2 + 0.5);
    width.push(to - from);
    y.push(tail.counts[position]!);
    customdata.push(hoverText(tail.values[position]!));
  });
  return {
    type: "bar",
    name,
    x,
    y,
    width,
    customdata,
    marker: { color: rare ? LOUD : CALM, line: { width: 0 } },
    hovertemplate: `%{customdata}<br>%{y:,} ${plotText(unit)}<extra></extra>`,
  };
}

function markTrace(tail: Tail, unit: string): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name: "marked",
    x: tail.marked.map((i) => i + 1),
    y: tail.marked.map((i) => tail.counts[i]!),
    customdata: tail.marked.map((i) => hoverText(tail.values[i]!)),
    marker: { symbol: "diamond", size: 9, color: LOUD, line: { width: 1.5, color: "#ffffff" } },
    hovertemplate: `<b>%{customdata}</b><br>%{y:,} ${plotText(unit)}<extra></extra>`,
  };
}

/** The count axis, with room for the labels above the highest bar. */
function countAxis(tail: Tail, unit: string, log: boolean, labels: number, height: number) {
  const most = Math.max(1, tail.counts[0] ?? 1);
  const base = log ? logCount(most) : { range: [0, most * 1.05] };
  const [low, high] = base.range as [number, number];
  const free = 1 - (labels * ROW_HEIGHT) / plotHeight(height);
  return { ...axis(unit, base), range: [low, low + (high - low) / free] };
}

function markLabels(tail: Tail, log: boolean, range: readonly number[], height: number): unknown[] {
  const labelled = tail.marked.slice(-MOST_LABELS);
  const places = callouts(labelled.map((position) => position / tail.values.length));
  const perPixel = (range[1]! - range[0]!) / plotHeight(height);
  return labelled.map((position, i) => {
    const { row, side } = places[i]!;
    const rowY = range[1]! - (labelled.length - row - 0.5) * ROW_HEIGHT * perPixel;
    return {
      ...calloutText(tail.values[position]!, side),
      x: position + 1,
      y: log ? Math.log10(Math.max(1, tail.counts[position]!)) : tail.counts[position]!,
      axref: "x",
      ayref: "y",
      ax: position + 1,
      ay: rowY,
      showarrow: true,
      standoff: 5,
    };
  });
}

function caption(
  tail: Tail,
  drawn: number,
  noun: string,
  unit: string,
  rareUpTo: number,
  highlight: readonly string[],
): string {
  const n = tail.values.length;
  const rare = n - tail.rareFrom;
  const absent = highlight.filter((name) => !tail.marked.some((i) => tail.values[i] === name));
  const parts = [
    `${plural(n, noun)}, stacked by ${unit}; the rare end (at most ${rareUpTo}) holds ${count(rare)} of them (${share(rare, n)}).`,
  ];
  if (tail.marked.length > 0) parts.push(`Marked: ${tail.marked.length} by name.`);
  if (absent.length > 0) parts.push(`Not in the stack: ${absent.map((name) => keepEnd(name)).join(", ")}.`);
  if (drawn < n) parts.push(`Drawn is a seeded sample of ${count(drawn)}, at true ranks.`);
  return parts.join(" ");
}
