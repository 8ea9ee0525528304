import { checkOptions } from "../core/check";
import type { Sequences } from "../core/sequences";
import { didYouMean } from "../core/suggest";
import type { Column, Columns } from "../core/table";

/** Options of {@link sequences}. */
export interface SequencesOptions {
  /** Column that names the entity: a host, a user. */
  readonly entity: string;
  /** Column with the time, or any number that grows with it. @default the order of the rows */
  readonly time?: string;
}

/**
 * Rows as one sequence an entity, ordered by time: what a network for sequences reads.
 *
 * Rows of equal time keep their order; rows without a time stand first. Rows without an entity are one entity of their
 * own. Only row numbers are made, no copies of rows. Throws a `TypeError` for a column that is not there or is no
 * number or time. O(rows log rows).
 *
 * @example
 * const host = { kind: "category", levels: ["a", "b"], codes: Int32Array.of(1, 0, 1) }
 * const time = { kind: "time", values: Float64Array.of(5, 1, 2) }
 * Array.from(sequences({ rows: 3, columns: new Map([["host", host], ["time", time]]) }, { entity: "host", time: "time" }).order) // [1, 2, 0]
 */
export function sequences(table: Columns, options: SequencesOptions): Sequences {
  checkOptions("sequences", options, ["entity", "time"]);
  const entityOf = codesOf(columnOf(table, options.entity));
  const times = options.time === undefined ? undefined : columnOf(table, options.time);
  if (times !== undefined && times.kind === "category") {
    throw new TypeError(
      `sequences: column ${JSON.stringify(options.time)} must be a time or a number, got texts`,
    );
  }
  const clock = times === undefined ? undefined : (times.values as Float64Array);
  const timeAt = (i: number) => {
    const value = clock?.[i] ?? 0;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const order = Int32Array.from({ length: table.rows }, (_, i) => i).sort((a, b) => {
    const byEntity = entityOf[a]! - entityOf[b]!;
    if (byEntity !== 0) return byEntity;
    const [first, second] = [timeAt(a), timeAt(b)];
    return first < second ? -1 : first > second ? 1 : a - b;
  });
  const starts: number[] = [];
  for (let p = 0; p < order.length; p++) {
    if (p === 0 || entityOf[order[p]!] !== entityOf[order[p - 1]!]) starts.push(p);
  }
  return { order, starts: Int32Array.from([...starts, order.length]) };
}

function columnOf(table: Columns, name: string): Column {
  const column = table.columns.get(name);
  if (column !== undefined) return column;
  const hint = didYouMean(name, table.columns.keys());
  throw new TypeError(
    `sequences: column ${JSON.stringify(name)} not found among ${table.columns.size}${hint}`,
  );
}

/** One integer an entity: the code of a text, or a number for each different number. */
function codesOf(column: Column): Int32Array {
  if (column.kind === "category") return column.codes;
  const known = new Map<number, number>();
  return Int32Array.from(column.values, (value) => {
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
}
