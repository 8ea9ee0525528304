import { describe } from "../core/check";
import type { Column } from "../core/table";
import { asLevels } from "./levels";

const HOUR = 3_600_000;
const QUARTER = HOUR / 4;
const DAY = 24 * HOUR;
/** 1 January 1970 was a Thursday; Monday is 0. */
const FIRST_WEEKDAY = 3;

/** Throws a `RangeError` unless this names a time zone. */
export function checkZone(where: string, zone: unknown): string {
  try {
    if (typeof zone === "string")
      return new Intl.DateTimeFormat("en", { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    // Said below, in our own words.
  }
  throw new RangeError(`${where}: zone must be a time zone such as "Europe/Berlin", got ${describe(zone)}`);
}

/**
 * Times as they read on the wall of a place: milliseconds of that zone's calendar; NaN stays.
 *
 * Zones change their distance to UTC at quarters of an hour at most, so one look-up serves a whole quarter. O(n).
 */
export function wallTimes(times: Float64Array, zone: string): Float64Array {
  if (zone === "UTC") return times;
  const offsetOf = zoneOffsets(zone);
  return times.map((time) => (Number.isNaN(time) ? time : time + offsetOf(time)));
}

/** The hour of the day of wall times, [0, 24). */
export function hoursOf(wall: Float64Array): Float64Array {
  return wall.map((time) => remainder(time, DAY) / HOUR);
}

/** The day of the week of wall times, 0 for Monday to 6. */
export function weekdaysOf(wall: Float64Array): Float64Array {
  return wall.map((time) => remainder(Math.floor(time / DAY) + FIRST_WEEKDAY, 7));
}

/**
 * Seconds since the previous time of the same entity; NaN for an entity's first time and for missing ones.
 *
 * The order of the rows does not matter; rows of equal time follow each other at 0 seconds. O(n log n).
 */
export function sincePrevious(times: Float64Array, entity: Column): Float64Array {
  const { codes } = asLevels(entity);
  const order = Int32Array.from(times.keys())
    .filter((i) => !Number.isNaN(times[i]!))
    .sort((a, b) => codes[a]! - codes[b]! || times[a]! - times[b]! || a - b);
  const seconds = new Float64Array(times.length).fill(Number.NaN);
  for (let p = 1; p < order.length; p++) {
    const [before, row] = [order[p - 1]!, order[p]!];
    if (codes[before] === codes[row]) seconds[row] = (times[row]! - times[before]!) / 1000;
  }
  return seconds;
}

/** The distance of a zone's wall clock to UTC at a time, in milliseconds. */
function zoneOffsets(zone: string): (time: number) => number {
  const format = new Intl.DateTimeFormat("en-US", {
    ...{ timeZone: zone, hourCycle: "h23", era: "short" },
    ...{ year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric" },
  });
  const known = new Map<number, number>();
  return (time) => {
    const quarter = Math.floor(time / QUARTER);
    const found = known.get(quarter);
    if (found !== undefined) return found;
    const part = Object.fromEntries(
      format.formatToParts(quarter * QUARTER).map(({ type, value }) => [type, value]),
    );
    const wall = Date.UTC(
      Number(part.year),
      Number(part.month) - 1,
      Number(part.day),
      Number(part.hour),
      Number(part.minute),
    );
    known.set(quarter, wall - quarter * QUARTER);
    return wall - quarter * QUARTER;
  };
}

function remainder(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
