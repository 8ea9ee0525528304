import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Row } from "../core/table";
import type { Relation } from "./engine";

/** Writes a relation as JSON lines; returns the number of rows. Memory does not grow with them. */
export async function exportJson(relation: Relation, path: string): Promise<number> {
  return write(path, relation, [], (row) => JSON.stringify(row));
}

/** Writes a relation as CSV (RFC 4180, UTF-8, header line); returns the number of rows. */
export async function exportCsv(relation: Relation, path: string): Promise<number> {
  const names = (await relation.schema()).map((field) => field.name);
  return write(path, relation, [csvLine(names)], (row) => csvLine(names.map((name) => row[name])));
}

/**
 * One line of CSV. Text that a spreadsheet would run as a formula gets a leading apostrophe.
 *
 * @example
 * csvLine(["=1+1", "a,b", -5, null]) // "'=1+1,\"a,b\",-5,"
 *
 * Source: RFC 4180; OWASP, CSV injection.
 */
export function csvLine(cells: readonly unknown[]): string {
  return cells.map(csvCell).join(",");
}

function csvCell(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  let text = typeof value === "string" ? value : JSON.stringify(value);
  if (/^[=+\-@\t\r]/.test(text)) text = `'${text}`;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

async function write(
  path: string,
  relation: Relation,
  head: readonly string[],
  line: (row: Row) => string,
): Promise<number> {
  let count = 0;
  async function* lines(): AsyncGenerator<string> {
    if (head.length > 0) yield `${head.join("\n")}\n`;
    for await (const batch of relation.stream()) {
      count += batch.length;
      yield batch.map((row) => `${line(row)}\n`).join("");
    }
  }
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return count;
}
