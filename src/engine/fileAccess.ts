import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import { chunksOf } from "./chunks";
import { MAX_RECORD } from "./csvRecords";
import type { FileImport, ImportResult } from "./engine";
import { NO_EXTENSIONS } from "./extensions";
import { csvShape, fittingCsv } from "./fittingCsv";
import { makeSpillFolder, removeSpillFolder } from "./spillFolder";
import { name } from "./sql";

/**
 * Loads a CSV, Parquet or JSON file into a new table.
 *
 * The file is opened by a second instance that runs nothing but our own queries on it, so that the engine in which
 * users' SQL runs never needs access to the file system. Chunks pass between the two without a copy in JavaScript.
 * Lines that do not fit are returned, not lost; and so is a fault in the middle, behind the rows that came before it.
 */
export async function importFile(target: DuckDBConnection, file: FileImport): Promise<ImportResult> {
  return withReader(async (reader, folder) => {
    if (file.kind !== "csv") return importRows(reader, target, file, await namesOf(reader, file));
    const { names, ...shape } = await csvShape(reader, csvCall(file, "ignore_errors"));
    const fitting = await fittingCsv(file.path, shape, folder);
    const { rows, rejected } = await importRows(reader, target, { ...file, path: fitting.path }, names);
    return { rows, rejected: [...fitting.rejected, ...rejected] };
  });
}

async function importRows(
  reader: DuckDBConnection,
  target: DuckDBConnection,
  file: FileImport,
  names: readonly string[],
): Promise<ImportResult> {
  const result = await reader.stream(importQuery(file, names));
  await target.run(createTable(file.table, result));
  const { rows, fault } = await copyChunks(result, target, file.table);
  const rejected = file.kind === "csv" ? await rejectedLines(reader) : [];
  return { rows, rejected: fault === undefined ? rejected : [...rejected, faultAfter(rows)] };
}

async function namesOf(reader: DuckDBConnection, file: FileImport): Promise<string[]> {
  const described = await (await reader.run(`describe select * from ${readerCall(file)}`)).getRows();
  return described.map(([column]) => String(column));
}

/** Writes a result to a Parquet file; returns the number of rows. */
export async function exportParquet(result: DuckDBResult, path: string): Promise<number> {
  return withReader(async (writer) => {
    await writer.run(createTable("result", result));
    const { rows, fault } = await copyChunks(result, writer, "result");
    if (fault !== undefined) throw fault;
    await writer.run(`copy result to ${literal(path)} (format parquet, compression zstd)`);
    return rows;
  });
}

function createTable(table: string, result: DuckDBResult): string {
  const types = result.columnTypes().map((type) => type.alias ?? String(type));
  const columns = result.columnNames().map((column, i) => `${quoted(column)} ${types[i]}`);
  return `create table ${table} (${columns.join(", ")})`;
}

/** A file that has provenance columns already (an export of ours) keeps its own; rows are numbered anew. */
function importQuery(file: FileImport, names: readonly string[]): string {
  const from = readerCall(file);
  const known = ["_row", "_source", "_record"].filter((own) => names.includes(own));
  const rest = known.length === 0 ? "*" : `* exclude (${known.join(", ")})`;
  const place = "row_number() over ()";
  const source = known.includes("_source") ? "_source" : `${literal(file.source)} as _source`;
  const record = known.includes("_record") ? "_record" : `${place} as _record`;
  return `select ${place} + ${file.firstRow - 1} as _row, ${source}, ${record}, ${rest} from ${from}`;
}

function readerCall(file: FileImport): string {
  const path = literal(withoutGlob(file.path));
  switch (file.kind) {
    case "csv":
      return `read_csv(${csvCall(file, "store_rejects")})`;
    case "parquet":
      return `read_parquet(${path}, hive_partitioning = false)`;
    case "json":
      return `read_json(${path}, format = 'newline_delimited', sample_size = -1, maximum_object_size = ${MAX_RECORD}, hive_partitioning = false)`;
  }
}

/** Both ways pass over what does not fit; only the one that stores it takes long over records of many cells. */
function csvCall({ path, delimiter }: FileImport, faults: "ignore_errors" | "store_rejects"): string {
  const marks = delimiter === undefined ? "" : `delim = ${literal(delimiter)}, quote = '"', escape = '"', `;
  return `${literal(withoutGlob(path))}, ${marks}${faults} = true, max_line_size = ${MAX_RECORD}, hive_partitioning = false`;
}

/** DuckDB takes file names as patterns; a name of evidence means itself. */
function withoutGlob(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

/** `folder` makes a place for files that are gone afterwards. */
async function withReader<T>(
  use: (connection: DuckDBConnection, folder: () => string) => Promise<T>,
): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", NO_EXTENSIONS);
  const connection = await instance.connect();
  let spill: string | undefined;
  const folder = () => {
    spill ??= makeSpillFolder();
    return spill;
  };
  try {
    return await use(connection, folder);
  } finally {
    connection.closeSync();
    instance.closeSync();
    if (spill !== undefined) removeSpillFolder(spill);
  }
}

async function copyChunks(
  result: DuckDBResult,
  target: DuckDBConnection,
  table: string,
): Promise<{ rows: number; fault: unknown }> {
  const [base, catalog] = table.split(".").reverse() as [string, string?];
  const appender = await target.createAppender(base, null, catalog ?? null);
  let rows = 0;
  let fault: unknown;
  try {
    for await (const chunk of chunksOf(result)) {
      appender.appendDataChunk(chunk);
      rows += chunk.rowCount;
    }
  } catch (error) {
    fault = error;
  }
  appender.closeSync();
  return { rows, fault };
}

function faultAfter(rows: number): ImportResult["rejected"][number] {
  return {
    place: `row ${rows + 1}`,
    reason: "reading stopped here or a little later: the file does not fit its own columns, or is damaged",
  };
}

async function rejectedLines(reader: DuckDBConnection): Promise<ImportResult["rejected"]> {
  const result = await reader.run(
    "select line, first(column_name), first(error_message) from reject_errors group by line order by line limit 100000",
  );
  return (await result.getRows()).map(([line, column, message]) => ({
    place: column === null ? `line ${line}` : `line ${line}, column ${JSON.stringify(column)}`,
    reason: String(message).split("\n")[0]!.slice(0, 200),
  }));
}

function quoted(column: string): string {
  return name(column).text[0]!;
}

function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}
