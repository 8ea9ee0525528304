import { RangeDecoder } from "./rangeDecoder";

/** Where the probabilities of each kind of bit begin. Source: LZMA specification (LZMA SDK), "Probabilities". */
const IS_MATCH = 0;
const IS_REP = IS_MATCH + 192;
const IS_REP_G0 = IS_REP + 12;
const IS_REP_G1 = IS_REP_G0 + 12;
const IS_REP_G2 = IS_REP_G1 + 12;
const IS_REP0_LONG = IS_REP_G2 + 12;
const POSITION_SLOT = IS_REP0_LONG + 192;
const POSITION = POSITION_SLOT + 256;
const ALIGN = POSITION + 115;
const LENGTH = ALIGN + 16;
const REP_LENGTH = LENGTH + 514;
const LITERAL = REP_LENGTH + 514;

const LOW = 2;
const MID = LOW + 128;
const HIGH = MID + 128;
const SMALLEST_DICTIONARY = 4096;

/** Numbers of an LZMA stream: literal context, literal position and position bits. */
export interface LzmaNumbers {
  readonly lc: number;
  readonly lp: number;
  readonly pb: number;
}

/**
 * The numbers in LZMA's byte of properties. Throws a `RangeError` for a byte that holds none.
 *
 * @example
 * lzmaNumbers(93) // { lc: 3, lp: 0, pb: 2 }
 */
export function lzmaNumbers(byte: number): LzmaNumbers {
  if (byte >= 9 * 5 * 5) throw new RangeError(`lzmaNumbers: byte must be below 225, got ${byte}`);
  return { lc: byte % 9, lp: Math.floor(byte / 9) % 5, pb: Math.floor(byte / 45) };
}

/**
 * Decodes LZMA: range coding of literals and of matches in what came before.
 *
 * Memory is the dictionary, which is never larger than what may come out. What comes out is handed to `take` in pieces.
 * Throws a `RangeError` where the stream contradicts itself. O(bytes out).
 *
 * Source: Igor Pavlov, LZMA specification (LZMA SDK, public domain). Differs from it in taking input piece by piece.
 */
export class LzmaDecoder {
  private readonly coded = new RangeDecoder();
  private readonly dictionary: Uint8Array;
  /** Where the next byte goes, and how far the dictionary was handed out. */
  private at = 0;
  private handed = 0;
  /** Bytes since the dictionary began. */
  private written = 0;
  private state = 0;
  private readonly reps = [0, 0, 0, 0];
  private lc = 0;
  private literalMask = 0;
  private positionMask = 0;

  constructor(
    dictionarySize: number,
    private readonly take: (piece: Buffer) => void,
  ) {
    this.dictionary = new Uint8Array(Math.max(SMALLEST_DICTIONARY, dictionarySize));
  }

  /** Begins with new numbers. Throws a `RangeError` for more literal bits than `most`. */
  setNumbers({ lc, lp, pb }: LzmaNumbers, most = 12): void {
    if (lc + lp > most) throw new RangeError(`lzma: literal bits must be at most ${most}, got ${lc + lp}`);
    this.lc = lc;
    this.literalMask = (1 << lp) - 1;
    this.positionMask = (1 << pb) - 1;
    this.coded.reset(LITERAL + (0x300 << (lc + lp)));
    this.resetState();
  }

  resetState(): void {
    this.coded.reset();
    this.state = 0;
    this.reps.fill(0);
  }

  resetDictionary(): void {
    this.written = 0;
  }

  /** Begins in a piece of input. */
  start(input: Uint8Array): void {
    this.coded.start(input);
  }

  /** Goes on in the next piece, which begins with {@link rest}. */
  setInput(input: Uint8Array): void {
    this.coded.setInput(input);
  }

  /** Input that was not used. */
  get rest(): Uint8Array {
    return this.coded.rest;
  }

  /**
   * Decodes until `length` bytes or a few more have come out, `most` of them, or more input is needed; answers how
   * many did. With `isLast` the input is all there is: a `RangeError` where it ends too soon.
   */
  decode(length: number, most: number, isLast: boolean): number {
    const end = this.written + length;
    const begin = this.written;
    while (this.written < end && this.coded.hasSymbol(isLast)) {
      if (this.symbol(begin + most - this.written)) break;
      if (this.coded.isBehindEnd) throw new RangeError("lzma: stream ends too soon");
    }
    return this.written - begin;
  }

  /** Puts bytes that are not packed. */
  copy(bytes: Uint8Array): void {
    for (const byte of bytes) this.put(byte);
  }

  /** Hands out what has not been. */
  flush(): void {
    if (this.at > this.handed) this.take(Buffer.from(this.dictionary.subarray(this.handed, this.at)));
    if (this.at === this.dictionary.length) this.at = 0;
    this.handed = this.at;
  }

