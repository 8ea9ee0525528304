import { checkInteger, checkOptions, describe } from "../core/check";
import type { Matrix } from "../core/matrix";
import { didYouMean } from "../core/suggest";
import type { Column, Columns } from "../core/table";
import { type Coding, codingColumns, codingNotes, codingText, fitCoding, writeCoding } from "./coding";
import type { Setting } from "./kind";
import { type ColumnCoding, type Kind, kindOf, makeColumns, neededBy } from "./kinds";

/** Options of {@link encoder}. */
export interface EncoderOptions {
  /**
   * Names, or names with how they are read: a kind, a kind with options, or several of them.
   * @default every column but times and those that begin with "_"
   */
  readonly columns?:
    | readonly string[]
    | Readonly<Record<string, ColumnCoding | readonly ColumnCoding[] | undefined>>;
  /** What the matrix may hold: codes of categories beside numbers, or numbers alone. @default "mixed" */
  readonly output?: "mixed" | "numbers";
  /** Most levels of a category column; rarer ones become unknown. @default 5000 */
  readonly maxLevels?: number;
  /** Levels seen less often in the baseline become unknown. @default 1 */
  readonly minCount?: number;
}

/** What an encoder learned from a baseline; it reads other rows the same way. */
export interface FittedEncoder {
  /** The columns it reads. */
  readonly columns: readonly string[];
  /** [matrix columns]; the column that each was made of: what an explanation speaks of. */
  readonly sources: readonly string[];
  /** What a reader should know: constant columns, levels and columns left out. */
  readonly notes: readonly string[];
  /** [rows, matrix columns]. Throws a `TypeError` when a column is not there. O(rows * columns + levels). */
  transform(columns: Columns): Matrix;
  /** What a value of a matrix column stands for, as text: a level, or a number on its old scale. */
  text(matrixColumn: number, value: number): string;
  /** A JSON-safe form for {@link restoreEncoder}. */
  toJSON(): Record<string, unknown>;
}

/** A column, how it is read, and what that learned; plain data. */
interface Feature {
  readonly source: string;
  readonly kind: Kind;
  readonly codings: readonly Coding[];
}

/** Integer columns with at most this many distinct values are categories: event ids, logon types, hours. */
const FEW_VALUES = 32;
/** Where all must be numbers, categories of at most this many levels get a column a level. */
const FEW_LEVELS = 16;
const FORMAT = "huntbook encoder 2";

/**
 * Turns typed columns into the matrix that detectors read; fitted on the baseline only.
 *
 * Without a kind, text is a `category`, and so is a column of at most 32 different integers; other numbers are
 * `number`. With `output: "numbers"`, for detectors that measure distances, categories become `oneHot` (up to 16
 * levels) or `frequency`. Times have to be asked for. The kinds:
 *
 * - `category`: codes, never quantities: the most frequent level is 1, and 0 is every level that the baseline did not
 *   have; a missing text is a level of its own. Networks embed the codes
 * - `oneHot` { levels = 32 }: a column a level; `frequency`: rarity in bits; `hash` { buckets = 32 }: hashed level
 * - `number`: mean 0, deviation 1; `robust`: by median and quartiles; `minMax`: 0 to 1; `log`: logarithm, then as
 *   `number`; `quantile`: share of the baseline below. Each has a second column that says whether the value is missing
 * - of times: `clock` { zone = "UTC" }: hour and weekday on circles; `workingHours` { zone, from = 8, to = 18, days = 5 };
 *   `sincePrevious` { entity }: seconds since the entity's previous row among those encoded together
 * - of texts: `text`: length and entropy; `path`: length, depth, extension, entropy of the name; `ngrams`
 *   { of = "characters", size = 3, buckets = 64 }: hashed runs of characters or tokens
 *
 * Constant columns are kept, and named in `notes`.
 *
 * @example
 * encoder().fit({ rows: 2, columns: new Map([["hour", { kind: "number", values: Float64Array.of(3, 3) }]]) }).notes // ["column \"hour\" is constant"]
 */
export function encoder(options: EncoderOptions = {}): { fit(columns: Columns): FittedEncoder } {
  checkOptions("encoder", options, ["columns", "output", "maxLevels", "minCount"]);
  const { columns, output = "mixed", maxLevels = 5000, minCount = 1 } = options;
  checkInteger("encoder", "maxLevels", maxLevels, 1, 2 ** 24 - 1);
  checkInteger("encoder", "minCount", minCount, 1);
  if (output !== "mixed" && output !== "numbers") {
    throw new RangeError(`encoder: output must be mixed or numbers, got ${describe(output)}`);
  }
  const setting = { maxLevels, minCount, numbers: output === "numbers" };
  const chosen = columns === undefined ? undefined : chosenKinds(columns, setting);
  return {
    fit(table) {
      if (table.rows === 0) throw new RangeError("encoder: columns to fit on must have rows, got 0");
      const names = chosen ?? usableNames(table).map((name) => [name, undefined] as const);
      const features = names.map(([source, kind]) => {
        const known = kind ?? automaticKind(source, columnOf(table, source), setting);
        const made = makeColumns(source, known, setting, (name) => columnOf(table, name));
        const codings = made.map(({ name, column, request }) => fitCoding(name, column, request));
        return { source, kind: known, codings };
      });
      return fitted(setting, features);
    },
  };
}

