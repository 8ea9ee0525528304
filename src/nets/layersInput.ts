import type { Matrix } from "../core/matrix";
import { entranceOf } from "./layersModel";
import { inputsOf, type Layout } from "./layout";

/** Numbers enter a network within these bounds. */
const INPUT_LIMIT = 10;

/**
 * Rows as a layers model reads them, all columns visible: [rows, entrance], one-hot levels, then numbers.
 *
 * Made for tfjs, whose models read dense rows; ours never do. O(rows * entrance).
 */
export function layersInput(layout: Layout, x: Matrix): Float32Array {
  const width = entranceOf(layout);
  const columns = x.columns.length;
  const data = new Float32Array(x.rows * width);
  for (let i = 0; i < x.rows; i++) {
    for (const { column, offset } of layout.categories) {
      data[i * width + offset + x.data[i * columns + column]!] = 1;
    }
    layout.numbers.forEach((column, c) => {
      const value = x.data[i * columns + column]!;
      const at = i * width + layout.levels + c;
      data[at] = Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, value));
      if (inputsOf(layout) > layout.numbers.length) data[at + layout.numbers.length] = 1;
    });
  }
  return data;
}
