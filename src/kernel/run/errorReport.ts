import { dirname } from "node:path";
import { inspect } from "node:util";
import { markedLine } from "../output/markedLine";
import { CellFailure } from "./cellFailure";
import { KeyboardInterrupt } from "./keyboardInterrupt";

/** An error as the protocol sends it. */
export interface ErrorReport {
  readonly ename: string;
  readonly evalue: string;
  readonly traceback: readonly string[];
}

// Frames of the kernel and of Node say nothing to the author of a cell.
const KERNEL = dirname(__dirname);
const FRAME = /^\s+at /;
const PLACE = /\bIn\[(\d+)\]:(\d+):(\d+)/;
const MOST_CHARACTERS = 100_000;

/** Puts whatever a cell threw into words, with the line of the cell where it happened. `sourceOf` gives a cell's text. */
export function errorReport(thrown: unknown, sourceOf: (cell: number) => string | undefined): ErrorReport {
  if (thrown instanceof CellFailure) {
    const traceback = thrown.faults.flatMap((fault) => [...fault.split("\n"), ""]);
    return { ename: thrown.name, evalue: thrown.message, traceback };
  }
  if (thrown instanceof KeyboardInterrupt) {
    return { ename: thrown.name, evalue: thrown.message, traceback: [thrown.stack!] };
  }
  const isError = isErrorLike(thrown);
  const text = safely(
    () => (isError ? inspect(thrown) : `Uncaught ${inspect(thrown)}`),
    "an error without words",
  );
  const traceback = text
    .slice(0, MOST_CHARACTERS)
    .split("\n")
    .filter((line) => !isOwnFrame(line));
  return {
    ename: isError ? safely(() => String(thrown.name || "Error"), "Error") : "Error",
    evalue: safely(() => (isError ? String(thrown.message) : inspect(thrown)), "").slice(0, MOST_CHARACTERS),
    traceback: [...traceback, ...excerpt(traceback, sourceOf)],
  };
}

function isErrorLike(thrown: unknown): thrown is Error {
  return thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]";
}

function isOwnFrame(line: string): boolean {
  return FRAME.test(line) && (line.includes(KERNEL) || line.includes("(node:") || line.includes("at node:"));
}

/** The line of a cell where the error happened, marked. */
function excerpt(traceback: readonly string[], sourceOf: (cell: number) => string | undefined): string[] {
  const place = traceback
    .map((line) => (FRAME.test(line) ? PLACE.exec(line) : null))
    .find((one) => one !== null);
  if (place === undefined) return [];
  const [, cell, line, column] = place!.map(Number) as [number, number, number, number];
  const source = sourceOf(cell);
  return source === undefined
    ? []
    : ["", `${place![0]}`, ...markedLine(source, line, column - 1, 1).split("\n")];
}

/** A thrown value can be anything, also something that throws when it is looked at. */
function safely(make: () => string, otherwise: string): string {
  try {
    return make();
  } catch {
    return otherwise;
  }
}
