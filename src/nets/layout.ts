import type { MatrixColumn } from "../core/matrix";

/** How the error of a number column is counted; see {@link Layout}. */
export type NumberLoss = "gaussian" | "absolute" | "squared";

/** A category column as the network sees it. */
export interface CategoryPart {
  /** Index of the matrix column. */
  readonly column: number;
  /** Number of levels, the unknown one (code 0) included; the head predicts the known ones. */
  readonly levels: number;
  /** First row of this column in the shared embedding table. */
  readonly offset: number;
}

/** How the columns of a matrix enter and leave the network. */
export interface Layout {
  readonly columns: readonly MatrixColumn[];
  readonly categories: readonly CategoryPart[];
  /** Indices of the number columns. */
  readonly numbers: readonly number[];
  /** [numbers]; the loss of each. */
  readonly losses: readonly NumberLoss[];
  /** [columns]; where each column stands in `categories` or in `numbers`. */
  readonly partOf: readonly number[];
  /** Levels of all category columns together: rows of the embedding table. */
  readonly levels: number;
  /** Whether the network is told of each number if it is visible: not where nothing is ever hidden. */
  readonly flags: boolean;
  /** Whether the network says of each number how sure it is. */
  readonly deviations: boolean;
}

/** What {@link layoutOf} asks beside the columns. */
export interface LayoutOptions {
  /** Whether the network ever sees rows with hidden columns. */
  readonly flags: boolean;
  /** One loss for all number columns, or one each by name; those not named are gaussian. */
  readonly numberLoss: NumberLoss | Readonly<Record<string, NumberLoss>>;
}

/** The layout for these columns: categories enter as gathers from one table, numbers as they are. O(columns). */
export function layoutOf(columns: readonly MatrixColumn[], { flags, numberLoss }: LayoutOptions): Layout {
  const categories: CategoryPart[] = [];
  const numbers: number[] = [];
  const losses: NumberLoss[] = [];
  let offset = 0;
  const partOf = columns.map((column, j) => {
    if (column.type.kind === "number") {
      losses.push(typeof numberLoss === "string" ? numberLoss : lossNamed(numberLoss, column.name));
      return numbers.push(j) - 1;
    }
    const levels = column.type.levels.length;
    categories.push({ column: j, levels, offset });
    offset += levels;
    return categories.length - 1;
  });
  const deviations = losses.includes("gaussian");
  return { columns, categories, numbers, losses, partOf, levels: offset, flags, deviations };
}

function lossNamed(losses: Readonly<Record<string, NumberLoss>>, name: string): NumberLoss {
  return Object.hasOwn(losses, name) ? losses[name]! : "gaussian";
}

/** Numbers that enter the network for a row. */
export function inputsOf({ numbers, flags }: Layout): number {
  return numbers.length * (flags ? 2 : 1);
}

/** Numbers that the head of the number columns gives for a row. */
export function outputsOf({ numbers, deviations }: Layout): number {
  return numbers.length * (deviations ? 2 : 1);
}

/** Whether a score is in bits: not where all there is are plain errors of numbers. */
export function isInBits({ categories, losses }: Layout): boolean {
  return categories.length > 0 || losses.includes("gaussian");
}
