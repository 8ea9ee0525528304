/**
 * The order of two texts by code units: the same on every machine, and no language's.
 *
 * @example
 * ["b", "a", "B"].sort(compareTexts) // ["B", "a", "b"]
 */
export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
