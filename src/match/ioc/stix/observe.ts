import { countWhile } from "../../../core/countWhile";
import type { Condition, Pattern } from "./pattern";

/** A row for which a condition holds; `row` is its place in the list of rows. */
export interface Observation {
  readonly row: number;
  /** Milliseconds since 1970 UTC. */
  readonly time: number;
}

/** Rows that together fulfil a pattern. */
export interface Fulfilment {
  readonly start: number;
  readonly end: number;
  readonly rows: readonly number[];
}

/** Neighbours that are tried when the nearest shares a row. */
const TRIES = 16;
const MOST = 100_000;
/** Rows of all repetitions of one pattern together. */
const MOST_ROWS = 2_000_000;

/**
 * The ways in which the rows of one host fulfil a pattern, nearest rows first.
 *
 * `seen` gives the rows for which a condition holds, in time order. Of the many ways to combine rows each end gets the
 * one that began last: it is the shortest, so that WITHIN misses none. `AND` and `FOLLOWEDBY` want different rows, as
 * the standard says. O(n log n) for n rows.
 *
 * Source: OASIS, STIX Version 2.1, sections 9.5 (observation operators) and 9.6 (qualifiers).
 */
export function observe(
  pattern: Pattern,
  seen: (condition: Condition) => readonly Observation[],
): Fulfilment[] {
  switch (pattern.kind) {
    case "row":
      return seen(pattern.condition).map(({ row, time }) => ({ start: time, end: time, rows: [row] }));
    case "or":
      return sorted(pattern.parts.flatMap((part) => observe(part, seen)));
    case "and":
      return pattern.parts.map((part) => observe(part, seen)).reduce(both);
    case "followedBy":
      return pattern.parts.map((part) => observe(part, seen)).reduce(followed);
    case "within":
      return observe(pattern.part, seen).filter(({ start, end }) => end - start <= pattern.seconds * 1000);
    case "repeats":
      return repeated(observe(pattern.part, seen), pattern.times);
    default:
      return observe(pattern.part, seen).filter(
        ({ start, end }) => start >= pattern.start && end < pattern.stop,
      );
  }
}

function sorted(list: readonly Fulfilment[]): Fulfilment[] {
  return [...list].sort((a, b) => a.end - b.end || a.start - b.start).slice(0, MOST);
}

/** Each of one with the nearest of the other that ended before it, both ways round. */
function both(a: readonly Fulfilment[], b: readonly Fulfilment[]): Fulfilment[] {
  return sorted([...withEarlier(a, b), ...withEarlier(b, a)]);
}

function withEarlier(later: readonly Fulfilment[], earlier: readonly Fulfilment[]): Fulfilment[] {
  const found: Fulfilment[] = [];
  const latest = latestStarts(earlier);
  for (const one of later) {
    const other = nearest(earlier, latest, one, one.end);
    if (other !== undefined) found.push(joined(other, one));
  }
  return found;
}

/** Each of `b` with the latest of `a` that ended no later than it began. */
function followed(a: readonly Fulfilment[], b: readonly Fulfilment[]): Fulfilment[] {
  const found: Fulfilment[] = [];
  const latest = latestStarts(a);
  for (const one of b) {
    const other = nearest(a, latest, one, one.start);
    if (other !== undefined) found.push(joined(other, one));
  }
  return sorted(found);
}

/** For each place in a list ordered by end: the place of the latest start so far. */
function latestStarts(list: readonly Fulfilment[]): Int32Array {
  const best = new Int32Array(list.length);
  for (let i = 1; i < list.length; i++)
    best[i] = list[i]!.start >= list[best[i - 1]!]!.start ? i : best[i - 1]!;
  return best;
}

function nearest(
  list: readonly Fulfilment[],
  latest: Int32Array,
  one: Fulfilment,
  until: number,
): Fulfilment | undefined {
  let at = lastEnding(list, until);
  for (let tries = 0; at >= 0 && tries < TRIES; tries++) {
    const candidate = list[latest[at]!]!;
    if (!candidate.rows.some((row) => one.rows.includes(row))) return candidate;
    if (!list[at]!.rows.some((row) => one.rows.includes(row))) return list[at];
    at -= 1;
  }
  return undefined;
}

/** The last of a list ordered by end that ends no later than `until`; -1 without one. */
function lastEnding(list: readonly Fulfilment[], until: number): number {
  return countWhile(list.length, (i) => list[i]!.end <= until) - 1;
}

/** So many in a row that share no row. */
function repeated(list: readonly Fulfilment[], times: number): Fulfilment[] {
  const found: Fulfilment[] = [];
  const most = Math.max(1, Math.floor(MOST_ROWS / times));
  for (let i = times - 1; i < list.length && found.length < most; i++) {
    const used = new Set<number>();
    const parts: Fulfilment[] = [];
    let start = list[i]!.start;
    for (let j = i; j >= 0 && parts.length < times; j--) {
      if (list[j]!.rows.some((row) => used.has(row))) continue;
      parts.push(list[j]!);
      start = Math.min(start, list[j]!.start);
      for (const row of list[j]!.rows) used.add(row);
    }
    if (parts.length === times) {
      found.push({ start, end: list[i]!.end, rows: parts.reverse().flatMap((part) => part.rows) });
    }
  }
  return found;
}

function joined(a: Fulfilment, b: Fulfilment): Fulfilment {
  return { start: Math.min(a.start, b.start), end: Math.max(a.end, b.end), rows: [...a.rows, ...b.rows] };
}
