/**
 * A line of code, indented, and a line with a mark below `length` characters from `column` (counted from 0).
 *
 * @example
 * markedLine("let a;\nf(1)", 2, 2, 1) // "  f(1)\n    ~"
 */
export function markedLine(text: string, line: number, column: number, length: number): string {
  const code = text.split("\n")[line - 1] ?? "";
  const marks = Math.max(1, Math.min(length, code.length - column));
  // Tabs stay tabs, so that the mark stands below the place.
  return `  ${code}\n  ${code.slice(0, column).replace(/[^\t]/g, " ")}${"~".repeat(marks)}`;
}
