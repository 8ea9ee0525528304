import { checkInteger, checkOptions } from "../core/check";
import { type Figure, figure, type Trace } from "./figure";
import { count, hoverText, plotText, tickText } from "./label";
import { axis, baseLayout, type FigureOptions, footLegend, PALETTE, REST } from "./style";

/** The share of a score that one column owes. */
export interface ScorePart {
  readonly column: string;
  readonly bits: number;
  /** What the row has in that column; shown in the hover box. */
  readonly value?: string;
}

/** A row with the parts of its score, which sum to the score. */
export interface ExplainedRow {
  readonly label: string;
  readonly parts: readonly ScorePart[];
}

/** Options of {@link explanationBars}. */
export interface ExplanationBarsOptions extends FigureOptions {
  /** How many rows to draw, the highest first. @default 15 */
  readonly top?: number;
  /** Unit of the parts. @default "bits" */
  readonly unit?: string;
}

interface Ranked extends ExplainedRow {
  readonly total: number;
}

const OTHER = "other columns";

/**
 * Draws why the oddest rows are odd: one bar a row, stacked by the columns that owe the score.
 *
 * Rows are sorted by the sum of their parts and the first `top` drawn. The six columns that owe most have a colour
 * each, the rest share one. Parts that are not finite count as 0. O(rows * columns).
 *
 * @example
 * explanationBars([{ label: "a", parts: [{ column: "author", bits: 3 }] }]).caption
 *   // "The 1 highest of 1 scores, in bits, by column; most of it comes from author."
 */
export function explanationBars(rows: readonly ExplainedRow[], options: ExplanationBarsOptions = {}): Figure {
  checkOptions("explanationBars", options, ["title", "top", "unit"]);
  const { top = 15, unit = "bits" } = options;
  checkInteger("explanationBars", "top", top, 1, 200);
  const ranked = rows
    .map((row) => ({ ...row, total: sum(row.parts) }))
    .sort((a, b) => b.total - a.total)
    .slice(0, top);
  const columns = columnsByWeight(ranked);
  const named = columns.slice(0, PALETTE.length);
  const data = named.map((column, i) => partTrace(ranked, column, [column], PALETTE[i]!, unit));
  if (columns.length > named.length) {
    data.push(partTrace(ranked, OTHER, columns.slice(named.length), REST, unit));
  }
  const widest = Math.max(1e-9, ...ranked.map((row) => extent(row.parts)));
  const height = 160 + 26 * ranked.length;
  const layout = baseLayout(options.title ?? "What makes the oddest rows odd", height, {
    barmode: "relative",
    bargap: 0.3,
    hovermode: "closest",
    showlegend: true,
    legend: footLegend,
    xaxis: axis(`score (${unit})`, { range: [Math.min(0, ...ranked.map(lowest)), widest * 1.12] }),
    yaxis: axis("", {
      tickvals: ranked.map((_, i) => i),
      ticktext: ranked.map((row) => tickText(row.label)),
      range: [ranked.length - 0.4, -0.6],
      showgrid: false,
      ticksuffix: " ",
    }),
  });
  return figure([...data, totalTrace(ranked)], layout, caption(rows.length, ranked.length, columns[0], unit));
}

function partTrace(
  rows: readonly Ranked[],
  name: string,
  columns: readonly string[],
  color: string,
  unit: string,
): Trace {
  const wanted = new Set(columns);
  const parts = rows.map((row) => row.parts.filter((part) => wanted.has(part.column)));
  return {
    type: "bar",
    orientation: "h",
    name: tickText(name, 24),
    y: rows.map((_, i) => i),
    x: parts.map(sum),
    customdata: rows.map((row, i) => [hoverText(row.label), parts[i]!.map(partText).join("<br>")]),
    marker: { color, line: { width: 0 } },
    hovertemplate: `<b>%{customdata[0]}</b><br>%{customdata[1]}<br>%{x:.2f} ${plotText(unit)}<extra></extra>`,
  };
}

function partText(part: ScorePart): string {
  return part.value === undefined
    ? plotText(part.column)
    : `${plotText(part.column)} = ${hoverText(part.value)}`;
}

/** The sum of each row, written behind its bar. */
function totalTrace(rows: readonly Ranked[]): Trace {
  return {
    type: "scatter",
    mode: "text",
    x: rows.map((row) => extent(row.parts)),
    y: rows.map((_, i) => i),
    text: rows.map((row) => ` ${row.total.toFixed(1)}`),
    textposition: "middle right",
    textfont: { size: 11 },
    showlegend: false,
    hoverinfo: "skip",
    cliponaxis: false,
  };
}

function columnsByWeight(rows: readonly ExplainedRow[]): string[] {
  const weights = new Map<string, number>();
  for (const row of rows) {
    for (const part of row.parts) {
      weights.set(part.column, (weights.get(part.column) ?? 0) + Math.abs(finite(part.bits)));
    }
  }
  return [...weights].sort((a, b) => b[1] - a[1]).map(([column]) => column);
}

function sum(parts: readonly ScorePart[]): number {
  return parts.reduce((total, part) => total + finite(part.bits), 0);
}

function extent(parts: readonly ScorePart[]): number {
  return parts.reduce((total, part) => total + Math.max(0, finite(part.bits)), 0);
}

function lowest(row: ExplainedRow): number {
  return row.parts.reduce((total, part) => total + Math.min(0, finite(part.bits)), 0);
}

function finite(x: number): number {
  return Number.isFinite(x) ? x : 0;
}

function caption(all: number, drawn: number, heaviest: string | undefined, unit: string): string {
  if (heaviest === undefined) return "No rows to explain.";
  const which = `The ${count(drawn)} highest of ${count(all)} scores, in ${unit}`;
  return `${which}, by column; most of it comes from ${heaviest}.`;
}
