import { calloutText, ROW_HEIGHT } from "./callout";
import { plotHeight } from "./style";

/** A point to name: its place on the x axis (the value itself) and on the y axis. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/**
 * Labels beside points, pushed apart where points are near; each keeps a line to its point.
 *
 * `points` come from the highest y down. `range` is that of the y axis, `middle` the place on the x axis from which on
 * labels stand to the left, `height` the figure's. `placeOf` says where on the axis an x is: its log10, unless the axis
 * is linear. O(n).
 */
export function pointLabels(
  points: readonly NamedPoint[],
  range: readonly [number, number],
  middle: number,
  height: number,
  placeOf: (x: number) => number = Math.log10,
): Record<string, unknown>[] {
  const pixel = (y: number) => ((range[1] - y) / (range[1] - range[0])) * plotHeight(height);
  let free = 0;
  return points.map(({ x, y, label }) => {
    const place = Math.max(free, pixel(y));
    free = place + ROW_HEIGHT;
    const side = placeOf(x) < middle ? "right" : "left";
    return {
      ...calloutText(label, side),
      x: placeOf(x),
      y,
      ax: side === "right" ? 24 : -24,
      ay: place - pixel(y),
      showarrow: true,
      standoff: 6,
    };
  });
}
