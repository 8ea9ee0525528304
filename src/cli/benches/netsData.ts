import type { Matrix, MatrixColumn } from "../../core/matrix";
import { numberMatrix } from "../../core/matrix";
import { random } from "../../core/random";
import type { Sequences } from "../../core/sequences";

/** Windows of numbers, and the network that reads them. */
export interface LstmCase {
  readonly windows: number;
  readonly timesteps: number;
  readonly features: number;
  readonly units: number;
  readonly batch: number;
  readonly epochs: number;
}

/** Levels of the seven columns of the dense case. */
export const DENSE_LEVELS: readonly number[] = [5, 20, 60, 150, 400, 1000, 2000];

/** Seeded windows that stand apart: [windows * timesteps, features]. */
export function madeWindows({ windows, timesteps, features }: LstmCase): { x: Matrix; sequences: Sequences } {
  const draw = random(1);
  const names = Array.from({ length: features }, (_, j) => `f${j}`);
  const rows = Array.from({ length: windows * timesteps }, () => names.map(() => draw.normal()));
  return { x: numberMatrix(names, rows), sequences: evenSequences(windows, timesteps) };
}

/** Entities of the same length, one behind the other. */
export function evenSequences(entities: number, length: number): Sequences {
  return {
    order: Int32Array.from({ length: entities * length }, (_, i) => i),
    starts: Int32Array.from({ length: entities + 1 }, (_, e) => e * length),
  };
}

/** Seeded rows of seven category columns that belong together, of `kinds` different rows. */
export function madeCategories(rows: number, kinds: number): Matrix {
  const draw = random(1);
  const columns: MatrixColumn[] = DENSE_LEVELS.map((count, j) => ({
    name: `c${j}`,
    type: {
      kind: "category",
      levels: ["(unknown)", ...Array.from({ length: count }, (_, i) => `level ${i}`)],
    },
  }));
  const kindRows = Array.from({ length: kinds }, () => {
    const group = draw.next();
    return DENSE_LEVELS.map((count) => 1 + Math.floor(count * (0.7 * group + 0.3 * draw.next())));
  });
  const data = new Float32Array(rows * DENSE_LEVELS.length);
  for (let i = 0; i < rows; i++) {
    // Every kind once, then the first ones more often, as tasks are.
    data.set(kindRows[i < kinds ? i : Math.floor(kinds * draw.next() ** 2)]!, i * DENSE_LEVELS.length);
  }
  return { data, rows, columns };
}
