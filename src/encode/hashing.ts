import type { Column } from "../core/table";
import { type Coder, constantNote } from "./coder";
import { asLevels } from "./levels";

/** What of a text is hashed. */
export type Grams = "value" | "characters" | "tokens";

/** How {@link fitHash} makes numbers of texts. */
export interface HashOptions {
  /** The whole value, or runs of characters or of tokens in it. */
  readonly of: Grams;
  /** Characters or tokens in a run. */
  readonly size: number;
  /** Number columns. */
  readonly buckets: number;
}

/** A column of texts as hashed counts; plain data. */
export interface HashCoding extends HashOptions {
  readonly kind: "hash";
  readonly name: string;
  readonly constant: boolean;
}

/** Nothing is learned but whether the column is constant: hashing needs no list of what there is. */
export function fitHash(name: string, column: Column, options: HashOptions): HashCoding {
  const { codes } = asLevels(column);
  return { kind: "hash", name, ...options, constant: codes.every((code) => code === codes[0]) };
}

/**
 * Number columns `name hash 0` to `name hash (buckets - 1)`; a missing value is 0 in all of them.
 *
 * Every run of characters or tokens (lower case) counts in the column that its hash names, up or down as a bit of the
 * hash says, so that collisions cancel out on average; a row of counts has length 1, so that a long text weighs no more
 * than a short one. O(n * buckets + characters of the levels).
 *
 * Source: Weinberger et al., Feature hashing for large scale multitask learning (2009).
 */
export const hashCoder: Coder<HashCoding> = {
  columns: ({ name, buckets }) =>
    Array.from({ length: buckets }, (_, b) => ({ name: `${name} hash ${b}`, type: { kind: "number" } })),
  write(coding, column, { data, width, at }) {
    const { codes, levels } = asLevels(column);
    const { order, starts } = rowsByLevel(codes, levels.length);
    const counts = new Float64Array(coding.buckets);
    levels.forEach((level, code) => {
      const [from, to] = [starts[code]!, starts[code + 1]!];
      if (from === to) return;
      countGrams(coding, level, counts.fill(0));
      for (let p = from; p < to; p++) data.set(counts, order[p]! * width + at);
    });
  },
  notes: ({ name, constant }) => (constant ? [constantNote(name)] : []),
  text: (_coding, _part, value) => value.toFixed(2),
};

function countGrams(options: HashOptions, text: string, counts: Float64Array): void {
  for (const gram of gramsOf(options, text)) {
    const hash = hashText(gram);
    counts[(hash >>> 1) % options.buckets]! += hash & 1 ? 1 : -1;
  }
  let square = 0;
  for (const count of counts) square += count * count;
  if (square > 0) for (let b = 0; b < counts.length; b++) counts[b]! /= Math.sqrt(square);
}

function gramsOf({ of, size }: HashOptions, text: string): string[] {
  if (of === "value") return [text];
  const small = text.toLowerCase();
  // The ends count as a character of their own: "cmd" at the end of a path is not "cmd" inside a word.
  const parts =
    of === "characters"
      ? ["\u0002", ...small, "\u0003"]
      : small.split(/[^\p{L}\p{N}]+/u).filter((token) => token !== "");
  const glue = of === "characters" ? "" : " ";
  if (parts.length <= size) return parts.length === 0 ? [] : [parts.join(glue)];
  return Array.from({ length: parts.length - size + 1 }, (_, i) => parts.slice(i, i + size).join(glue));
}

/** Row numbers level by level, missing values left out. */
function rowsByLevel(codes: Int32Array, levels: number): { order: Int32Array; starts: Int32Array } {
  const starts = new Int32Array(levels + 1);
  for (const code of codes) if (code >= 0) starts[code + 1]! += 1;
  for (let code = 0; code < levels; code++) starts[code + 1]! += starts[code]!;
  const next = starts.slice();
  const order = new Int32Array(starts[levels]!);
  codes.forEach((code, row) => {
    if (code >= 0) order[next[code]!++] = row;
  });
  return { order, starts };
}

/**
 * A 32-bit hash of a text's code units.
 *
 * Source: FNV-1a, with the last mixing step of MurmurHash3.
 */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
