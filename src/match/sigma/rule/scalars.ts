/** How two numbers are compared. */
export type CompareOperator = "lt" | "lte" | "gt" | "gte" | "eq" | "neq";
/** The parts of a time that modifiers name. */
export const TIME_PARTS = ["minute", "hour", "day", "week", "month", "year"] as const;
/** A part of a time. */
export type TimePart = (typeof TIME_PARTS)[number];

/**
 * Compares two numbers; false where one is NaN, whatever the operator.
 *
 * @example
 * compareNumbers(3, "gte", 2) // true
 * compareNumbers(NaN, "neq", 2) // false
 */
export function compareNumbers(left: number, operator: CompareOperator, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return false;
  switch (operator) {
    case "lt":
      return left < right;
    case "lte":
      return left <= right;
    case "gt":
      return left > right;
    case "gte":
      return left >= right;
    case "eq":
      return left === right;
    case "neq":
      return left !== right;
  }
}

/**
 * The number that a text of an event stands for, decimal or hexadecimal; NaN for none.
 *
 * @example
 * numberOf("0x10") // 16
 */
export function numberOf(text: string): number {
  const trimmed = text.trim();
  return NUMBER.test(trimmed) ? Number(trimmed) : Number.NaN;
}

const NUMBER = /^(?:[+-]?\d+(?:\.\d+)?(?:e[+-]?\d+)?|0x[0-9a-f]+)$/i;

/**
 * A part of a time as a number; NaN where the text is no time.
 *
 * The text is taken as it stands, without a change of zone, as the specification wants. Weeks are those of ISO 8601.
 *
 * @example
 * timePart("2024-05-01 22:07:09.1", "hour") // 22
 * timePart("2024-12-30T00:00:00Z", "week") // 1
 *
 * Source: Sigma specification 2.1, appendix on modifiers.
 */
export function timePart(text: string, part: TimePart): number {
  const found = TIME.exec(text);
  if (found === null) return Number.NaN;
  const [year, month, day, hour, minute] = found.slice(1).map((digits) => Number(digits ?? Number.NaN)) as [
    number,
    number,
    number,
    number,
    number,
  ];
  switch (part) {
    case "year":
      return year;
    case "month":
      return month;
    case "day":
      return day;
    case "hour":
      return hour;
    case "minute":
      return minute;
    case "week":
      return isoWeek(year, month, day);
  }
}

const TIME = /^\s*(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d))?/;
const DAY = 86_400_000;

/** The week of the Thursday that is nearest, counted from the year's first Thursday. */
function isoWeek(year: number, month: number, day: number): number {
  const date = Date.UTC(year, month - 1, day);
  const weekday = (new Date(date).getUTCDay() + 6) % 7;
  const thursday = date + (3 - weekday) * DAY;
  const start = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return 1 + Math.floor((thursday - start) / (7 * DAY));
}
