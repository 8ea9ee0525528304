/** Reads 7z's header, and never beyond its end. */
export class HeaderBytes {
  private at = 0;

  constructor(private readonly bytes: Buffer) {}

  get left(): number {
    return this.bytes.length - this.at;
  }

  byte(): number {
    return this.take(1)[0]!;
  }

  /** Some bytes. Throws a `SyntaxError` where there are fewer. */
  take(length: number): Buffer {
    if (length > this.left) throw new SyntaxError("sevenZip: header ends too soon");
    const taken = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    return taken;
  }

  /** A number of one to nine bytes: the first one's leading ones say how many follow, the lowest first. */
  number(): number {
    const first = this.byte();
    let value = 0;
    for (let i = 0; i < 8; i++) {
      const mask = 0x80 >>> i;
      if ((first & mask) === 0) return checked(value + (first & (mask - 1)) * 2 ** (8 * i));
      value += this.byte() * 2 ** (8 * i);
    }
    return checked(value);
  }

  /** A number of things that the header tells of one by one: no more than it has bytes left. */
  count(): number {
    const count = this.number();
    if (count > this.left)
      throw new SyntaxError(`sevenZip: header promises more than it holds, got ${count}`);
    return count;
  }

  /** A bit for each of `count` things; with `mayBeAll`, a first byte may say that all are set. */
  bits(count: number, mayBeAll: boolean): boolean[] {
    if (mayBeAll && this.byte() !== 0) return new Array<boolean>(count).fill(true);
    const bytes = this.take(Math.ceil(count / 8));
    return Array.from({ length: count }, (_, i) => (bytes[i >>> 3]! & (0x80 >>> (i & 7))) !== 0);
  }

  /** Checksums of `count` things; undefined for what has none. */
  checksums(count: number): (number | undefined)[] {
    return this.bits(count, true).map((has) => (has ? this.take(4).readUInt32LE() : undefined));
  }
}

function checked(value: number): number {
  if (!Number.isSafeInteger(value))
    throw new SyntaxError(`sevenZip: number in the header is too large, got ${value}`);
  return value;
}
