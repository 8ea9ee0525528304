import { checkInteger, checkNumber, describe } from "../core/check";
import type { Column } from "../core/table";
import type { CodingRequest } from "./coding";

/** A column made of a column of the table, and how it is to be coded. */
export interface Made {
  readonly name: string;
  readonly column: Column;
  readonly request: CodingRequest;
}

/** What holds for all columns of an encoder. */
export interface Setting {
  readonly maxLevels: number;
  readonly minCount: number;
  /** Whether every matrix column must be a number. */
  readonly numbers: boolean;
}

/** A column to encode, and what is around it. */
export interface Source<C extends Column = Column> {
  readonly name: string;
  readonly column: C;
  readonly setting: Setting;
  /** Finds another column of the table. */
  look(name: string): Column;
}

/** A time column. */
export type TimeColumn = Extract<Column, { kind: "time" }>;

/** Checks an option, or gives its default for undefined. */
export type Check<T> = (value: unknown, name: string) => T;

/** One way to read a column. */
export interface KindDefinition<O, C extends Column = Column> {
  readonly reads: "time" | "other";
  readonly options: { readonly [K in keyof O]: Check<O[K]> };
  /** Other columns that it reads. */
  needs?(options: O): string[];
  make(source: Source<C>, options: O): Made[];
}

/** A kind that codes the column as it is. */
export function plain<O>(
  options: KindDefinition<O>["options"],
  request: (options: O, setting: Setting) => CodingRequest,
): KindDefinition<O> {
  return {
    ...{ reads: "other", options },
    make: ({ name, column, setting }, given) => [{ name, column, request: request(given, setting) }],
  };
}

/** An integer in a range. */
export function integer(standard: number, least: number, most: number): Check<number> {
  return (value, name) => checkInteger("encoder", name, value ?? standard, least, most);
}

/** A number in a range. */
export function number(standard: number, least: number, most: number): Check<number> {
  return (value, name) => checkNumber("encoder", name, value ?? standard, least, most);
}

/** One of some words, the first by default. */
export function oneOf<T extends string>(...words: readonly T[]): Check<T> {
  return (value = words[0], name) => {
    if (words.includes(value as T)) return value as T;
    throw new RangeError(`encoder: ${name} must be ${words.join(" or ")}, got ${describe(value)}`);
  };
}

/** The name of a column; there is no default. */
export const columnName: Check<string> = (value, name) => {
  if (typeof value === "string") return value;
  throw new TypeError(`encoder: ${name} must be the name of a column, got ${describe(value)}`);
};
