/** One measured line of `huntbook bench`. */
export interface BenchRow {
  readonly name: string;
  /** Median of the runs, wall time; NaN (null in JSON) where `fault` is set. */
  readonly seconds: number;
  readonly rows: number;
  readonly rowsPerSecond: number;
  readonly megabytesPerSecond?: number;
  /** Largest resident size of the measured process. */
  readonly peakMemoryMb?: number;
  readonly note?: string;
  /** Why a peer did not reach the end: what it said, short. */
  readonly fault?: string;
}

/** Options that every benchmark takes. */
export interface BenchOptions {
  /** The file to read instead of a generated one. */
  readonly file?: string;
  /** Runs of each; the median counts. @default 3 */
  readonly runs?: number;
  /** Whether to compare with peers that have to be installed first. @default false */
  readonly peers?: boolean;
  /** Size of generated data; each benchmark has its own default. */
  readonly rows?: number;
}

/** The middle of some numbers; the upper one of the two middles of an even count. */
export function middle(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!;
}

/** What so many runs gave. */
export function times<T>(count: number, run: () => T): T[] {
  return Array.from({ length: count }, run);
}
