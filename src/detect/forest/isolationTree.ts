import type { Random } from "../../core/random";
import type { TrainingRows } from "../trainingRows";

/** Trees as flat arrays: node n's children are n + 1 and `right[n]`. */
export interface IsolationTrees {
  /** [nodes]; the column of a split, or the number of its direction when there are directions; -1 for a leaf. */
  readonly column: Int32Array;
  /** [nodes]; values below go left. */
  readonly split: Float64Array;
  readonly right: Int32Array;
  /** [nodes]; the path length that a sample of this node's weight still takes on average. */
  readonly remaining: Float64Array;
  /** [trees]; where each tree begins. */
  readonly roots: Int32Array;
  /** [directions, width]; empty for splits by single columns. */
  readonly directions: Float64Array;
}

const EULER = 0.5772156649015329;

/**
 * Average path length of an unsuccessful search in a binary tree of n values; the paper's c(n).
 *
 * @example
 * averagePath(2) // 1
 */
export function averagePath(n: number): number {
  if (n <= 1) return 0;
  if (n <= 2) return 1;
  return 2 * (Math.log(n - 1) + EULER) - (2 * (n - 1)) / n;
}

/** Grows isolation trees one after the other into flat arrays. */
export class TreeBuilder {
  private readonly column: number[] = [];
  private readonly split: number[] = [];
  private readonly right: number[] = [];
  private readonly remaining: number[] = [];
  private readonly roots: number[] = [];
  private readonly directions: number[] = [];

  /** `extension` is how many columns a split weighs beside its first: 0 for splits by one column. */
  constructor(
    private readonly rows: TrainingRows,
    private readonly extension: number,
  ) {}

  /** Adds a tree over these rows with these weights. */
  grow(sample: { readonly rows: Uint32Array; readonly weights: Float64Array }, random: Random): void {
    const total = sample.weights.reduce((sum, weight) => sum + weight, 0);
    const deepest = Math.ceil(Math.log2(Math.max(2, total)));
    this.roots.push(this.column.length);
    const members = Uint32Array.from(sample.rows, (_, i) => i);
    const build = (from: number, to: number, depth: number): void => {
      const node = this.column.length;
      let weight = 0;
      for (let i = from; i < to; i++) weight += sample.weights[members[i]!]!;
      this.column.push(-1);
      this.split.push(0);
      this.right.push(0);
      this.remaining.push(averagePath(weight));
      if (depth >= deepest || to - from <= 1) return;
      const values = this.chooseSplit(node, sample.rows, members.subarray(from, to), random);
      if (values === undefined) return;
      const middle = from + partition(members.subarray(from, to), values, this.split[node]!);
      build(from, middle, depth + 1);
      this.right[node] = this.column.length;
      build(middle, to, depth + 1);
    };
    build(0, members.length, 0);
  }

  /** All trees grown so far. */
  trees(): IsolationTrees {
    return {
      column: Int32Array.from(this.column),
      split: Float64Array.from(this.split),
      right: Int32Array.from(this.right),
      remaining: Float64Array.from(this.remaining),
      roots: Int32Array.from(this.roots),
      directions: Float64Array.from(this.directions),
    };
  }

  /** Sets a node's split; the members' values along it, or undefined when nothing tells them apart. */
  private chooseSplit(
    node: number,
    rows: Uint32Array,
    members: Uint32Array,
    random: Random,
  ): Float64Array | undefined {
    const { data, width } = this.rows;
    const start = random.integer(width);
    for (let tried = 0; tried < width; tried++) {
      const column = (start + tried) % width;
      const direction = this.extension === 0 ? undefined : this.directionOf(column, random);
      const values = Float64Array.from(members, (i) => {
        const at = rows[i]! * width;
        if (direction === undefined) return data[at + column]!;
        let sum = 0;
        for (let j = 0; j < width; j++) sum += direction[j]! * data[at + j]!;
        return sum;
      });
      const least = values.reduce((a, b) => Math.min(a, b));
      const most = values.reduce((a, b) => Math.max(a, b));
      const split = least + (most - least) * random.next();
      // A range of neighbouring numbers has nothing between them.
      if (!(split > least)) continue;
      this.split[node] = split;
      this.column[node] = direction === undefined ? column : this.directions.length / width;
      if (direction !== undefined) this.directions.push(...direction);
      return values;
    }
    return undefined;
  }

  /** A random direction over one column and `extension` others. */
  private directionOf(column: number, random: Random): number[] {
    const { width } = this.rows;
    const others = random.shuffle(Array.from({ length: width }, (_, j) => j).filter((j) => j !== column));
    const chosen = new Set([column, ...others.slice(0, this.extension)]);
    return Array.from({ length: width }, (_, j) => (chosen.has(j) ? random.normal() : 0));
  }
}

/** Puts members whose value is below the split first, their order kept; how many there are. */
function partition(members: Uint32Array, values: Float64Array, split: number): number {
  const left = members.filter((_, i) => values[i]! < split);
  const right = members.filter((_, i) => !(values[i]! < split));
  members.set(left);
  members.set(right, left.length);
  return left.length;
}
