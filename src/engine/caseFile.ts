import { closeSync, existsSync, openSync, readSync } from "node:fs";

/** A database of DuckDB says so from its ninth byte on; an empty file becomes one. */
const MAGIC = "DUCK";

/**
 * Throws unless a path is free, or holds a database: what else DuckDB can open would be read as one, and written to.
 */
export function checkCaseFile(path: string): void {
  if (!existsSync(path)) return;
  const head = Buffer.alloc(12);
  const file = openSync(path, "r");
  const size = readSync(file, head, 0, head.length, 0);
  closeSync(file);
  if (size > 0 && head.toString("latin1", 8, 12) !== MAGIC) {
    throw new RangeError(
      `open: case must be a file that open made, got ${path}; name a new file, and read evidence into it`,
    );
  }
}

/** Why a case cannot be opened, from what DuckDB says, with the way out where there is one. */
export function openFault(path: string, message: string): string {
  if (!/lock is held|set lock on file|used by another process/i.test(message)) return message;
  const holder = /\(PID (\d+)\)/.exec(message);
  const there = holder === null ? "close it there" : `close it in process ${holder[1]}`;
  return `case must not be open in another process, got ${path}; ${there}, or work on a copy of the file`;
}
