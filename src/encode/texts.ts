import { type Column, textColumn } from "../core/table";
import { asLevels } from "./levels";

/**
 * Shannon entropy of the characters of a text, in bits a character; 0 for an empty one. Random names have much of it.
 *
 * @example
 * characterEntropy("abab") // 1
 *
 * Source: Shannon, A mathematical theory of communication (1948).
 */
export function characterEntropy(text: string): number {
  const counts = new Map<string, number>();
  let total = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    total += 1;
  }
  let bits = 0;
  for (const count of counts.values()) bits -= (count / total) * Math.log2(count / total);
  return Math.abs(bits);
}

/**
 * How many folders a path leads through; both kinds of slash count, a drive or share too.
 *
 * @example
 * pathDepth("C:\\Windows\\System32\\cmd.exe") // 3
 */
export function pathDepth(path: string): number {
  return Math.max(0, partsOf(path).length - 1);
}

/**
 * The extension of a path's last part in lower case, without the dot; "" for none.
 *
 * @example
 * pathExtension("C:\\Temp\\report.PDF.exe") // "exe"
 */
export function pathExtension(path: string): string {
  const name = partsOf(path).at(-1) ?? "";
  const dot = name.lastIndexOf(".");
  return dot <= 0 ? "" : name.slice(dot + 1).toLowerCase();
}

/** The last part of a path. */
export function pathName(path: string): string {
  return partsOf(path).at(-1) ?? "";
}

/** A number of every text, made once a level; NaN for a missing one. O(n + characters of the levels). */
export function numbersOfTexts(column: Column, measure: (text: string) => number): Column {
  const { codes, levels } = asLevels(column);
  const measured = levels.map(measure);
  return {
    kind: "number",
    values: Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : measured[code]!)),
  };
}

/** A text of every text, made once a level. O(n + characters of the levels). */
export function textsOfTexts(column: Column, part: (text: string) => string): Column {
  const { codes, levels } = asLevels(column);
  const parts = textColumn(levels.map(part));
  return { ...parts, codes: codes.map((code) => (code < 0 ? -1 : parts.codes[code]!)) };
}

function partsOf(path: string): string[] {
  return path
    .trim()
    .split(/[\\/]+/)
    .filter((part) => part !== "" && part !== "?" && part !== ".");
}
