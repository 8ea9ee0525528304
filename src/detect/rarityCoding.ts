import type { Matrix, MatrixColumn } from "../core/matrix";
import { levelCounts, smoothed } from "./frequency";
import type { Coding, Recoding } from "./recoded";
import { jsonOf } from "./trainingRows";

const NAME = "rarity";

/**
 * Reads a category as one number, how rare its level is: -log2 of its smoothed share of the baseline, in tenths of a bit.
 *
 * A real quantity, with an order and distances that mean something, and one column whatever the number of levels. What
 * is lost is which level it was: two levels that are equally rare are equal. A level that the baseline did not have is
 * the rarest. Numbers stay as they are. Tenths, since less is noise: 100 rows are not rarer than 101, and a detector that
 * divides by the spread of a column would make much of it.
 *
 * @example
 * const kinds = { name: "kind", type: { kind: "category", levels: ["(unknown)", "a", "b"] } }
 * const x = { data: Float32Array.of(1, 1, 1, 1, 2), rows: 5, columns: [kinds] }
 * Array.from(rarityCoding().fit(x).transform(x).data).map((bits) => bits.toFixed(2)) // ["0.70", "0.70", "0.70", "0.70", "2.00"]
 *
 * Source: Laplace's rule of succession for the shares.
 */
export function rarityCoding(): Coding {
  return {
    name: NAME,
    options: Object.freeze({}),
    fit(x, weights = new Float64Array(x.rows).fill(1)) {
      const bits = x.columns.map(({ type }, j) =>
        type.kind === "category"
          ? Array.from(smoothed(levelCounts(x, j, type.levels.length, weights)), tenthsOfBits)
          : undefined,
      );
      return recodingOf(x.columns, bits);
    },
    restore(json, columns) {
      const { bits } = jsonOf<{ bits: (number[] | null)[] }>("rarityCoding", NAME, json);
      return recodingOf(
        columns,
        bits.map((values) => values ?? undefined),
      );
    },
  };
}

function tenthsOfBits(share: number): number {
  return Math.round(-10 * Math.log2(share)) / 10;
}

/** `bits` has the number of each level, of each category column. */
function recodingOf(
  columns: readonly MatrixColumn[],
  bits: readonly (readonly number[] | undefined)[],
): Recoding {
  const made = columns.map(({ name }): MatrixColumn => ({ name, type: { kind: "number" } }));
  return {
    sourceOf: columns.map((_, j) => j),
    transform(x): Matrix {
      const data = x.data.slice();
      bits.forEach((values, j) => {
        if (values === undefined) return;
        for (let at = j; at < data.length; at += columns.length) data[at] = values[data[at]!]!;
      });
      return { data, rows: x.rows, columns: made };
    },
    toJSON: () => ({ method: NAME, bits: bits.map((values) => values ?? null) }),
  };
}
