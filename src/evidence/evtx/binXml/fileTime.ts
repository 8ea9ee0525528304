/** A FILETIME splits exactly: 2^32 ticks are 429 s and 4967296 ticks of 100 ns. */
const HIGH_SECONDS = 429;
const HIGH_TICKS = 4967296;
const TICKS = 10000000;
/** Seconds from 1601 to 1970 and from 1601 to the end of the year 9999. */
const EPOCH_SECONDS = 11644473600;
const END_SECONDS = 265046774400;
const DAY_SECONDS = 86400;
/** Days from 0000-03-01 to 1601-01-01, for the civil calendar below. */
const DAYS_TO_1601 = 584694;
const TWO_DIGITS = Array.from({ length: 100 }, (_, i) => String(i).padStart(2, "0"));

/**
 * Microseconds since 1970 UTC of a FILETIME in two 32-bit halves; tenths of a microsecond are cut off.
 *
 * Exact from 1685 to 2255. `null` behind the year 9999, which only damage writes.
 *
 * @example
 * fileTimeMicroseconds(30947560, 3052756096) // 1647402514375385
 */
export function fileTimeMicroseconds(high: number, low: number): number | null {
  const rest = high * HIGH_TICKS + low;
  const seconds = high * HIGH_SECONDS + Math.floor(rest / TICKS);
  if (seconds >= END_SECONDS) return null;
  return (seconds - EPOCH_SECONDS) * 1000000 + Math.floor((rest % TICKS) / 10);
}

/**
 * A FILETIME as Windows writes it in XML: UTC with all seven digits, then `tail` and "Z".
 *
 * `tail` "00" gives the nine digits of older Windows versions and of libevtx. Empty behind the year 9999.
 *
 * @example
 * fileTimeText(30947560, 3052756096) // "2022-03-16T03:48:34.3753856Z"
 */
export function fileTimeText(high: number, low: number, tail = ""): string {
  return new TimeWriter().text(high, low, tail);
}

/** Writes times like {@link fileTimeText}; remembers the last second, since the records of a log come in bursts. */
export class TimeWriter {
  private last = -1;
  private prefix = "";

  /** The text of a FILETIME in two halves. */
  text(high: number, low: number, tail = ""): string {
    const rest = high * HIGH_TICKS + low;
    const seconds = high * HIGH_SECONDS + Math.floor(rest / TICKS);
    if (seconds >= END_SECONDS) return "";
    if (seconds !== this.last) {
      const days = Math.floor(seconds / DAY_SECONDS);
      this.prefix = `${dateText(days)}T${clockText(seconds - days * DAY_SECONDS)}.`;
      this.last = seconds;
    }
    return `${this.prefix}${String(TICKS + (rest % TICKS)).slice(1)}${tail}Z`;
  }
}

/** `YYYY-MM-DD` of a day counted from 1601-01-01. Source: H. Hinnant, chrono-compatible low-level date algorithms. */
function dateText(daysSince1601: number): string {
  const z = daysSince1601 + DAYS_TO_1601;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1;
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, "0")}-${TWO_DIGITS[month]}-${TWO_DIGITS[day]}`;
}

function clockText(second: number): string {
  const hour = Math.floor(second / 3600);
  const minute = Math.floor(second / 60) % 60;
  return `${TWO_DIGITS[hour]}:${TWO_DIGITS[minute]}:${TWO_DIGITS[second % 60]}`;
}