  private put(byte: number): void {
    this.dictionary[this.at] = byte;
    this.at += 1;
    this.written += 1;
    if (this.at === this.dictionary.length) this.flush();
  }

  /** The byte `distance + 1` before the next one. */
  private before(distance: number): number {
    const at = this.at - distance - 1;
    return this.dictionary[at < 0 ? at + this.dictionary.length : at]!;
  }

  /** Decodes a literal or a match of at most `room` bytes; answers whether it was the mark of the end. */
  private symbol(room: number): boolean {
    const place = this.written & this.positionMask;
    const { state, reps } = this;
    if (this.coded.bit(IS_MATCH + (state << 4) + place) === 0) {
      this.literal();
      return false;
    }
    let length: number;
    if (this.coded.bit(IS_REP + state) === 0) {
      length = this.length(LENGTH, place);
      reps.copyWithin(1, 0, 3);
      reps[0] = this.distance(length);
      this.state = state < 7 ? 7 : 10;
      if (reps[0] === 0xffffffff) return true;
    } else {
      if (this.repeated(state, place)) return false;
      length = this.length(REP_LENGTH, place);
      this.state = state < 7 ? 8 : 11;
    }
    this.match(reps[0]!, length + 2, room);
    return false;
  }

  private match(distance: number, length: number, room: number): void {
    this.checkDistance(distance);
    if (length > room) throw new RangeError("lzma: match is longer than what is left");
    const { dictionary } = this;
    for (let left = length; left > 0; ) {
      const from = this.at - distance - 1 + (this.at <= distance ? dictionary.length : 0);
      const room = dictionary.length - Math.max(this.at, from);
      // What a match repeats may overlap what it writes, one byte most often of all.
      const count = Math.min(left, room, distance === 0 ? left : distance + 1);
      if (distance === 0) dictionary.fill(dictionary[from]!, this.at, this.at + count);
      else dictionary.copyWithin(this.at, from, from + count);
      this.at += count;
      this.written += count;
      left -= count;
      if (this.at === dictionary.length) this.flush();
    }
  }

  private checkDistance(distance: number): void {
    if (distance >= this.written || distance >= this.dictionary.length) {
      throw new RangeError("lzma: match lies before the beginning");
    }
  }

  /** Chooses one of the last four distances; answers whether that was all: one byte again. */
  private repeated(state: number, place: number): boolean {
    const { reps } = this;
    if (this.coded.bit(IS_REP_G0 + state) === 0) {
      if (this.coded.bit(IS_REP0_LONG + (state << 4) + place) === 1) return false;
      this.state = state < 7 ? 9 : 11;
      this.checkDistance(reps[0]!);
      this.put(this.before(reps[0]!));
      return true;
    }
    const which = this.coded.bit(IS_REP_G1 + state) === 0 ? 1 : 2 + this.coded.bit(IS_REP_G2 + state);
    const chosen = reps[which]!;
    reps.copyWithin(1, 0, which);
    reps[0] = chosen;
    return false;
  }

  private literal(): void {
    const previous = this.written === 0 ? 0 : this.before(0);
    const context = ((this.written & this.literalMask) << this.lc) + (previous >>> (8 - this.lc));
    const base = LITERAL + 0x300 * context;
    let symbol = 1;
    if (this.state >= 7) {
      this.checkDistance(this.reps[0]!);
      let match = this.before(this.reps[0]!);
      while (symbol < 0x100) {
        const expected = (match >>> 7) & 1;
        match <<= 1;
        const bit = this.coded.bit(base + ((1 + expected) << 8) + symbol);
        symbol = (symbol << 1) | bit;
        if (bit !== expected) break;
      }
    }
    while (symbol < 0x100) symbol = (symbol << 1) | this.coded.bit(base + symbol);
    this.put(symbol & 0xff);
    this.state = this.state < 4 ? 0 : this.state < 10 ? this.state - 3 : this.state - 6;
  }

  private length(base: number, place: number): number {
    if (this.coded.bit(base) === 0) return this.coded.tree(base + LOW + (place << 3), 3);
    if (this.coded.bit(base + 1) === 0) return 8 + this.coded.tree(base + MID + (place << 3), 3);
    return 16 + this.coded.tree(base + HIGH, 8);
  }

  private distance(length: number): number {
    const slot = this.coded.tree(POSITION_SLOT + (Math.min(length, 3) << 6), 6);
    if (slot < 4) return slot;
    const bits = (slot >>> 1) - 1;
    const high = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < 14) return high + this.coded.reverseTree(POSITION + high - slot, bits);
    return (high + this.coded.direct(bits - 4) * 16 + this.coded.reverseTree(ALIGN, 4)) >>> 0;
  }
}
