import {
  DuckDBBlobValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBStructValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBType,
  type DuckDBValue,
} from "@duckdb/node-api";

/**
 * A DuckDB value as plain, JSON-safe JavaScript.
 *
 * 64-bit integers beyond 2^53 become text, so that nothing is lost; times are ISO text in UTC with microseconds;
 * JSON columns are parsed; blobs are hex.
 */
export function toPlain(value: DuckDBValue, type?: DuckDBType): unknown {
  if (value === null || typeof value === "boolean") return value;
  if (typeof value === "string") return type?.alias === "JSON" ? parseJson(value) : value;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  if (typeof value === "bigint") return isSafe(value) ? Number(value) : value.toString();
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return isoTime(value.micros);
  }
  if (value instanceof DuckDBDecimalValue) return value.toDouble();
  if (value instanceof DuckDBListValue) return value.items.map((item) => toPlain(item));
  if (value instanceof DuckDBStructValue) {
    return Object.fromEntries(Object.entries(value.entries).map(([key, item]) => [key, toPlain(item)]));
  }
  if (value instanceof DuckDBBlobValue) return Buffer.from(value.bytes).toString("hex");
  return String(value);
}

/**
 * Microseconds since 1970 as ISO text in UTC.
 *
 * @example
 * isoTime(1500000n) // "1970-01-01T00:00:01.500000Z"
 */
export function isoTime(micros: bigint): string | null {
  const second = micros >= 0n ? micros / 1000000n : (micros - 999999n) / 1000000n;
  const fraction = (micros - second * 1000000n).toString().padStart(6, "0");
  const date = new Date(Number(second) * 1000);
  if (Number.isNaN(date.getTime())) return null;
  return `${date.toISOString().slice(0, -5)}.${fraction}Z`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isSafe(value: bigint): boolean {
  return value <= 9007199254740991n && value >= -9007199254740991n;
}
