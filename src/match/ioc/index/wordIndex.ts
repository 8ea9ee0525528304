import { wordHash } from "./words";

/** What stands behind a word: indicators by number. */
export type Ids = number | number[];

/** Bits of the filter for each word: one look-up in a thousand is in vain. */
const BITS_PER_WORD = 16;

/** Words to indicators, behind a filter of bits that says no at once for nearly every word of a log. */
export class WordIndex {
  private readonly words = new Map<string, Ids>();
  private bits = new Uint32Array(1);
  private mask = 0;

  /** Adds an indicator under a word in lower case. */
  add(word: string, id: number): void {
    const before = this.words.get(word);
    if (before === undefined) this.words.set(word, id);
    else if (typeof before === "number") this.words.set(word, [before, id]);
    else before.push(id);
  }

  /** Makes the filter; to be called once, behind the last `add`. */
  seal(): void {
    let size = 1024;
    while (size < this.words.size * BITS_PER_WORD) size *= 2;
    this.bits = new Uint32Array(size / 32);
    this.mask = size - 1;
    for (const word of this.words.keys()) {
      const hash = wordHash(word);
      this.set(hash & this.mask);
      this.set(second(hash) & this.mask);
    }
  }

  /** Whether a word with this hash may be here; false is certain. */
  mayHave(hash: number): boolean {
    return this.isSet(hash & this.mask) && this.isSet(second(hash) & this.mask);
  }

  /** The indicators under a word in lower case. */
  get(word: string): Ids | undefined {
    return this.words.get(word);
  }

  private isSet(bit: number): boolean {
    return ((this.bits[bit >>> 5]! >>> (bit & 31)) & 1) === 1;
  }

  private set(bit: number): void {
    this.bits[bit >>> 5]! |= 1 << (bit & 31);
  }
}

/** A second hash from the first. */
function second(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
