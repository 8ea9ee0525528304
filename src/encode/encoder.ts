import { checkInteger, checkOptions, describe } from "../core/check";
import type { Matrix, MatrixColumn } from "../core/matrix";
import { didYouMean } from "../core/suggest";
import type { Column, Columns } from "../core/table";
import { type CategoryCoding, categoryColumns, fitCategory, writeCategory } from "./category";
import { fitNumber, type NumberCoding, numberColumns, writeNumber } from "./number";

/** How a column is read. */
export type EncodedKind = "category" | "number";

/** Options of {@link encoder}. */
export interface EncoderOptions {
  /** Names, or names with their kind. @default every column but times and those that begin with "_" */
  readonly columns?: readonly string[] | Readonly<Record<string, EncodedKind>>;
  /** Most levels of a category column; rarer ones become unknown. @default 5000 */
  readonly maxLevels?: number;
  /** Levels seen less often in the baseline become unknown. @default 1 */
  readonly minCount?: number;
}

/** What an encoder learned from a baseline; it reads other rows the same way. */
export interface FittedEncoder {
  /** The columns it reads. */
  readonly columns: readonly string[];
  /** What a reader should know: constant columns, levels and columns left out. */
  readonly notes: readonly string[];
  /** [rows, matrix columns]. Throws a `TypeError` when a column is not there. O(rows * columns + levels). */
  transform(columns: Columns): Matrix;
  /** What a value of a matrix column stands for, as text: a level, or a number on its old scale. */
  text(matrixColumn: number, value: number): string;
  /** A JSON-safe form for {@link restoreEncoder}. */
  toJSON(): Record<string, unknown>;
}

type Coding = CategoryCoding | NumberCoding;

/** Integer columns with at most this many distinct values are categories: event ids, logon types, hours. */
const FEW_VALUES = 32;
const FORMAT = "huntbook encoder 1";

/**
 * Turns typed columns into the matrix that detectors read; fitted on the baseline only.
 *
 * A category becomes codes, never quantities: the most frequent level is 1, and 0 is every level that the baseline
 * did not have. A missing text is a level of its own. A number is standardised (mean 0, deviation 1) and gets a second
 * column that says whether it is missing. Without a kind, text is a category, and so is a column of at most 32
 * different integers; other numbers are numbers. Times need a feature first (an hour, a weekday) and are refused.
 *
 * @example
 * encoder().fit({ rows: 2, columns: new Map([["hour", { kind: "number", values: Float64Array.of(3, 3) }]]) }).notes // ["column \"hour\" is constant"]
 */
export function encoder(options: EncoderOptions = {}): { fit(columns: Columns): FittedEncoder } {
  checkOptions("encoder", options, ["columns", "maxLevels", "minCount"]);
  const { columns, maxLevels = 5000, minCount = 1 } = options;
  checkInteger("encoder", "maxLevels", maxLevels, 1, 2 ** 24 - 1);
  checkInteger("encoder", "minCount", minCount, 1);
  const chosen = chosenKinds(columns);
  return {
    fit(table) {
      if (table.rows === 0) throw new RangeError("encoder: columns to fit on must have rows, got 0");
      const kinds = chosen ?? new Map(usableNames(table).map((name) => [name, undefined]));
      const codings = Array.from(kinds, ([name, kind]) => {
        const column = columnOf(table, name);
        const isCategory = (kind ?? automaticKind(column)) === "category";
        return isCategory ? fitCategory(name, column, maxLevels, minCount) : fitNumber(name, column);
      });
      return fitted(codings);
    },
  };
}

/** The encoder behind a `toJSON()`. Throws a `SyntaxError` for anything else. */
export function restoreEncoder(json: unknown): FittedEncoder {
  const { format, codings } = (json ?? {}) as { format?: unknown; codings?: Coding[] };
  if (format !== FORMAT || !Array.isArray(codings)) {
    throw new SyntaxError(`restoreEncoder: json must be of format ${FORMAT}, got ${describe(format)}`);
  }
  return fitted(codings);
}

