import { type DuckDBAppender, DuckDBDataChunk, type DuckDBType } from "@duckdb/node-api";
import duckdb from "@duckdb/node-bindings";
import type { ColumnBlock, RowBlock } from "./rowBlock";

/** Words of DuckDB's text header: size, then up to twelve bytes of text, or the first four and an address. */
const HEADER_WORDS = 4;
const HEADER_BYTES = 4 * HEADER_WORDS;
const INLINE = 12;
const WORD = 2 ** 32;

/** Hands a block of rows to DuckDB as one chunk; `types` are those of the appender's columns. */
export function writeBlock(appender: DuckDBAppender, types: readonly DuckDBType[], block: RowBlock): void {
  const chunk = DuckDBDataChunk.create(types, block.rows);
  block.columns.forEach((column, i) => {
    const vector = duckdb.data_chunk_get_vector(chunk.chunk, i);
    if (column.starts === undefined) copy(vector, column.bytes);
    else writeTexts(vector, column, block.rows);
    if (column.nulls !== undefined) writeNulls(vector, column.nulls);
  });
  appender.appendDataChunk(chunk);
}

/**
 * Texts go to DuckDB all in one piece, and then a header for each row that points into it: a call into DuckDB for
 * every text takes several times as long.
 *
 * Source: duckdb.h, `duckdb_string_t`.
 */
function writeTexts(vector: duckdb.Vector, column: ColumnBlock, rows: number): void {
  duckdb.vector_assign_string_element_len(vector, 0, column.bytes);
  const whole = duckdb.vector_get_data(vector, HEADER_BYTES);
  copy(vector, textHeaders(column, rows, new DataView(whole.buffer, whole.byteOffset)));
}

/** `whole` is the header of the one piece: its address serves texts that are too long to stand in their header. */
function textHeaders({ bytes, starts, sizes }: ColumnBlock, rows: number, whole: DataView): Uint8Array {
  const words = new Uint32Array(rows * HEADER_WORDS);
  const headers = new Uint8Array(words.buffer);
  const low = whole.getUint32(8, true);
  const high = whole.getUint32(12, true);
  for (let row = 0, at = 0; row < rows; row++, at += HEADER_WORDS) {
    const size = sizes![row]!;
    const start = starts![row]!;
    words[at] = size;
    if (size > INLINE) {
      words[at + 1] = word(bytes, start);
      words[at + 2] = low + start;
      words[at + 3] = high + (low + start >= WORD ? 1 : 0);
    } else {
      for (let i = 0; i < size; i++) headers[4 * at + 4 + i] = bytes[start + i]!;
    }
  }
  return headers;
}

function writeNulls(vector: duckdb.Vector, nulls: Uint8Array): void {
  duckdb.vector_ensure_validity_writable(vector);
  const { buffer, byteOffset, length } = nulls;
  duckdb.copy_data_to_vector_validity(vector, 0, buffer as ArrayBuffer, byteOffset, length);
}

function copy(vector: duckdb.Vector, { buffer, byteOffset, length }: Uint8Array): void {
  duckdb.copy_data_to_vector(vector, 0, buffer as ArrayBuffer, byteOffset, length);
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}
