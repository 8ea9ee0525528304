import ts from "typescript";
import { markedLine } from "../output/markedLine";

/** A fault in a cell, found before it runs. */
export interface CellFault {
  readonly code: number;
  readonly message: string;
  /** Place in the cell's text. */
  readonly start: number;
  readonly length: number;
}

/** Takes what a cell's user needs of the compiler's own form. */
export function cellFault({ code, messageText, start = 0, length = 0 }: ts.Diagnostic): CellFault {
  return { code, message: ts.flattenDiagnosticMessageText(messageText, "\n"), start, length };
}

/**
 * A fault in words: cell, line, column, number, message, and the line of code with a mark below the place.
 *
 * @example
 * faultText("In[2]", "f(1)", { code: 2554, message: "Expected 0 arguments, but got 1.", start: 2, length: 1 }) // "In[2]:1:3 - error TS2554: Expected 0 arguments, but got 1.\n\n  f(1)\n    ~"
 */
export function faultText(cell: string, text: string, { code, message, start, length }: CellFault): string {
  const before = text.slice(0, start).split("\n");
  const column = before.at(-1)!.length;
  const head = `${cell}:${before.length}:${column + 1} - error TS${code}: ${message}`;
  return `${head}\n\n${markedLine(text, before.length, column, length)}`;
}
