import { matchGlob } from "../core/matchGlob";

/** The cells that a kernel has run, as `history_request` asks for them. */
export interface CellHistory {
  /** Enters a cell's code under its number. */
  add(line: number, code: string): void;
  /** The code of a cell; undefined for a number that was never given. */
  codeOf(line: number): string | undefined;
  /** The `history` of the answer to a request: the last `n`, a range of numbers, or what matches a pattern. */
  find(content: Readonly<Record<string, unknown>>): HistoryEntry[];
}

/** Session, number, and code; with `output`, the code and null: results are not kept. */
export type HistoryEntry = readonly [number, number, string | readonly [string, null]];

/** The number of cells that do not count; only the last of them is known, and it is never found. */
export const UNCOUNTED = 0;

// Only this run of the kernel is remembered: notebooks keep their code themselves.
const SESSION = 1;

/** Starts a history. */
export function cellHistory(): CellHistory {
  const cells = new Map<number, string>();
  return {
    add: (line, code) => void cells.set(line, code),
    codeOf: (line) => cells.get(line),
    find(content) {
      const found = chosen(
        [...cells].filter(([line]) => line !== UNCOUNTED),
        content,
      );
      return found.map(([line, code]) => [SESSION, line, content.output === true ? [code, null] : code]);
    },
  };
}

type Cell = readonly [line: number, code: string];

function chosen(cells: readonly Cell[], content: Readonly<Record<string, unknown>>): readonly Cell[] {
  const last = (some: readonly Cell[]) => some.slice(-numberOr(content.n, some.length) || some.length);
  switch (content.hist_access_type) {
    case "range": {
      // 0 is this session, -1 the one before, and so on.
      if (![0, SESSION].includes(numberOr(content.session, 0))) return [];
      const [start, stop] = [numberOr(content.start, 0), numberOr(content.stop, Number.POSITIVE_INFINITY)];
      return cells.filter(([line]) => line >= start && line < stop);
    }
    case "search": {
      const pattern = [...String(content.pattern ?? "*")];
      const found = cells.filter(([, code]) => matchGlob([...code], pattern));
      return last(content.unique === true ? latestOfEach(found) : found);
    }
    default:
      return last(cells);
  }
}

function latestOfEach(cells: readonly Cell[]): Cell[] {
  const lines = new Map(cells.map(([line, code]) => [code, line]));
  return cells.filter(([line, code]) => lines.get(code) === line);
}

function numberOr(value: unknown, other: number): number {
  return typeof value === "number" && !Number.isNaN(value) ? value : other;
}
