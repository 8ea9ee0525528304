import { checkInteger, checkOptions, describe } from "../core/check";
import type { Matrix } from "../core/matrix";
import { type Sequences, windowsOf } from "../core/sequences";

/** Options of {@link windows}. */
export interface WindowsOptions {
  /** Rows in a window. */
  readonly timesteps: number;
  /** Rows from the start of one window to that of the next. @default 1 */
  readonly stride?: number;
  /** What becomes of an entity with fewer rows: padded to a window, or left out. @default "pad" */
  readonly short?: "pad" | "drop";
}

/** Windows over sequences: row numbers, no copies of rows. */
export interface WindowList {
  readonly count: number;
  readonly timesteps: number;
  /** [windows]; rows in each; what is left up to `timesteps` is padding. */
  readonly lengths: Int32Array;
  /** The row numbers of a window, in the order of their time; a view. */
  rows(window: number): Int32Array;
  /** [timesteps]; 1 for a row, 0 for padding. */
  mask(window: number): Uint8Array;
  /** The rows of some windows one behind the other, [windows * timesteps, columns]; padding is 0. */
  gather(x: Matrix, windows: ArrayLike<number>): Matrix;
}

/**
 * Windows of rows that follow each other, entity by entity: never across hosts, every row in at least one.
 *
 * The last window of an entity ends with its last row. `lstmAutoencoder` makes its own windows from `sequences`; this is
 * for looking at them, and for networks of other libraries. Throws a `RangeError` for a window that is not there.
 * O(windows); `gather` copies only what is asked for.
 *
 * @example
 * const two = { order: Int32Array.of(0, 1, 2, 3), starts: Int32Array.of(0, 3, 4) }
 * const list = windows(two, { timesteps: 2 })
 * Array.from({ length: list.count }, (_, w) => Array.from(list.rows(w))) // [[0, 1], [1, 2], [3]]
 * Array.from(list.mask(2)) // [1, 0]
 */
export function windows(sequences: Sequences, options: WindowsOptions): WindowList {
  checkOptions("windows", options, ["timesteps", "stride", "short"]);
  const timesteps = checkInteger("windows", "timesteps", options.timesteps, 1, 1_000_000);
  const stride = checkInteger("windows", "stride", options.stride ?? 1, 1);
  const short = options.short ?? "pad";
  if (short !== "pad" && short !== "drop") {
    throw new RangeError(`windows: short must be pad or drop, got ${describe(short)}`);
  }
  const all = windowsOf(sequences, timesteps, stride);
  const kept = Int32Array.from(all.from.keys()).filter((w) => short === "pad" || all.length[w] === timesteps);
  const lengths = kept.map((w) => all.length[w]!);
  const rows = (window: number) => {
    checkInteger("windows", "window", window, 0, kept.length - 1);
    const from = all.from[kept[window]!]!;
    return sequences.order.subarray(from, from + lengths[window]!);
  };
  return {
    ...{ count: kept.length, timesteps, lengths, rows },
    mask: (window) => new Uint8Array(timesteps).fill(1, 0, rows(window).length),
    gather(x, wanted) {
      const width = x.columns.length;
      const data = new Float32Array(wanted.length * timesteps * width);
      for (let w = 0; w < wanted.length; w++) {
        rows(wanted[w]!).forEach((row, step) => {
          data.set(x.data.subarray(row * width, (row + 1) * width), (w * timesteps + step) * width);
        });
      }
      return { data, rows: wanted.length * timesteps, columns: x.columns };
    },
  };
}
