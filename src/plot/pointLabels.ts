import { calloutText, ROW_HEIGHT } from "./callout";
import { plotHeight } from "./style";

/** A point to name: its place on a logarithmic x axis (the value itself) and on the y axis. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

// From the outermost point to the column of names, in powers of ten.
const COLUMN_GAP = 0.09;

/**
 * Labels beside points, pushed apart where points are near; each keeps a line to its point.
 *
 * The names of one side stand in one column, beyond all of their points, so that no line runs through a name.
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
  const places = points.map(({ x }) => Math.log10(x));
  const columns = {
    right: Math.max(...places.filter((place) => place < middle)) + COLUMN_GAP,
    left: Math.min(...places.filter((place) => place >= middle)) - COLUMN_GAP,
  };
  let free = 0;
  return points.map(({ y, label }, i) => {
    const place = Math.max(free, pixel(y));
    free = place + ROW_HEIGHT;
    const side = places[i]! < middle ? "right" : "left";
    return {
      ...calloutText(label, side),
      x: places[i]!,
      y,
      axref: "x",
      ax: columns[side],
      ay: place - pixel(y),
      showarrow: true,
      standoff: 6,
    };
  });
}
