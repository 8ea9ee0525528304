import { calloutText, ROW_HEIGHT } from "./callout";
import { plotHeight } from "./style";

/** A point to name: its place on the x axis (the value itself) and on the y axis. */
export interface NamedPoint {
  readonly x: number;
  readonly y: number;
  readonly label: string;
}

/** The x axis of a figure with names. */
export interface LabelAxis {
  /** Where on the axis an x is. */
  placeOf(x: number): number;
  /** From the outermost point to the column of names, in units of the axis. */
  readonly gap: number;
}

// Without its line a label would stand on its point.
const NO_COLOUR = "rgba(0,0,0,0)";
const LOGARITHMIC: LabelAxis = { placeOf: Math.log10, gap: 0.09 };

/**
 * Labels beside points, pushed apart where points are near; each place keeps a line to its names.
 *
 * The names of one side stand in one column, beyond all of their points, so that no line runs through a name. Names
 * are moved down from each other, and up where the picture ends. Names that follow each other at one place stand below
 * its first, which has their line: a dozen lines out of one point say no more than one.
 * `points` come from the highest y down. `range` is that of the y axis, `middle` the place on the x axis from which on
 * labels stand to the left, `height` the figure's. The x axis is logarithmic unless `axis` says else. O(n).
 */
export function pointLabels(
  points: readonly NamedPoint[],
  range: readonly [number, number],
  middle: number,
  height: number,
  { placeOf, gap }: LabelAxis = LOGARITHMIC,
): Record<string, unknown>[] {
  const pixel = (y: number) => ((range[1] - y) / (range[1] - range[0])) * plotHeight(height);
  const places = points.map(({ x }) => placeOf(x));
  const columns = {
    right: Math.max(...places.filter((place) => place < middle)) + gap,
    left: Math.min(...places.filter((place) => place >= middle)) - gap,
  };
  const rows = apart(
    points.map(({ y }) => pixel(y)),
    plotHeight(height),
  );
  return points.map(({ y, label }, i) => {
    const side = places[i]! < middle ? "right" : "left";
    const before = points[i - 1];
    const isSamePlace = before !== undefined && before.x === points[i]!.x && pixel(y) - pixel(before.y) < 1;
    return {
      ...calloutText(label, side),
      ...(isSamePlace && { arrowcolor: NO_COLOUR }),
      x: places[i]!,
      y,
      axref: "x",
      ax: columns[side],
      ay: rows[i]! - pixel(y),
      showarrow: true,
      standoff: 6,
    };
  });
}

/** Places that descend a row at least, as near as can be to where they should be, and none below `end`. */
function apart(wanted: readonly number[], end: number): number[] {
  const places: number[] = [];
  for (const place of wanted) places.push(Math.max(place, (places.at(-1) ?? -ROW_HEIGHT) + ROW_HEIGHT));
  let free = end;
  for (let i = places.length - 1; i >= 0 && places[i]! > free; i--) {
    places[i] = free;
    free -= ROW_HEIGHT;
  }
  return places;
}
