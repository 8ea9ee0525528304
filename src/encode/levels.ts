import { compareTexts } from "../core/compareTexts";
import type { Column } from "../core/table";

/** Shown for code 0. */
const UNKNOWN = "(unknown)";
/** Shown for a missing value. A text that reads the same stays a level of its own. */
const MISSING = "(missing)";

/** The levels of a baseline; plain data. */
export interface Levels {
  /** Level of each code; code 0 is what the baseline did not have. */
  readonly levels: readonly string[];
  /** Code of a missing value, 0 when the baseline had none. */
  readonly missing: number;
  /** Levels of the baseline that became unknown, for being too rare or too many. */
  readonly dropped: number;
}

/**
 * Learns the levels of a column: the most frequent first, equal counts by name; and how often each was there.
 *
 * At most `maxLevels` levels are kept, each seen at least `minCount` times; the rest becomes unknown.
 * O(n + levels log levels).
 */
export function learnLevels(
  column: Column,
  maxLevels: number,
  minCount: number,
): { readonly known: Levels; readonly counts: readonly number[] } {
  const { codes, levels } = asLevels(column);
  const counts = new Float64Array(levels.length);
  let missing = 0;
  for (const code of codes) {
    if (code < 0) missing += 1;
    else counts[code]! += 1;
  }
  const entries = levels.map((text, i) => ({ text, count: counts[i]!, missing: false }));
  entries.push({ text: MISSING, count: missing, missing: true });
  const seen = entries.filter((entry) => entry.count > 0);
  const kept = seen
    .filter((entry) => entry.count >= minCount)
    .sort((a, b) => b.count - a.count || compareTexts(a.text, b.text))
    .slice(0, maxLevels);
  const known = {
    levels: [UNKNOWN, ...kept.map((entry) => entry.text)],
    missing: kept.findIndex((entry) => entry.missing) + 1,
    dropped: seen.length - kept.length,
  };
  return { known, counts: [0, ...kept.map((entry) => entry.count)] };
}

/** The code of every row, by {@link learnLevels}; 0 is unknown. Texts are looked up once a level. O(n + levels). */
export function codesOf({ levels, missing }: Levels, column: Column): Int32Array {
  const codeOf = new Map<string, number>();
  levels.forEach((level, code) => {
    if (code > 0 && code !== missing) codeOf.set(level, code);
  });
  const own = asLevels(column);
  const recode = own.levels.map((level) => codeOf.get(level) ?? 0);
  return own.codes.map((code) => (code < 0 ? missing : recode[code]!));
}

/** What a reader should know of levels. */
export function levelNotes(name: string, { levels, dropped }: Levels): string[] {
  const quoted = JSON.stringify(name);
  const notes = levels.length <= 2 && dropped === 0 ? [`column ${quoted} is constant`] : [];
  if (dropped > 0) notes.push(`column ${quoted}: ${dropped} rare levels count as unknown`);
  return notes;
}

/** Any column as codes into texts, -1 for missing; numbers by their shortest decimal text. O(n). */
export function asLevels(column: Column): { codes: Int32Array; levels: readonly string[] } {
  if (column.kind === "category") return column;
  const found = new Map<number, number>();
  const codes = Int32Array.from(column.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const known = found.get(value);
    if (known !== undefined) return known;
    found.set(value, found.size);
    return found.size - 1;
  });
  return { codes, levels: Array.from(found.keys(), String) };
}
