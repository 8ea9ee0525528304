import { DASHES } from "../rule/textPattern";

/**
 * Longest piece of a literal that is looked for; the rest is compared where the piece was found. Longer pieces make
 * fewer comparisons, but a larger table, which costs more than it saves.
 */
const KEY_LENGTH = 8;
/** Class of characters that occur in no literal: it leads back to the root. */
const OTHER = 0;

/**
 * Finds which of many literals occur in a text, in one pass: an Aho-Corasick automaton as a table.
 *
 * Literals and texts are in folded case. All dashes of command lines count as one here, so that a literal with one
 * finds every variant; callers compare again. Cost of a search: O(text + found), whatever the number of literals.
 *
 * Source: Aho and Corasick, Efficient string matching (1975).
 */
export class LiteralIndex {
  /** Next state for state * classes + class. */
  private readonly next: Int32Array;
  private readonly classes: number;
  private readonly classOfAscii = new Uint16Array(128);
  private readonly classOfOther = new Map<number, number>();
  /** First entry of a state in `entries`, or -1; and the nearest state on the way back that has entries, or 0. */
  private readonly firstOf: Int32Array;
  private readonly outOf: Int32Array;
  /** The entry after an entry of the same state, or -1. */
  private readonly after: Int32Array;
  private readonly lengths: Int32Array;

  constructor(private readonly literals: readonly string[]) {
    const keys = literals.map((literal) => literal.slice(0, KEY_LENGTH));
    this.classes = this.classify(keys) + 1;
    const most = keys.reduce((sum, key) => sum + key.length, 1);
    this.next = new Int32Array(most * this.classes);
    this.firstOf = new Int32Array(most).fill(-1);
    this.outOf = new Int32Array(most);
    this.after = new Int32Array(literals.length).fill(-1);
    this.lengths = Int32Array.from(keys, (key) => key.length);
    this.link(this.plant(keys));
  }

  /** Calls `found` with the number of a literal and the place where it starts, for every occurrence. */
  search(text: string, found: (literal: number, start: number) => void): void {
    const { next, classes, classOfAscii, firstOf, outOf, after, lengths, literals } = this;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      const symbol = code < 128 ? classOfAscii[code]! : (this.classOfOther.get(code) ?? OTHER);
      state = next[state * classes + symbol]!;
      for (let out = firstOf[state]! >= 0 ? state : outOf[state]!; out > 0; out = outOf[out]!) {
        for (let entry = firstOf[out]!; entry >= 0; entry = after[entry]!) {
          const start = i + 1 - lengths[entry]!;
          if (literals[entry]!.length <= text.length - start) found(entry, start);
        }
      }
    }
  }

  private classify(keys: readonly string[]): number {
    let count = 0;
    const add = (code: number) => {
      if (this.classOf(code) !== OTHER) return;
      count += 1;
      const same = DASHES.includes(String.fromCharCode(code))
        ? [...DASHES].map((c) => c.charCodeAt(0))
        : [code];
      for (const one of same) {
        if (one < 128) this.classOfAscii[one] = count;
        else this.classOfOther.set(one, count);
      }
    };
    for (const key of keys) for (let i = 0; i < key.length; i++) add(key.charCodeAt(i));
    return count;
  }

  private classOf(code: number): number {
    return code < 128 ? this.classOfAscii[code]! : (this.classOfOther.get(code) ?? OTHER);
  }

  /** Puts the keys into a tree; returns the number of its nodes. */
  private plant(keys: readonly string[]): number {
    let nodes = 1;
    keys.forEach((key, entry) => {
      let state = 0;
      for (let i = 0; i < key.length; i++) {
        const at = state * this.classes + this.classOf(key.charCodeAt(i));
        if (this.next[at] === 0) this.next[at] = nodes++;
        state = this.next[at]!;
      }
      this.after[entry] = this.firstOf[state]!;
      this.firstOf[state] = entry;
    });
    return nodes;
  }

  /** Breadth first: where a path ends, its longest end that is a path goes on. */
  private link(nodes: number): void {
    const { next, classes, firstOf, outOf } = this;
    const back = new Int32Array(nodes);
    const queue = new Int32Array(nodes);
    let end = 0;
    for (let symbol = 0; symbol < classes; symbol++) if (next[symbol]! > 0) queue[end++] = next[symbol]!;
    for (let i = 0; i < end; i++) {
      const state = queue[i]!;
      const shorter = back[state]!;
      outOf[state] = firstOf[shorter]! >= 0 ? shorter : outOf[shorter]!;
      for (let symbol = 0; symbol < classes; symbol++) {
        const child = next[state * classes + symbol]!;
        const elsewhere = next[shorter * classes + symbol]!;
        if (child === 0) next[state * classes + symbol] = elsewhere;
        else {
          back[child] = elsewhere;
          queue[end++] = child;
        }
      }
    }
  }
}
