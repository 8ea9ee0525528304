import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { DuckDBConnection } from "@duckdb/node-api";
import { type CsvShape, fittingRecords, MAX_COLUMNS } from "./csvRecords";
import type { ImportResult } from "./engine";

/** Records left out that are told one by one. */
const MOST_TOLD = 1000;
const BLOCK = 2 ** 20;

/** What a CSV looks like to DuckDB; `call` is the inside of `sniff_csv(…)`. Throws a `SyntaxError` for too many columns. */
export async function csvShape(
  reader: DuckDBConnection,
  call: string,
): Promise<CsvShape & { readonly names: readonly string[] }> {
  const seen = await reader.run(
    `select "Delimiter", "Quote", "Escape", "NewLineDelimiter", "Comment", "SkipRows", "Columns" from sniff_csv(${call})`,
  );
  const [delimiter, quote, escaping, newline, comment, skipped, columns] = (await seen.getRowsJson())[0]!;
  const names = (columns as unknown as { name: string }[]).map(({ name }) => name);
  if (names.length > MAX_COLUMNS)
    throw new SyntaxError(`importFile: columns must be at most ${MAX_COLUMNS}, got ${names.length}`);
  const mark = (text: unknown) => (text === "(empty)" ? "" : String(text));
  return {
    names,
    columns: names.length,
    delimiter: mark(delimiter),
    quote: mark(quote),
    escape: mark(escaping),
    newline: newline === "\\r" ? "\r" : "\n",
    skippedLines: Number(skipped),
    comment: mark(comment),
  };
}

/**
 * A CSV that DuckDB reads in bounded time: the file itself, or a copy in `folder` without the records that do not fit;
 * and what was left out.
 */
export async function fittingCsv(
  path: string,
  shape: CsvShape,
  folder: () => string,
): Promise<{ readonly path: string; readonly rejected: ImportResult["rejected"] }> {
  if (await fits(path, shape)) return { path, rejected: [] };
  const rejected: ImportResult["rejected"][number][] = [];
  let more = 0;
  const records = fittingRecords(blocksOf(path), shape, (line, reason) => {
    if (rejected.length < MOST_TOLD) rejected.push({ place: `line ${line}`, reason });
    else more += 1;
  });
  const copy = join(folder(), "fitting.csv");
  await pipeline(Readable.from(records), createWriteStream(copy));
  if (more > 0) rejected.push({ place: "", reason: `${more} more records that do not fit`, lost: more });
  return { path: copy, rejected };
}

/** Ends at the first record that does not fit. */
async function fits(path: string, shape: CsvShape): Promise<boolean> {
  let isFitting = true;
  const lose = () => {
    isFitting = false;
  };
  const file = blocksOf(path);
  for await (const _ of fittingRecords(file, shape, lose)) if (!isFitting) break;
  file.destroy();
  return isFitting;
}

function blocksOf(path: string) {
  return createReadStream(path, { highWaterMark: BLOCK });
}
