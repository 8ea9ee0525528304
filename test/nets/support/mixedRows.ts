import { type Matrix, type MatrixColumn, numberMatrix } from "../../../src/core/matrix";
import { random } from "../../../src/core/random";

/** Seeded rows of two category columns and two numbers; every level known but for some unknown ones. */
export function mixedRows(rows: number, seed = 1): Matrix {
  const draw = random(seed);
  const category = (name: string, levels: number): MatrixColumn => ({
    name,
    type: {
      kind: "category",
      levels: Array.from({ length: levels }, (_, i) => (i === 0 ? "(unknown)" : `l${i}`)),
    },
  });
  const data = Array.from({ length: rows }, () => {
    const a = 1 + draw.integer(3);
    return [
      draw.integer(12) === 0 ? 0 : a,
      1 + ((a + draw.integer(2)) % 5),
      a + 0.3 * draw.normal(),
      draw.normal(),
    ];
  });
  const { columns, ...rest } = numberMatrix(["place", "tool", "size", "time"], data);
  return { ...rest, columns: [category("place", 4), category("tool", 6), columns[2]!, columns[3]!] };
}

/** The number columns alone. */
export function numberRows(rows: number, seed = 1): Matrix {
  const x = mixedRows(rows, seed);
  return numberMatrix(
    ["size", "time"],
    Array.from({ length: rows }, (_, i) => [x.data[i * 4 + 2]!, x.data[i * 4 + 3]!]),
  );
}

/** Throws unless two lists are equal to a part of the largest value. */
export function assertNear(
  got: ArrayLike<number>,
  expected: ArrayLike<number>,
  tolerance: number,
  what = "",
): void {
  if (got.length !== expected.length)
    throw new Error(`${what}: ${got.length} values, not ${expected.length}`);
  let largest = 1e-3;
  for (let i = 0; i < expected.length; i++) largest = Math.max(largest, Math.abs(expected[i]!));
  for (let i = 0; i < got.length; i++) {
    if (!(Math.abs(got[i]! - expected[i]!) <= tolerance * largest)) {
      throw new Error(`${what}: value ${i} is ${got[i]}, not ${expected[i]}`);
    }
  }
}
