import { stripVTControlCharacters } from "node:util";
import type { ErrorOutput } from "./nbformat";

// "1:7 - Cannot find name 'x'." or "./helper.ts 1:7 - …": a type error as tslab prints it, one message each.
const DIAGNOSTIC = /^(?:\S.* )?\d+:\d+ - /;
// "TypeError: text", "Error [ERR_X]: text", "my.ErrorClass: text", "Error".
const HEAD = /^(?:Uncaught )?([A-Za-z_$][\w$.]*)(?: \[[\w ]+\])?(?:: ([\s\S]*))?$/;
const FRAME = /^ {4}at /;
// What Node prints above an error thrown at once by a script: place, line of code, arrow, empty line.
const ARROW = /^evalmachine\.<anonymous>:\d+\n[^\n]*\n[ \t]*\^+\n\n?/;
// Frames of the kernel and of Node say nothing to the author of a cell.
const OWN_FRAME = /^ {4}at .*(?:[\\/]tslab[\\/]dist[\\/]|node:internal|node:vm|\(<anonymous>\)$)/;

/** How many of the last messages to stderr are the error: all trailing type errors, else the last message. */
export function countErrorMessages(messages: readonly string[]): number {
  let count = 0;
  while (count < messages.length && DIAGNOSTIC.test(messages[messages.length - 1 - count]!)) count += 1;
  return count === 0 ? Math.min(1, messages.length) : count;
}

/**
 * A notebook's error output from the text that stock tslab prints instead of sending an error message.
 *
 * A type error becomes `TypeScriptError`; a thrown value that is no error becomes `Error` with its text. O(n).
 *
 * @example
 * errorFromText("RangeError: bad\n    at f (evalmachine.<anonymous>:2:7)").evalue // "bad"
 */
export function errorFromText(text: string): ErrorOutput {
  const lines = text.replace(/\n+$/, "").split("\n");
  const plain = lines.map(stripVTControlCharacters);
  const traceback = lines.filter((_, i) => !OWN_FRAME.test(plain[i]!));
  if (DIAGNOSTIC.test(plain[0]!)) {
    const more = lines.length > 1 ? ` (and ${lines.length - 1} more lines)` : "";
    return { output_type: "error", ename: "TypeScriptError", evalue: `${plain[0]}${more}`, traceback };
  }
  const frame = plain.findIndex((line) => FRAME.test(line));
  const head = (frame < 0 ? plain : plain.slice(0, frame)).join("\n").replace(ARROW, "");
  const match = HEAD.exec(head);
  const isError = match !== null && (frame >= 0 || /(?:Error|Exception)$/.test(match[1]!));
  return {
    output_type: "error",
    ename: isError ? match[1]! : "Error",
    evalue: (isError ? (match[2] ?? "") : head) || "the kernel gave no reason",
    traceback,
  };
}
