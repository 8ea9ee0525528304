import type { MatrixColumn } from "../core/matrix";
import type { Column } from "../core/table";
import { type CategoryCoding, categoryCoder, fitCategory } from "./category";
import type { Coder, Place } from "./coder";
import { type FrequencyCoding, fitFrequency, frequencyCoder } from "./frequency";
import { fitHash, type HashCoding, type HashOptions, hashCoder } from "./hashing";
import { fitNumber, type NumberCoding, type NumberOptions, numberCoder } from "./number";
import { fitOneHot, type OneHotCoding, oneHotCoder } from "./oneHot";

/** How one column becomes matrix columns, as the baseline has it; plain data. */
export type Coding = CategoryCoding | FrequencyCoding | HashCoding | NumberCoding | OneHotCoding;

/** What is asked for, before the baseline is read. */
export type CodingRequest =
  | { readonly kind: "category"; readonly maxLevels: number; readonly minCount: number }
  | { readonly kind: "frequency" }
  | ({ readonly kind: "hash" } & HashOptions)
  | ({ readonly kind: "number" } & NumberOptions)
  | { readonly kind: "oneHot"; readonly most: number };

const CODERS = {
  category: categoryCoder,
  frequency: frequencyCoder,
  hash: hashCoder,
  number: numberCoder,
  oneHot: oneHotCoder,
};

/** Learns a coding from a column of the baseline. */
export function fitCoding(name: string, column: Column, request: CodingRequest): Coding {
  switch (request.kind) {
    case "category":
      return fitCategory(name, column, request);
    case "frequency":
      return fitFrequency(name, column);
    case "hash": {
      const { of, size, buckets } = request;
      return fitHash(name, column, { of, size, buckets });
    }
    case "number":
      return fitNumber(name, column, request);
    case "oneHot":
      return fitOneHot(name, column, request);
  }
}

/** The matrix columns of a coding. */
export function codingColumns(coding: Coding): MatrixColumn[] {
  return coderOf(coding).columns(coding);
}

/** Writes all rows of a column. */
export function writeCoding(coding: Coding, column: Column, place: Place): void {
  coderOf(coding).write(coding, column, place);
}

/** What a reader should know of a coding. */
export function codingNotes(coding: Coding): string[] {
  return coderOf(coding).notes(coding);
}

/** What a value of the coding's matrix column number `part` stands for. */
export function codingText(coding: Coding, part: number, value: number): string {
  return coderOf(coding).text(coding, part, value);
}

function coderOf(coding: Coding): Coder<Coding> {
  return CODERS[coding.kind] as unknown as Coder<Coding>;
}
