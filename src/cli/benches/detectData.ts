import type { Matrix } from "../../core/matrix";
import { random } from "../../core/random";

/** What the rows of the benchmark look like. */
export type Shape = "machines" | "noise";

const KINDS = 40;
const HIDDEN = 5;
const ODD_SHARE = 0.01;

/**
 * Seeded standardised rows of numbers, [rows, columns].
 *
 * `machines`: forty kinds of behaviour of different sizes and spreads, whose columns follow from five hidden ones, and
 * one row in a hundred from anywhere; `noise`: independent normal columns, the worst case for trees of neighbours.
 */
export function madeNumbers(rows: number, columns: number, shape: Shape): Matrix {
  const draw = random(1);
  const data = new Float32Array(rows * columns);
  const kinds = Array.from({ length: KINDS }, () => ({
    middle: Array.from({ length: columns }, () => draw.normal()),
    turn: Array.from({ length: columns * HIDDEN }, () => draw.normal() / HIDDEN),
    spread: Math.exp(draw.normal() - 1),
  }));
  const hidden = new Float64Array(HIDDEN);
  for (let i = 0; i < rows; i++) {
    const { middle, turn, spread } = kinds[Math.floor(KINDS * draw.next() ** 2)]!;
    const isFree = shape === "noise" || draw.next() < ODD_SHARE;
    for (let h = 0; h < HIDDEN; h++) hidden[h] = spread * draw.normal();
    for (let j = 0; j < columns; j++) {
      let value = isFree ? draw.normal() : middle[j]! + 0.05 * draw.normal();
      if (!isFree) for (let h = 0; h < HIDDEN; h++) value += turn[j * HIDDEN + h]! * hidden[h]!;
      data[i * columns + j] = value;
    }
  }
  const names = Array.from({ length: columns }, (_, j) => `f${j}`);
  return { data, rows, columns: names.map((name) => ({ name, type: { kind: "number" } })) };
}
