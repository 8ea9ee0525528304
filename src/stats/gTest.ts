import { chiSquareTail } from "./chiSquareTail";

/** What {@link gTest} gives. */
export interface GTest {
  /** 2 * sum of observed * ln(observed / expected). */
  readonly statistic: number;
  readonly degrees: number;
  /** The chance of a statistic at least this large when rows and columns are independent; for large counts only. */
  readonly tail: number;
  /** Counts under independence: row total * column total / total. */
  readonly expected: readonly (readonly number[])[];
}

/**
 * The G-test of independence (likelihood ratio) for a table of counts.
 *
 * The tail is an approximation for expected counts of five and more; for small ones take {@link hypergeometricTail}.
 * NaN for a table without counts. `TypeError` for rows of different length. O(cells).
 *
 * @example
 * gTest([[10, 20], [30, 40]]).statistic.toFixed(4) // "0.8043"
 *
 * Source: Sokal and Rohlf, Biometry (1981), section 17.
 */
export function gTest(table: readonly (readonly number[])[]): GTest {
  const width = table[0]?.length ?? 0;
  if (table.some((row) => row.length !== width)) {
    throw new TypeError(
      `gTest: rows must have ${width} counts each, got ${table.map((row) => row.length).join(", ")}`,
    );
  }
  const rows = table.map((row) => row.reduce((sum, n) => sum + n, 0));
  const columns = Array.from({ length: width }, (_, j) => table.reduce((sum, row) => sum + row[j]!, 0));
  const total = rows.reduce((sum, n) => sum + n, 0);
  const expected = rows.map((row) => columns.map((column) => (row * column) / total));
  let half = 0;
  table.forEach((row, i) => {
    row.forEach((n, j) => {
      if (n > 0) half += n * Math.log(n / expected[i]![j]!);
    });
  });
  const statistic = total === 0 ? Number.NaN : 2 * half;
  const degrees = (table.length - 1) * (width - 1);
  return { statistic, degrees, tail: chiSquareTail(statistic, degrees), expected };
}
