const ISO = /^(\d{4})-(\d\d)-(\d\d)[T ](.*)$/i;
const SLASHED = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (.*)$/;
const CLOCK = /^(\d{1,2}):(\d\d):(\d\d)(?:[.,](\d{1,9}))? ?(AM|PM)? ?(Z|UTC|[+-]\d\d(?::?\d\d)?)?$/i;

/**
 * A time as text in microseconds since 1970 UTC, or null when it is none.
 *
 * Understands ISO 8601 with `T` or a blank and dates with slashes, up to nine decimals (cut to six), `AM` and `PM`,
 * `Z` or an offset (`+05`, `+0530`, `+05:30`); without one the time is taken as UTC. Of a date with slashes the day
 * may be first or second: where both may be the month, it is null, not a guess.
 *
 * @example
 * parseTime("1970-01-01T00:00:01.5Z") // 1500000
 */
export function parseTime(text: unknown): number | null {
  if (typeof text !== "string" || text.length > 64) return null;
  const trimmed = text.trim();
  const date = isoDate(trimmed) ?? slashedDate(trimmed);
  return date === undefined ? null : momentOf(date);
}

/** Year, month, day, and the text of the clock. */
type DateAndClock = readonly [year: number, month: number, day: number, clock: string];

function isoDate(text: string): DateAndClock | undefined {
  const match = ISO.exec(text);
  return match === null ? undefined : [+match[1]!, +match[2]!, +match[3]!, match[4]!];
}

function slashedDate(text: string): DateAndClock | undefined {
  const match = SLASHED.exec(text);
  if (match === null) return undefined;
  const [first, second, year] = [+match[1]!, +match[2]!, +match[3]!];
  if (first > 12 || first === second) return [year, second, first, match[4]!];
  return second > 12 ? [year, first, second, match[4]!] : undefined;
}

function momentOf([year, month, day, clock]: DateAndClock): number | null {
  const match = CLOCK.exec(clock.trim());
  if (match === null) return null;
  const [, written, minute, second, decimals = "", half, zone = "Z"] = match;
  const hour = half === undefined ? +written! : hourOfDay(+written!, half);
  if (!isDay(year, month, day) || !(hour <= 23) || +minute! > 59 || +second! > 60) return null;
  const ms = Date.UTC(year, month - 1, day, hour, +minute!, +second!);
  const micros = Number(decimals.slice(0, 6).padEnd(6, "0"));
  return ms * 1000 + micros - offsetMicros(zone);
}

/** NaN for an hour that a clock of twelve does not have. */
function hourOfDay(hour: number, half: string): number {
  if (hour < 1 || hour > 12) return Number.NaN;
  return (hour % 12) + (half.toUpperCase() === "PM" ? 12 : 0);
}

/** Years below 100 would become 19xx in JavaScript; no log has them. */
function isDay(year: number, month: number, day: number): boolean {
  return (
    year >= 100 &&
    month >= 1 &&
    month <= 12 &&
    day >= 1 &&
    day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
  );
}

function offsetMicros(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000_000;
}
