/** Bounds against archives that unpack to more than a disk or a memory can hold, and keys to locked ones. */
export interface UnpackLimits {
  /** Unpacked bytes of one file, all its members together. @default 16 GiB */
  readonly maxBytes?: number;
  /** Unpacked bytes for each packed one, looked at beyond 64 MiB. @default 400 */
  readonly maxRatio?: number;
  /** Members of one archive. @default 100,000 */
  readonly maxMembers?: number;
  /** Passwords to try on encrypted members, before `infected`, which samples come with. @default none */
  readonly passwords?: readonly string[];
}

const RATIO_FROM = 64 * 2 ** 20;
const DEFAULTS: Required<UnpackLimits> = {
  maxBytes: 16 * 2 ** 30,
  maxRatio: 400,
  maxMembers: 100_000,
  passwords: [],
};

/** Counts what one file unpacks to, and ends it at the limits. */
export class Guard {
  readonly passwords: readonly string[];
  private readonly limits: Required<UnpackLimits>;
  private unpacked = 0;

  constructor(limits: UnpackLimits) {
    this.limits = { ...DEFAULTS, ...limits };
    this.passwords = [...new Set([...this.limits.passwords, "infected"])];
  }

  /** Whether nothing more may be unpacked. */
  get isSpent(): boolean {
    return this.unpacked > this.limits.maxBytes;
  }

  /** Most members of one archive. */
  get maxMembers(): number {
    return this.limits.maxMembers;
  }

  /** Throws a `RangeError` when an archive has more members than it may have. */
  checkMembers(count: number): void {
    const { maxMembers } = this.limits;
    if (count > maxMembers)
      throw new RangeError(`unpack: members must be at most ${maxMembers}, got ${count}`);
  }

  /** Passes unpacked bytes on. `packed` tells how many packed bytes were taken for them so far. */
  async *watch(stream: AsyncIterable<Buffer>, packed: () => number): AsyncGenerator<Buffer> {
    const { maxBytes, maxRatio } = this.limits;
    let size = 0;
    for await (const part of stream) {
      size += part.length;
      this.unpacked += part.length;
      if (this.isSpent) {
        throw new RangeError(`unpack: unpacked size must be at most ${maxBytes} bytes, got more`);
      }
      if (size > RATIO_FROM && size > maxRatio * packed()) {
        throw new RangeError(
          `unpack: packing ratio must be at most ${maxRatio}, got more after ${size} bytes; this looks like a bomb`,
        );
      }
      yield part;
    }
  }
}