/** The encoder behind a `toJSON()`. Throws a `SyntaxError` for anything else. */
export function restoreEncoder(json: unknown): FittedEncoder {
  const parts = (json ?? {}) as { format?: unknown; setting: Setting; features?: Feature[] };
  if (parts.format !== FORMAT || !Array.isArray(parts.features)) {
    throw new SyntaxError(`restoreEncoder: json must be of format ${FORMAT}, got ${describe(parts.format)}`);
  }
  return fitted(parts.setting, parts.features);
}

function fitted(setting: Setting, features: readonly Feature[]): FittedEncoder {
  const parts = features.flatMap(({ source, codings }) =>
    codings.flatMap((coding) =>
      codingColumns(coding).map((column, part) => ({ source, coding, column, part })),
    ),
  );
  const columns = parts.map(({ column }) => column);
  checkUnique(columns.map((column) => column.name));
  return {
    columns: [...new Set(features.flatMap(({ source, kind }) => [source, ...neededBy(kind)]))],
    sources: parts.map(({ source }) => source),
    notes: features.flatMap(({ codings }) => codings.flatMap(codingNotes)),
    transform(table): Matrix {
      const data = new Float32Array(table.rows * columns.length);
      let at = 0;
      for (const { source, kind, codings } of features) {
        const made = makeColumns(source, kind, setting, (name) => columnOf(table, name));
        codings.forEach((coding, i) => {
          writeCoding(coding, made[i]!.column, { data, width: columns.length, at });
          at += codingColumns(coding).length;
        });
      }
      return { data, rows: table.rows, columns };
    },
    text: (matrixColumn, value) => codingText(parts[matrixColumn]!.coding, parts[matrixColumn]!.part, value),
    toJSON: () => ({ format: FORMAT, setting, features }),
  };
}

function checkUnique(names: readonly string[]): void {
  const seen = new Set<string>();
  for (const name of names) {
    if (seen.has(name)) {
      throw new RangeError(
        `encoder: column ${JSON.stringify(name)} must be unique, got it twice; rename one`,
      );
    }
    seen.add(name);
  }
}

/** Each column with each of its kinds; undefined where the column itself decides. */
function chosenKinds(
  columns: NonNullable<EncoderOptions["columns"]>,
  { numbers }: Setting,
): [string, Kind | undefined][] {
  if (Array.isArray(columns)) return columns.map((name: string) => [name, undefined]);
  return Object.entries(columns).flatMap(([name, given]) => {
    const all = Array.isArray(given) ? given : [given];
    return all.map((one): [string, Kind | undefined] => {
      const kind = one === undefined ? undefined : kindOf(name, one);
      if (numbers && kind?.kind === "category") {
        throw new TypeError(
          `encoder: kind of ${JSON.stringify(name)} must make numbers, got category; use oneHot, frequency or hash`,
        );
      }
      return [name, kind];
    });
  });
}

function usableNames(table: Columns): string[] {
  return Array.from(table.columns)
    .filter(([name, column]) => column.kind !== "time" && !name.startsWith("_"))
    .map(([name]) => name);
}

function columnOf(table: Columns, name: string): Column {
  const column = table.columns.get(name);
  if (column !== undefined) return column;
  const hint = didYouMean(name, table.columns.keys());
  throw new TypeError(`encoder: column ${JSON.stringify(name)} not found among ${table.columns.size}${hint}`);
}

function automaticKind(name: string, column: Column, { numbers }: Setting): Kind {
  if (column.kind !== "category" && !hasFewIntegers(column.values)) return kindOf(name, "number");
  if (!numbers) return kindOf(name, "category");
  const levels = column.kind === "category" ? column.levels.length : new Set(column.values).size;
  return kindOf(name, levels <= FEW_LEVELS ? { kind: "oneHot", levels: FEW_LEVELS + 1 } : "frequency");
}

function hasFewIntegers(values: Float64Array): boolean {
  const distinct = new Set<number>();
  for (const value of values) {
    if (Number.isNaN(value)) continue;
    distinct.add(value);
    if (!Number.isInteger(value) || distinct.size > FEW_VALUES) return false;
  }
  return true;
}
