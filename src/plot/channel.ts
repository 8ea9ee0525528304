import type { Column } from "../core/table";

/** A category column as figures take it: one text a row, or codes into levels (-1 and null are missing). */
export type CategoryChannel = readonly (string | null)[] | Extract<Column, { kind: "category" }>;

/** Codes into distinct levels; -1 is missing. */
export interface Levels {
  readonly codes: ArrayLike<number>;
  readonly levels: readonly string[];
}

/**
 * Throws a `TypeError` unless a channel has `rows` entries: channels of one figure belong row to row.
 *
 * @example
 * checkChannel("longTail", "counts", [1, 2], 2) // undefined
 */
export function checkChannel(where: string, name: string, channel: ArrayLike<unknown>, rows: number): void {
  if (channel.length !== rows) {
    throw new TypeError(
      `${where}: ${name} must have ${rows} entries like the first channel, got ${channel.length}`,
    );
  }
}

/** Number of rows of a category channel. */
export function channelLength(channel: CategoryChannel): number {
  return "codes" in channel ? channel.codes.length : channel.length;
}

/**
 * A category channel as codes and levels, levels in order of appearance. O(n).
 *
 * @example
 * levelsOf(["b", null, "b"]) // { codes: [0, -1, 0], levels: ["b"] }
 */
export function levelsOf(channel: CategoryChannel): Levels {
  if ("codes" in channel) return channel;
  const seen = new Map<string, number>();
  const codes = channel.map((text) => {
    if (text === null || text === undefined) return -1;
    const code = seen.get(text) ?? seen.size;
    seen.set(text, code);
    return code;
  });
  return { codes, levels: [...seen.keys()] };
}

/**
 * How often each level occurs. O(n).
 *
 * @example
 * [...countLevels(levelsOf(["b", "a", "b"]))] // [2, 1]
 */
export function countLevels({ codes, levels }: Levels): Float64Array {
  const counts = new Float64Array(levels.length);
  for (let i = 0; i < codes.length; i++) if (codes[i]! >= 0) counts[codes[i]!]!++;
  return counts;
}
