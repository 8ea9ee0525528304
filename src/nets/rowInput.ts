import type { Block, Engine } from "./engine/engine";
import { inputsOf, type Layout } from "./layout";

/** Numbers enter the network within these bounds, so that one wild value cannot blow up a hidden unit. */
const INPUT_LIMIT = 10;

/** Rows of a matrix in the engine's memory, as the network reads and is judged by them. */
export class RowInput {
  /** [rows * categories]; rows of the embedding table, -1 for none. */
  readonly indices: Block<Int32Array>;
  /** [rows, inputs]; the values (0 when hidden), then whether each is visible. */
  readonly numbers: Block<Float32Array>;
  /** [rows * categories]; true codes. */
  readonly codes: Block<Int32Array>;
  /** [rows * numbers]; true values. */
  readonly values: Block<Float32Array>;
  /** [rows * columns]; how much each prediction counts in the loss. */
  readonly weights: Block<Float32Array>;

  constructor(
    engine: Engine,
    readonly layout: Layout,
    readonly rows: number,
  ) {
    const { categories, numbers, columns } = layout;
    this.indices = engine.integers(rows * categories.length);
    this.numbers = engine.floats(rows * inputsOf(layout));
    this.codes = engine.integers(rows * categories.length);
    this.values = engine.floats(rows * numbers.length);
    this.weights = engine.floats(rows * columns.length);
  }

  /**
   * Row i becomes the row of `data` at `from`; column j is shown where `visible[at + j]` is 1.
   *
   * A hidden category reads as the unknown level: knowing nothing and knowing an unseen level are the same context.
   */
  set(i: number, data: Float32Array, from: number, visible: Uint8Array, at: number): void {
    const { categories, numbers, flags } = this.layout;
    for (let c = 0; c < categories.length; c++) {
      const { column, offset } = categories[c]!;
      const code = data[from + column]!;
      this.codes.values[i * categories.length + c] = code;
      this.indices.values[i * categories.length + c] = offset + (visible[at + column] === 1 ? code : 0);
    }
    const width = numbers.length * (flags ? 2 : 1);
    for (let c = 0; c < numbers.length; c++) {
      const column = numbers[c]!;
      const value = data[from + column]!;
      const shown = visible[at + column]!;
      this.values.values[i * numbers.length + c] = value;
      this.numbers.values[i * width + c] =
        shown === 1 ? Math.max(-INPUT_LIMIT, Math.min(INPUT_LIMIT, value)) : 0;
      if (flags) this.numbers.values[i * width + numbers.length + c] = shown;
    }
  }

  /** Row i holds nothing and counts nothing. */
  clear(i: number): void {
    const { categories, numbers, columns } = this.layout;
    const width = inputsOf(this.layout);
    this.indices.values.fill(-1, i * categories.length, (i + 1) * categories.length);
    this.codes.values.fill(0, i * categories.length, (i + 1) * categories.length);
    this.numbers.values.fill(0, i * width, (i + 1) * width);
    this.values.values.fill(0, i * numbers.length, (i + 1) * numbers.length);
    this.weights.values.fill(0, i * columns.length, (i + 1) * columns.length);
  }
}
