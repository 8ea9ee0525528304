/** Rows in the order of their time, entity by entity; a view, no copy of the rows. */
export interface Sequences {
  /** [rows]; row numbers: those of the first entity in the order of their time, then those of the second, … */
  readonly order: Int32Array;
  /** [entities + 1]; where in `order` each entity starts, and the end. */
  readonly starts: Int32Array;
}

/** Windows over sequences, as places in `order`: what they hold is read when it is needed. */
export interface Windows {
  readonly sequences: Sequences;
  readonly timesteps: number;
  /** [windows]; the place in `order` of each window's first row. */
  readonly from: Int32Array;
  /** [windows]; rows in each window: `timesteps`, or fewer where an entity has no more. */
  readonly length: Int32Array;
}

/**
 * Every row as a sequence of its own, for rows without order. O(rows).
 *
 * @example
 * Array.from(loneRows(2).starts) // [0, 1, 2]
 */
export function loneRows(rows: number): Sequences {
  return {
    order: Int32Array.from({ length: rows }, (_, i) => i),
    starts: Int32Array.from({ length: rows + 1 }, (_, i) => i),
  };
}

/**
 * Windows of `timesteps` rows, one every `stride` rows, never across entities.
 *
 * The last window of an entity ends with its last row, so that every row is covered; an entity with fewer rows than
 * `timesteps` has one shorter window. O(windows).
 *
 * @example
 * Array.from(windowsOf({ order: Int32Array.of(0, 1, 2, 3, 4), starts: Int32Array.of(0, 4, 5) }, 3, 2).from) // [0, 1, 4]
 */
export function windowsOf(sequences: Sequences, timesteps: number, stride: number): Windows {
  const from: number[] = [];
  const length: number[] = [];
  for (let e = 0; e + 1 < sequences.starts.length; e++) {
    const [start, end] = [sequences.starts[e]!, sequences.starts[e + 1]!];
    const last = Math.max(start, end - timesteps);
    for (let at = start; at < last; at += stride) {
      from.push(at);
      length.push(timesteps);
    }
    if (end > start) {
      from.push(last);
      length.push(end - last);
    }
  }
  return { sequences, timesteps, from: Int32Array.from(from), length: Int32Array.from(length) };
}
