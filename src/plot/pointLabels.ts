import { calloutText, ROW_HEIGHT } from "./callout";
import { plotHeight } from "./style";

/** A point to name: its place on a logarithmic x axis (the value itself) and on the y axis. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/**
 * Labels beside points, pushed apart where points are near; each keeps a line to its point.
 *
 * For a logarithmic x axis; `points` come from the highest y down. `range` is that of the y axis, `middle` the x (as
 * log10) from which on labels stand to the left, `height` the figure's. O(n).
 */
export function pointLabels(
  points: readonly NamedPoint[],
  range: readonly [number, number],
  middle: number,
  height: number,
): unknown[] {
  const pixel = (y: number) => ((range[1] - y) / (range[1] - range[0])) * plotHeight(height);
  let free = 0;
  return points.map(({ x, y, label }) => {
    const place = Math.max(free, pixel(y));
    free = place + ROW_HEIGHT;
    const side = Math.log10(x) < middle ? "right" : "left";
    return {
      ...calloutText(label, side),
      x: Math.log10(x),
      y,
      ax: side === "right" ? 24 : -24,
      ay: place - pixel(y),
      showarrow: true,
      standoff: 6,
    };
  });
}