function fitted(codings: readonly Coding[]): FittedEncoder {
  const matrixColumns = codings.flatMap(columnsOf);
  const codingOf = codings.flatMap((coding) => columnsOf(coding).map(() => coding));
  const repeated = matrixColumns.find(
    (c, j) => matrixColumns.findIndex((other) => other.name === c.name) !== j,
  );
  if (repeated !== undefined) {
    throw new RangeError(
      `encoder: column ${JSON.stringify(repeated.name)} must be unique, got it twice; rename one`,
    );
  }
  return {
    columns: codings.map((coding) => coding.name),
    notes: codings.flatMap(notesOf),
    transform: (table) => transform(codings, matrixColumns, table),
    text: (matrixColumn, value) => textOf(matrixColumns[matrixColumn]!, codingOf[matrixColumn]!, value),
    toJSON: () => ({ format: FORMAT, codings }),
  };
}

function transform(codings: readonly Coding[], columns: readonly MatrixColumn[], table: Columns): Matrix {
  const width = columns.length;
  const data = new Float32Array(table.rows * width);
  let at = 0;
  for (const coding of codings) {
    const column = columnOf(table, coding.name);
    if (coding.kind === "category") writeCategory(coding, column, data, width, at);
    else writeNumber(coding, column, data, width, at);
    at += columnsOf(coding).length;
  }
  return { data, rows: table.rows, columns };
}

function columnsOf(coding: Coding): MatrixColumn[] {
  return coding.kind === "category" ? categoryColumns(coding) : numberColumns(coding);
}

function textOf({ type }: MatrixColumn, coding: Coding, value: number): string {
  if (type.kind === "category") return type.levels[value] ?? type.levels[0]!;
  const { center, scale } = coding as NumberCoding;
  return String(Number((center + value * scale).toPrecision(6)));
}

function notesOf(coding: Coding): string[] {
  const name = JSON.stringify(coding.name);
  if (coding.kind === "number") return coding.constant ? [`column ${name} is constant`] : [];
  const notes = coding.levels.length <= 2 && coding.dropped === 0 ? [`column ${name} is constant`] : [];
  if (coding.dropped > 0) notes.push(`column ${name}: ${coding.dropped} rare levels count as unknown`);
  return notes;
}

function chosenKinds(columns: EncoderOptions["columns"]): Map<string, EncodedKind | undefined> | undefined {
  if (columns === undefined) return undefined;
  if (Array.isArray(columns)) return new Map(columns.map((name: string) => [name, undefined]));
  const kinds = new Map(Object.entries(columns as Record<string, EncodedKind>));
  for (const [name, kind] of kinds) {
    if (kind !== "category" && kind !== "number") {
      throw new TypeError(
        `encoder: kind of ${JSON.stringify(name)} must be category or number, got ${describe(kind)}`,
      );
    }
  }
  return kinds;
}

function usableNames(table: Columns): string[] {
  return Array.from(table.columns)
    .filter(([name, column]) => column.kind !== "time" && !name.startsWith("_"))
    .map(([name]) => name);
}

function columnOf(table: Columns, name: string): Column {
  const column = table.columns.get(name);
  if (column === undefined) {
    const hint = didYouMean(name, table.columns.keys());
    throw new TypeError(
      `encoder: column ${JSON.stringify(name)} not found among ${table.columns.size}${hint}`,
    );
  }
  if (column.kind === "time") {
    throw new TypeError(
      `encoder: column ${JSON.stringify(name)} must be text or number, got a time; select an hour or a weekday from it`,
    );
  }
  return column;
}

function automaticKind(column: Column): EncodedKind {
  if (column.kind === "category") return "category";
  const distinct = new Set<number>();
  for (const value of column.values) {
    if (Number.isNaN(value)) continue;
    distinct.add(value);
    if (!Number.isInteger(value) || distinct.size > FEW_VALUES) return "number";
  }
  return "category";
}
