/**
 * Undoes the delta filter: each byte is the difference to the one `distance` before it.
 *
 * Source: Lasse Collin, "The .xz File Format" 5.3.3.
 */
export async function* undoDelta(bytes: AsyncIterable<Buffer>, distance: number): AsyncGenerator<Buffer> {
  const last = new Uint8Array(distance);
  let at = 0;
  for await (const piece of bytes) {
    const plain = Buffer.from(piece);
    for (let i = 0; i < plain.length; i++) {
      last[at] = plain[i] = plain[i]! + last[at]!;
      at = at + 1 === distance ? 0 : at + 1;
    }
    yield plain;
  }
}

/**
 * Undoes the filter for x86 programs (BCJ): targets of calls and jumps, which it makes absolute, become relative
 * again.
 *
 * Source: LZMA SDK, Bra86 (public domain), and its description in XZ Embedded.
 */
export async function* undoX86(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const filter = new X86Filter();
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of bytes) {
    const part = Buffer.concat([rest, piece]);
    const done = filter.undo(part);
    rest = Buffer.from(part.subarray(done));
    if (done > 0) yield part.subarray(0, done);
  }
  if (rest.length > 0) yield rest;
}

/** Whether a mark of the last bytes lets an instruction begin, and which byte decides then. */
const IS_ALLOWED = [true, true, true, false, true, false, false, false];
const DECIDING = [0, 1, 2, 2, 3, 3, 3, 3];

/** Keeps place, and which of the last three bytes looked like an instruction. */
class X86Filter {
  private place = 0;
  private mark = 0;

  /** Works in place; answers how many bytes are done: the last four may belong to an instruction. */
  undo(part: Buffer): number {
    const end = part.length - 4;
    if (end <= 0) return 0;
    let last = -1;
    let { mark } = this;
    let i = 0;
    for (; i < end; i++) {
      if ((part[i]! & 0xfe) !== 0xe8) continue;
      const gap = i - last;
      mark = gap > 3 ? 0 : (mark << (gap - 1)) & 7;
      last = i;
      const isBlocked = mark !== 0 && (!IS_ALLOWED[mark] || isEdge(part[i + 4 - DECIDING[mark]!]!));
      if (isBlocked || !isEdge(part[i + 4]!)) {
        mark = (mark << 1) | 1;
        continue;
      }
      part.writeInt32LE(this.relative(part.readInt32LE(i + 1), this.place + i + 5, mark), i + 1);
      i += 4;
    }
    const gap = i - last;
    this.mark = gap > 3 ? 0 : (mark << (gap - 1)) & 7;
    this.place += i;
    return i;
  }

  private relative(absolute: number, place: number, mark: number): number {
    let from = absolute;
    for (;;) {
      const target = (from - place) | 0;
      const shift = DECIDING[mark]! * 8;
      if (mark === 0 || !isEdge((target >>> (24 - shift)) & 0xff)) return (target << 7) >> 7;
      from = target ^ ((1 << (32 - shift)) - 1);
    }
  }
}

/** The highest byte of an address that is near. */
function isEdge(byte: number): boolean {
  return byte === 0 || byte === 0xff;
}
