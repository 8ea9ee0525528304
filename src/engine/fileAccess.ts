import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import { chunksOf } from "./chunks";
import type { FileImport, ImportResult } from "./engine";
import { NO_EXTENSIONS } from "./extensions";
import { name } from "./sql";

/**
 * Loads a CSV, Parquet or JSON file into a new table.
 *
 * The file is opened by a second instance that runs nothing but our own queries on it, so that the engine in which
 * users' SQL runs never needs access to the file system. Chunks pass between the two without a copy in JavaScript.
 * Lines that do not fit are returned, not lost; and so is a fault in the middle, behind the rows that came before it.
 */
export async function importFile(target: DuckDBConnection, file: FileImport): Promise<ImportResult> {
  return withReader(async (reader) => {
    const result = await reader.stream(await importQuery(reader, file));
    await target.run(createTable(file.table, result));
    const { rows, fault } = await copyChunks(result, target, file.table);
    const rejected = file.kind === "csv" ? await rejectedLines(reader) : [];
    return { rows, rejected: fault === undefined ? rejected : [...rejected, faultAfter(rows)] };
  });
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
async function importQuery(reader: DuckDBConnection, file: FileImport): Promise<string> {
  const from = readerCall(file);
  const described = await (await reader.run(`describe select * from ${from}`)).getRows();
  const known = ["_row", "_source", "_record"].filter((own) => described.some(([column]) => column === own));
  const rest = known.length === 0 ? "*" : `* exclude (${known.join(", ")})`;
  const place = "row_number() over ()";
  const source = known.includes("_source") ? "_source" : `${literal(file.source)} as _source`;
  const record = known.includes("_record") ? "_record" : `${place} as _record`;
  return `select ${place} + ${file.firstRow - 1} as _row, ${source}, ${record}, ${rest} from ${from}`;
}

function readerCall({ kind, path, delimiter }: FileImport): string {
  const file = literal(withoutGlob(path));
  switch (kind) {
    case "csv":
      return `read_csv(${file}, ${delimiter === undefined ? "" : `delim = ${literal(delimiter)}, quote = '"', escape = '"', `}store_rejects = true, max_line_size = 16777216, hive_partitioning = false)`;
    case "parquet":
      return `read_parquet(${file}, hive_partitioning = false)`;
    case "json":
      return `read_json(${file}, format = 'newline_delimited', sample_size = -1, maximum_object_size = 16777216, hive_partitioning = false)`;
  }
}

/** DuckDB takes file names as patterns; a name of evidence means itself. */
function withoutGlob(path: string): string {
  return path.replace(/[*?[]/g, "[$&]");
}

async function withReader<T>(use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const instance = await DuckDBInstance.create(":memory:", NO_EXTENSIONS);
  const connection = await instance.connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
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
