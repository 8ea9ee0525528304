import { plotText } from "./label";

/**
 * Colours that people with any colour vision can tell apart, on light and dark pages, in the order of use.
 *
 * Source: Okabe and Ito, Color Universal Design (2008); their black is left to the page's text.
 */
export const PALETTE = [
  "#0072B2", // blue
  "#E69F00", // orange
  "#009E73", // bluish green
  "#CC79A7", // reddish purple
  "#56B4E9", // sky blue
  "#F0E442", // yellow
] as const;
/** The colour of what a reader should look at: vermilion; used for nothing else. */
export const LOUD = "#D55E00";
/** The colour of the ordinary: the palette's blue, a little lighter, so that single points stand out on dark pages too. */
export const CALM = "#2A86C4";
/** The colour of what is left over ("other"). */
export const REST = "#8A9099";
/** Most marks that a figure draws; above, it bins or samples and says so. */
export const MOST_MARKS = 5000;
/** Most named points whose labels are drawn. */
export const MOST_LABELS = 12;
/** Most named points that are drawn at all. */
export const MOST_NAMED = 500;

const MARGIN = { l: 56, r: 16, t: 52, b: 52 };
const GRID = "rgba(128, 138, 150, 0.22)";
const LINE = "rgba(128, 138, 150, 0.6)";
// For renderers that take no colour from their page: 4.5 : 1 on white, 4.1 : 1 on black.
const TEXT = "#767676";

/** What a figure may say about itself; the same for all. */
export interface FigureOptions {
  /** Title above the picture. @default what the picture shows, in words */
  readonly title?: string;
}

/** The layout that all figures share: transparent ground, quiet grid, room for long names. */
export function baseLayout(
  title: string,
  height: number,
  more: Record<string, unknown>,
): Record<string, unknown> {
  return {
    title: {
      text: plotText(title),
      x: 0,
      xref: "container",
      xanchor: "left",
      pad: { l: 12 },
      font: { size: 16 },
    },
    height,
    autosize: true,
    paper_bgcolor: "rgba(0,0,0,0)",
    plot_bgcolor: "rgba(0,0,0,0)",
    // Without it, Plotly puts a dark box behind its buttons, since the ground is transparent.
    modebar: { bgcolor: "rgba(0,0,0,0)", color: REST, activecolor: CALM },
    font: { family: 'system-ui, "Segoe UI", sans-serif', size: 12, color: TEXT },
    colorway: PALETTE,
    margin: MARGIN,
    hoverlabel: {
      bgcolor: "#20262d",
      bordercolor: "#20262d",
      font: { color: "#ffffff", size: 12 },
      align: "left",
    },
    showlegend: false,
    ...more,
  };
}

/** An axis with its title (unit in brackets), as all figures draw it. `more` may set type, range, ticks. */
export function axis(title: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    title: { text: plotText(title), standoff: 8 },
    gridcolor: GRID,
    linecolor: LINE,
    zeroline: false,
    automargin: true,
    ...more,
  };
}

/** A legend in rows at the foot of the figure, where it takes no width from narrow pages. */
export const footLegend = {
  orientation: "h",
  traceorder: "normal",
  xref: "container",
  x: 0.02,
  xanchor: "left",
  yref: "container",
  y: 0,
  yanchor: "bottom",
  font: { size: 11 },
} as const;

/** Height of the picture itself in a figure of this height, in pixels; less where a legend needs several rows. */
export function plotHeight(height: number): number {
  return height - MARGIN.t - MARGIN.b;
}

/** A logarithmic axis for counts from 1 to `most`: ones are seen, powers of ten are written out. */
export function logCount(most: number): Record<string, unknown> {
  const top = Math.log10(Math.max(1, most));
  return { type: "log", range: [-0.3, top + 0.12 + 0.08 * top], tickformat: ",d", dtick: top < 1 ? "D2" : 1 };
}
