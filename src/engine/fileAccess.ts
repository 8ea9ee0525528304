import { type DuckDBConnection, DuckDBInstance, type DuckDBResult } from "@duckdb/node-api";
import type { FileImport, ImportResult } from "./engine";
import { NO_EXTENSIONS } from "./extensions";
import { name } from "./sql";

/**
 * Loads a CSV, Parquet or JSON file into a new table.
 *
 * The file is opened by a second instance that runs nothing but this one query of ours, so that the engine in
 * which users' SQL runs never needs access to the file system. Chunks pass between the two without a copy in
 * JavaScript. Lines that do not fit are returned, not lost.
 */
export async function importFile(target: DuckDBConnection, file: FileImport): Promise<ImportResult> {
  return withReader(async (reader) => {
    const result = await reader.stream(importQuery(file));
    const types = result.columnTypes().map((type) => type.alias ?? String(type));
    const columns = result.columnNames().map((column, i) => `${quoted(column)} ${types[i]}`);
    await target.run(`create table ${file.table} (${columns.join(", ")})`);
    const rows = await copyChunks(result, target, file.table);
    return { rows, rejected: file.kind === "csv" ? await rejectedLines(reader) : [] };
  });
}

/** Writes a result to a Parquet file; returns the number of rows. */
export async function exportParquet(result: DuckDBResult, path: string): Promise<number> {
  return withReader(async (writer) => {
    const types = result.columnTypes().map((type) => type.alias ?? String(type));
    const columns = result.columnNames().map((column, i) => `${quoted(column)} ${types[i]}`);
    await writer.run(`create table result (${columns.join(", ")})`);
    const rows = await copyChunks(result, writer, "result");
    await writer.run(`copy result to ${literal(path)} (format parquet, compression zstd)`);
    return rows;
  });
}

function importQuery({ kind, path, source, firstRow }: FileImport): string {
  const file = literal(path);
  const from = {
    csv: `read_csv(${file}, store_rejects = true, sample_size = 20480, null_padding = false, max_line_size = 16777216)`,
    parquet: `read_parquet(${file})`,
    json: `read_json(${file}, format = 'newline_delimited', maximum_object_size = 16777216)`,
  }[kind];
  const record = "row_number() over ()";
  return (
    `select ${record} + ${firstRow - 1} as _row, ${literal(source)} as _source, ${record} as _record, ` +
    `* exclude (_row, _source, _record) from (select null as _row, null as _source, null as _record, t.* from ${from} t)`
  );
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

async function copyChunks(result: DuckDBResult, target: DuckDBConnection, table: string): Promise<number> {
  const [base, catalog] = table.split(".").reverse() as [string, string?];
  const appender = await target.createAppender(base, null, catalog ?? null);
  let rows = 0;
  for (
    let chunk = await result.fetchChunk();
    chunk && chunk.rowCount > 0;
    chunk = await result.fetchChunk()
  ) {
    appender.appendDataChunk(chunk);
    rows += chunk.rowCount;
  }
  appender.closeSync();
  return rows;
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
