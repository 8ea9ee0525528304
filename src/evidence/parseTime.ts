const TIME =
  /^\s*(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:[.,](\d{1,9}))?\s*(Z|UTC|[+-]\d\d:?\d\d)?\s*$/i;

/**
 * A time as text in microseconds since 1970 UTC, or null when it is none.
 *
 * Understands ISO 8601 with `T` or a blank, up to nine decimals (cut to six), `Z` or an offset; without one the
 * time is taken as UTC.
 *
 * @example
 * parseTime("1970-01-01T00:00:01.5Z") // 1500000
 */
export function parseTime(text: unknown): number | null {
  if (typeof text !== "string") return null;
  const match = TIME.exec(text);
  if (match === null) return null;
  const [, year, month, day, hour, minute, second, decimals = "", zone = "Z"] = match;
  if (!isDay(+year!, +month!, +day!) || +hour! > 23 || +minute! > 59 || +second! > 60) return null;
  const ms = Date.UTC(+year!, +month! - 1, +day!, +hour!, +minute!, +second!);
  const micros = Number(decimals.slice(0, 6).padEnd(6, "0"));
  return ms * 1000 + micros - offsetMicros(zone);
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
  const match = /^([+-])(\d\d):?(\d\d)$/.exec(zone);
  if (match === null) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return (match[1] === "-" ? -minutes : minutes) * 60_000_000;
}
