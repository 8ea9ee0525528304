import ts from "typescript";
import { CELL_OPTIONS } from "./parseCell";

/** Whether code can run as it stands, needs more lines, or is wrong. */
export type Completeness = "complete" | "incomplete" | "invalid";

const UNTERMINATED = new Set([
  1010, // '*/' expected
  1160, // unterminated template literal
]);

/**
 * Whether code is finished, for a console that decides between running it and another line.
 *
 * @example
 * codeCompleteness("if (a) {") // "incomplete"
 */
export function codeCompleteness(code: string): Completeness {
  const { diagnostics = [] } = ts.transpileModule(code, {
    compilerOptions: { ...CELL_OPTIONS, noEmit: false, allowImportingTsExtensions: false },
    reportDiagnostics: true,
    fileName: "cell.ts",
  });
  if (diagnostics.length === 0) return "complete";
  const end = code.trimEnd().length;
  const atEnd = diagnostics.every(({ code: number, start = 0 }) => UNTERMINATED.has(number) || start >= end);
  return atEnd ? "incomplete" : "invalid";
}
