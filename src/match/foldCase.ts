/**
 * A text in which case no longer matters, as regular expressions with `(?i)` see it: lower case, and the long s as s.
 *
 * @example
 * foldCase("ABC\u017f") // "abcs"
 */
export function foldCase(text: string): string {
  const lower = text.toLowerCase();
  return lower.includes(LONG_S) ? lower.replaceAll(LONG_S, "s") : lower;
}

// The one letter beside the Kelvin sign that folds to an ASCII letter without being its upper case.
const LONG_S = "\u017f";
