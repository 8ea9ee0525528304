import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { type Matrix, numberMatrix } from "../../src/core/matrix";

/** A labelled table: numbers in all columns but the last, which says 1 for what is odd. */
export interface Labelled {
  readonly names: readonly string[];
  readonly rows: readonly (readonly number[])[];
}

/** The lines of a gzipped text. */
export function linesOf(path: string): string[] {
  return gunzipSync(readFileSync(path)).toString("utf8").trim().split("\n");
}

/** A gzipped CSV of numbers whose last column is the label. */
export function labelledOf(path: string): Labelled {
  const [header, ...lines] = linesOf(path);
  return {
    names: header!.split(",").slice(0, -1),
    rows: lines.map((line) => line.split(",").map(Number)),
  };
}

/** Which rows are odd. */
export function truthOf(rows: Labelled["rows"]): boolean[] {
  return rows.map((row) => row[row.length - 1] === 1);
}

/** Standardised by the rows of the fit; columns beyond the names (labels) are left out. */
export function scaleOf(
  fitted: Labelled["rows"],
  names: readonly string[],
): (rows: Labelled["rows"]) => Matrix {
  const moments = names.map((_, j) => {
    const mean = fitted.reduce((sum, row) => sum + row[j]!, 0) / fitted.length;
    const variance = fitted.reduce((sum, row) => sum + (row[j]! - mean) ** 2, 0) / fitted.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  return (rows) =>
    numberMatrix(
      names,
      rows.map((row) => moments.map(({ mean, deviation }, j) => (row[j]! - mean) / deviation)),
    );
}

/** Area under the ROC curve: the share of pairs in the right order, ties counting half. O(n log n). */
export function auroc(scores: ArrayLike<number>, truth: readonly boolean[]): number {
  const order = Array.from(truth.keys()).sort((a, b) => scores[a]! - scores[b]!);
  let [right, below, odd] = [0, 0, 0];
  for (let from = 0; from < order.length; ) {
    let [to, here, oddHere] = [from, 0, 0];
    while (to < order.length && scores[order[to]!] === scores[order[from]!]) {
      if (truth[order[to]!]) oddHere += 1;
      else here += 1;
      to += 1;
    }
    right += oddHere * (below + here / 2);
    below += here;
    odd += oddHere;
    from = to;
  }
  return right / (odd * below);
}
