import type { MatrixColumn } from "../core/matrix";
import type { Column } from "../core/table";

/** How a category column becomes codes; plain data. */
export interface CategoryCoding {
  readonly kind: "category";
  readonly name: string;
  /** Level of each code; code 0 is what the baseline did not have. */
  readonly levels: readonly string[];
  /** Code of a missing value, 0 when the baseline had none. */
  readonly missing: number;
  /** Levels of the baseline that became unknown, for being too rare or too many. */
  readonly dropped: number;
}

/** Shown for code 0. */
const UNKNOWN = "(unknown)";
/** Shown for a missing value. A text that reads the same stays a level of its own. */
const MISSING = "(missing)";

/**
 * Learns the levels of a column: the most frequent first, equal counts by name.
 *
 * At most `maxLevels` levels are kept, each seen at least `minCount` times; the rest becomes unknown. O(n + levels log levels).
 */
export function fitCategory(
  name: string,
  column: Column,
  maxLevels: number,
  minCount: number,
): CategoryCoding {
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
  return {
    kind: "category",
    name,
    levels: [UNKNOWN, ...kept.map((entry) => entry.text)],
    missing: kept.findIndex((entry) => entry.missing) + 1,
    dropped: seen.length - kept.length,
  };
}

/** The matrix columns of a coding. */
export function categoryColumns(coding: CategoryCoding): MatrixColumn[] {
  return [{ name: coding.name, type: { kind: "category", levels: coding.levels } }];
}

/** Writes codes into column `at` of row-major data. Texts are looked up once a level. O(n + levels). */
export function writeCategory(
  coding: CategoryCoding,
  column: Column,
  data: Float32Array,
  width: number,
  at: number,
): void {
  const codeOf = new Map<string, number>();
  coding.levels.forEach((level, code) => {
    if (code > 0 && code !== coding.missing) codeOf.set(level, code);
  });
  const { codes, levels } = asLevels(column);
  const recode = levels.map((level) => codeOf.get(level) ?? 0);
  codes.forEach((code, i) => {
    data[i * width + at] = code < 0 ? coding.missing : recode[code]!;
  });
}

/** Any column as codes into texts; numbers by their shortest decimal text. */
function asLevels(column: Column): { codes: Int32Array; levels: readonly string[] } {
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

/** By code units: the same order on every machine. */
function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
