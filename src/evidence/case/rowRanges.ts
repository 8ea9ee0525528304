/** Rows of the table of records, from and to, both inclusive. */
export type RowRange = readonly [from: number, to: number];

/**
 * The same rows in as few ranges as it takes, in order.
 *
 * @example
 * joinRanges([[4, 6], [1, 3], [9, 9], [5, 7]]) // [[1, 7], [9, 9]]
 */
export function joinRanges(ranges: readonly RowRange[]): RowRange[] {
  const joined: [number, number][] = [];
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1);
    if (last !== undefined && from <= last[1] + 1) last[1] = Math.max(last[1], to);
    else joined.push([from, to]);
  }
  return joined;
}

/**
 * SQL that is true for the rows of some ranges.
 *
 * @example
 * inRanges([[1, 7], [9, 9]]) // "(_row between 1 and 7 or _row between 9 and 9)"
 */
export function inRanges(ranges: readonly RowRange[]): string {
  const parts = joinRanges(ranges).map(([from, to]) => `_row between ${from} and ${to}`);
  return parts.length === 0 ? "false" : `(${parts.join(" or ")})`;
}
