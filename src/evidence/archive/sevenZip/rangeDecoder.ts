const HALF = 1024;
const TOP = 2 ** 24;
/** Bytes of input that one symbol takes at most; see the specification. */
const SYMBOL_INPUT = 20;
const FIRST_BYTES = 5;

/**
 * Decodes bits of which each has a probability that it changes, from a piece of input at a time.
 *
 * Source: Igor Pavlov, LZMA specification (LZMA SDK, public domain), "Range Decoder".
 */
export class RangeDecoder {
  private probabilities = new Uint16Array(0);
  private input: Uint8Array = new Uint8Array(0);
  private at = 0;
  private range = 0;
  private code = 0;

  /** Makes room for so many probabilities, all of them even. */
  reset(count = this.probabilities.length): void {
    if (count !== this.probabilities.length) this.probabilities = new Uint16Array(count);
    this.probabilities.fill(HALF);
  }

  /** Begins in a piece of input, with its first five bytes. Throws a `RangeError` where these are no beginning. */
  start(input: Uint8Array): void {
    if (input.length < FIRST_BYTES || input[0] !== 0)
      throw new RangeError("lzma: stream does not begin like one");
    this.setInput(input);
    this.range = 0xffffffff;
    this.code = ((input[1]! << 24) | (input[2]! << 16) | (input[3]! << 8) | input[4]!) >>> 0;
    this.at = FIRST_BYTES;
  }

  /** Goes on in the next piece, which begins with the rest of the one before. */
  setInput(input: Uint8Array): void {
    this.input = input;
    this.at = 0;
  }

  /** Input that was not used. */
  get rest(): Uint8Array {
    return this.input.subarray(this.at);
  }

  /** Whether there is surely input for a symbol; of the last piece, whether there is any. */
  hasSymbol(isLast: boolean): boolean {
    return this.at <= this.input.length - (isLast ? 0 : SYMBOL_INPUT);
  }

  /** Whether more input was used than there is. */
  get isBehindEnd(): boolean {
    return this.at > this.input.length;
  }

  /** Bits as a number, the highest first. */
  tree(base: number, bits: number): number {
    let m = 1;
    for (let i = 0; i < bits; i++) m = (m << 1) | this.bit(base + m);
    return m - (1 << bits);
  }

  /** Bits as a number, the lowest first. */
  reverseTree(base: number, bits: number): number {
    let m = 1;
    let value = 0;
    for (let i = 0; i < bits; i++) {
      const bit = this.bit(base + m);
      m = (m << 1) | bit;
      value |= bit << i;
    }
    return value;
  }

  /** One bit, with the probability of this place. */
  bit(index: number): number {
    const p = this.probabilities[index]!;
    const bound = (this.range >>> 11) * p;
    let bit = 0;
    if (this.code < bound) {
      this.range = bound;
      this.probabilities[index] = p + ((2048 - p) >>> 5);
    } else {
      this.range -= bound;
      this.code -= bound;
      this.probabilities[index] = p - (p >>> 5);
      bit = 1;
    }
    this.normalise();
    return bit;
  }

  /** Bits as a number, each as likely as not. */
  direct(count: number): number {
    let value = 0;
    for (let i = 0; i < count; i++) {
      this.range >>>= 1;
      const bit = this.code >= this.range ? 1 : 0;
      if (bit === 1) this.code -= this.range;
      value = value * 2 + bit;
      this.normalise();
    }
    return value;
  }

  private normalise(): void {
    if (this.range >= TOP) return;
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | (this.input[this.at] ?? 0)) >>> 0;
    this.at += 1;
  }
}
