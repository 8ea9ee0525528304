import { isObject, type Json } from "../dialects/fields";
import { parseTime } from "../parseTime";

/** What tools write where they know nothing. */
const NOTHING: ReadonlySet<string> = new Set(["", "-", "(empty)", "N/A", "Unknown", "None", "null"]);

/** The first of these fields that says something, as text; null for none. Objects and lists say nothing here. */
export function cell(row: Json, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = row[name];
    if (typeof value === "string" && !NOTHING.has(value.trim())) return value.trim();
    if (typeof value === "number" || typeof value === "boolean") return String(value);
  }
  return null;
}

/** The first of these fields that is a time as text, in microseconds; null for none. Tools write 1600 or 1970 for none. */
export function timeCell(row: Json, ...names: readonly string[]): number | null {
  for (const name of names) {
    const time = parseTime(row[name]);
    if (time !== null && time > 0) return time;
  }
  return null;
}

/** The first of these fields that is a time in seconds since 1970, as number or text, in microseconds; null for none. */
export function epochCell(row: Json, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = row[name];
    const seconds =
      typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : 0;
    if (seconds > 0 && seconds < 2 ** 33) return Math.round(seconds * 1e6);
  }
  return null;
}

/**
 * A time in microseconds since 1970 as views take it, ISO 8601 in UTC; null for null.
 *
 * @example
 * isoTime(1500000) // "1970-01-01T00:00:01.500000"
 */
export function isoTime(time: number | null): string | null {
  if (time === null || Math.abs(time) > 8.64e18) return null;
  const ms = Math.floor(time / 1000);
  const micros = String(time - ms * 1000).padStart(3, "0");
  return `${new Date(ms).toISOString().slice(0, -1)}${micros}`;
}

/**
 * A row without what its view has columns for already; empty values are left out, and lists of rows below it.
 *
 * @example
 * others({ Pid: 4, Mode: "a", Empty: "" }, ["Pid"]) // { Mode: "a" }
 */
export function others(row: Json, used: readonly string[]): Record<string, unknown> {
  const kept = Object.entries(row).filter(
    ([name, value]) => !used.includes(name) && name !== "__children" && value !== null && value !== "",
  );
  return Object.fromEntries(kept);
}

/**
 * A row in which members of objects stand beside the others, as `Object.Member`: collectors write either form.
 *
 * @example
 * flattened({ Pid: 4, Laddr: { IP: "::" } }) // { Pid: 4, "Laddr.IP": "::" }
 */
export function flattened(row: Json): Json {
  if (!Object.values(row).some(isObject)) return row;
  const members = Object.entries(row).flatMap(([name, value]) =>
    isObject(value)
      ? Object.entries(value).map(([inner, item]) => [`${name}.${inner}`, item])
      : [[name, value]],
  );
  return Object.fromEntries(members);
}

/**
 * A name that was looked up, or a machine's address, as views have it: lower case, without the dot at its end.
 *
 * @example
 * lowerName("WWW.Example.ORG.") // "www.example.org"
 */
export function lowerName(text: string | null): string | null {
  return text === null ? null : text.toLowerCase().replace(/\.$/, "") || null;
}

/**
 * An address other than the one that stands for all, in lower case; null for none.
 *
 * @example
 * addressOf("0.0.0.0") // null
 */
export function addressOf(text: string | null): string | null {
  if (text === null || text === "*" || /^[0.:*]+$/.test(text)) return null;
  return text.toLowerCase().replace(/^::ffff:(?=[\d.]+$)/, "");
}
