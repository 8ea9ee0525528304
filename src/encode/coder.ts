import type { MatrixColumn } from "../core/matrix";
import type { Column } from "../core/table";

/** Where a coding's columns stand in row-major data. */
export interface Place {
  readonly data: Float32Array;
  /** Columns of the matrix. */
  readonly width: number;
  /** The first column of this coding. */
  readonly at: number;
}

/** What one kind of coding can do; its codings are plain data that the baseline has filled. */
export interface Coder<C> {
  /** The matrix columns of a coding. */
  columns(coding: C): MatrixColumn[];
  /** Writes all rows of a column. */
  write(coding: C, column: Column, place: Place): void;
  /** What a reader should know: constant, levels left out. */
  notes(coding: C): string[];
  /** What a value in the coding's column number `part` stands for. */
  text(coding: C, part: number, value: number): string;
}

/** The note of a column that has one value in the whole baseline. */
export function constantNote(name: string): string {
  return `column ${JSON.stringify(name)} is constant`;
}
