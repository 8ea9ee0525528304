import { existsSync, realpathSync } from "node:fs";
import { sep } from "node:path";
import type { Command } from "commander";
import { describe } from "../core/check";
import type { Relation } from "../engine/engine";
import { csvLine } from "../engine/exportText";
import { tableBundle } from "../engine/tableView";

/** Options that every command with rows as its result takes. */
export interface OutputOptions {
  readonly format?: string;
  readonly out?: string;
  readonly top?: number;
}

const FORMATS = ["table", "jsonl", "csv", "parquet"];
const TABLE_ROWS = 50;

/** Adds `--format`, `--out` and `--top` to a command. */
export function withOutputOptions(command: Command): Command {
  return command
    .option("--format <format>", `${FORMATS.join(", ")} (default: a table on a terminal, jsonl when piped)`)
    .option("--out <file>", "write to this file instead of standard output")
    .option("--top <n>", "only the first n rows", wholeNumber);
}

/** Writes a relation's rows as the options say. Never over a file that was read: `inputs` are their paths. */
export async function writeRows(
  relation: Relation,
  options: OutputOptions,
  inputs: readonly string[],
): Promise<void> {
  const rows = options.top === undefined ? relation : relation.limit(options.top);
  const format =
    options.format ?? (options.out ? formatOf(options.out) : process.stdout.isTTY ? "table" : "jsonl");
  if (!FORMATS.includes(format) || (format === "table" && options.out !== undefined)) {
    throw new TypeError(
      `output: format must be one of ${FORMATS.join(", ")} (no table in a file), got ${describe(format)}`,
    );
  }
  if (options.out !== undefined) {
    refuseInput(options.out, inputs);
    return writeFile(rows, format, options.out);
  }
  if (format === "table") return writeTable(rows);
  if (format === "parquet") throw new TypeError("output: parquet needs a file; add --out FILE");
  return writeLines(rows, format);
}

/** A number from the command line. Throws a `RangeError` for anything but a whole number of at least 0. */
export function wholeNumber(text: string): number {
  if (!/^\d{1,15}$/.test(text))
    throw new RangeError(`output: number must be whole and at least 0, got ${describe(text)}`);
  return Number(text);
}

/** Evidence is only read. */
export function refuseInput(out: string, inputs: readonly string[]): void {
  if (!existsSync(out)) return;
  const target = realpathSync(out);
  for (const input of inputs) {
    if (existsSync(input) && isInside(realpathSync(input), target)) {
      throw new RangeError(`output: out must not be a file that is read, got ${describe(out)}`);
    }
  }
}

function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(`${folder}${sep}`);
}

async function writeFile(rows: Relation, format: string, path: string): Promise<void> {
  const count =
    format === "parquet"
      ? await rows.toParquet(path)
      : format === "csv"
        ? await rows.toCsv(path)
        : await rows.toJson(path);
  process.stderr.write(`huntbook: wrote ${count.toLocaleString("en-US")} rows to ${path}\n`);
}

async function writeTable(rows: Relation): Promise<void> {
  const [fields, total, shown] = await Promise.all([
    rows.schema(),
    rows.count(),
    rows.rows({ limit: TABLE_ROWS }),
  ]);
  await print(`${tableBundle(fields, shown, total)["text/plain"]}\n`);
}

async function writeLines(rows: Relation, format: string): Promise<void> {
  const names = (await rows.schema()).map((field) => field.name);
  if (format === "csv") await print(`${csvLine(names)}\n`);
  for await (const batch of rows.stream()) {
    const lines = batch.map((row) =>
      format === "csv" ? csvLine(names.map((name) => row[name])) : JSON.stringify(row),
    );
    await print(`${lines.join("\n")}\n`);
  }
}

/** Waits for a slow reader instead of filling memory. */
async function print(text: string): Promise<void> {
  if (!process.stdout.write(text))
    await new Promise<void>((resolve) => process.stdout.once("drain", () => resolve()));
}

function formatOf(path: string): string {
  const ending = path.slice(path.lastIndexOf(".") + 1).toLowerCase();
  return ending === "csv" || ending === "parquet" ? ending : "jsonl";
}
