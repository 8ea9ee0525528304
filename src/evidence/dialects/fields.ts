import { setOwn } from "../../core/setOwn";

/** A JSON object from evidence. */
export type Json = Readonly<Record<string, unknown>>;

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The first of these fields that is there, as text; null for none, for null and for the empty text. */
export function text(object: Json, ...names: readonly string[]): string | null {
  for (const name of names) {
    const value = object[name];
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number" || typeof value === "bigint") return String(value);
  }
  return null;
}

/** The first of these fields that is a whole number, as a number or as text; null for none. */
export function integer(object: Json, ...names: readonly string[]): number | null {
  for (const name of names) {
    const value = object[name];
    const number = typeof value === "string" && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
    if (typeof number === "number" && Number.isSafeInteger(number)) return number;
  }
  return null;
}

/** The fields of an object, without some, without missing ones; added to `into`, which it returns. */
export function rest(
  object: Json,
  without: ReadonlySet<string>,
  into: Record<string, unknown> = {},
): Record<string, unknown> {
  for (const name in object) {
    const value = object[name];
    if (value !== null && value !== undefined && !without.has(name)) setOwn(into, name, value);
  }
  return into;
}

/** A field that holds an object, or an empty one. */
export function child(object: Json, name: string): Json {
  const value = object[name];
  return isObject(value) ? value : {};
}

const LEVELS: ReadonlyMap<string, number> = new Map([
  ["logalways", 0],
  ["critical", 1],
  ["error", 2],
  ["warning", 3],
  ["info", 4],
  ["information", 4],
  ["verbose", 5],
]);

/**
 * A level as Windows numbers it, from a number or its English name; null for none.
 *
 * @example
 * levelOf("Information") // 4
 */
export function levelOf(value: unknown): number | null {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return null;
  return LEVELS.get(value.toLowerCase()) ?? (/^\d$/.test(value) ? Number(value) : null);
}

const CHANNELS: ReadonlyMap<string, string> = new Map(
  ["Application", "Security", "Setup", "System", "ForwardedEvents"].map((name) => [name.toLowerCase(), name]),
);

/**
 * A channel as Windows writes it: collectors lower-case the classic ones (`security`).
 *
 * @example
 * channelOf("security") // "Security"
 */
export function channelOf(value: string | null): string | null {
  return value === null ? null : (CHANNELS.get(value.toLowerCase()) ?? value);
}
