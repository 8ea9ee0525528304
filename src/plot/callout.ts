import { tickText } from "./label";
import { LOUD } from "./style";

/** Height of one row of labels, in pixels. */
export const ROW_HEIGHT = 15;

/** A label above the picture: which row it stands in (0 is the lowest) and to which side of its line it runs. */
export interface Callout {
  readonly row: number;
  readonly side: "left" | "right";
}

/**
 * Rows for labels of points along an axis, so that no label lies on another.
 *
 * `positions` ascend in [0, 1] of the axis. Labels run towards the middle: those of the right part to the left, in
 * rows that rise to the right, above those of the left part, in rows that fall to the right. O(n).
 *
 * @example
 * callouts([0.1, 0.8, 0.9]).map((c) => c.row) // [0, 1, 2]
 */
export function callouts(positions: readonly number[]): Callout[] {
  const left = positions.filter((p) => p < 0.4).length;
  return positions.map((p, i) => (p < 0.4 ? { row: left - 1 - i, side: "right" } : { row: i, side: "left" }));
}

/** What all labelled points share: a small text beside a thin line. */
export function calloutText(label: string, side: Callout["side"]): Record<string, unknown> {
  return {
    text: tickText(label),
    xanchor: side === "left" ? "right" : "left",
    font: { size: 11 },
    arrowhead: 0,
    arrowwidth: 1,
    arrowcolor: LOUD,
  };
}
