/** One member of a tar archive; `content` is undefined for one that is larger than wanted. */
export interface TarMember {
  readonly name: string;
  readonly size: number;
  readonly content: Buffer | undefined;
}

const BLOCK = 512;
const MAGIC_AT = 257;
/** Longest name that a member's extra header may give. */
const MAX_NAME = 65_536;

/**
 * Whether some bytes are the start of a tar archive.
 *
 * @example
 * isTar(Buffer.alloc(512)) // false
 */
export function isTar(head: Buffer): boolean {
  return head.toString("latin1", MAGIC_AT, MAGIC_AT + 5) === "ustar";
}

/**
 * The files in a tar archive, one after the other; folders and links are passed over.
 *
 * Names are for showing only. Members of more than `maxSize` bytes are skipped without being held. Throws a
 * `SyntaxError` for a damaged header, and for an archive that ends within a member.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format"; GNU tar's long names.
 */
export async function* tarMembers(bytes: AsyncIterable<Buffer>, maxSize: number): AsyncGenerator<TarMember> {
  const reader = new BlockReader(bytes);
  let longName: string | undefined;
  for (;;) {
    const header = await reader.take(BLOCK);
    if (header === undefined || header.every((byte) => byte === 0)) return;
    const { name, size, type } = headerOf(header);
    const isName = type === "x" || type === "L";
    const wanted = size <= (isName ? MAX_NAME : maxSize) && (isName || isFile(type));
    const content = wanted ? await reader.take(size) : undefined;
    const rest = (wanted ? 0 : size) + ((BLOCK - (size % BLOCK)) % BLOCK);
    if ((wanted && content === undefined) || !(await reader.skip(rest))) {
      throw new SyntaxError(`tarMembers: archive ends within its member ${JSON.stringify(name)}`);
    }
    if (isName) longName = content === undefined ? undefined : nameIn(content, type);
    else {
      if (isFile(type)) yield { name: longName ?? name, size, content };
      longName = undefined;
    }
  }
}

function isFile(type: string): boolean {
  return type === "0" || type === "\0";
}

function headerOf(header: Buffer): { name: string; size: number; type: string } {
  const text = (from: number, to: number) => header.toString("utf8", from, to).replace(/\0.*$/s, "");
  const size = text(124, 136).trim();
  if (!isTar(header) || !/^[0-7]{1,12}$/.test(size)) {
    throw new SyntaxError("tarMembers: header of a member is damaged");
  }
  const prefix = text(345, 500);
  const name = prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  return { name, size: Number.parseInt(size, 8), type: header.toString("latin1", 156, 157) };
}

/** The name that an extra header gives the member behind it. */
function nameIn(content: Buffer, type: string): string | undefined {
  if (type === "L") return content.toString("utf8").replace(/\0+$/, "");
  return /^\d+ path=(.*)$/m.exec(content.toString("utf8"))?.[1];
}

/** Takes bytes in pieces of wished lengths. */
class BlockReader {
  private readonly source: AsyncIterator<Buffer>;
  private part: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Buffer>) {
    this.source = bytes[Symbol.asyncIterator]();
  }

  /** The next `length` bytes; undefined when there are fewer. */
  async take(length: number): Promise<Buffer | undefined> {
    const parts: Buffer[] = [];
    let missing = length;
    while (missing > 0) {
      if (this.part.length === 0 && !(await this.more())) return undefined;
      const piece = this.part.subarray(0, missing);
      parts.push(piece);
      missing -= piece.length;
      this.part = this.part.subarray(piece.length);
    }
    return Buffer.concat(parts);
  }

  /** Passes over bytes; false when there are fewer. */
  async skip(length: number): Promise<boolean> {
    let missing = length;
    while (missing > 0) {
      if (this.part.length === 0 && !(await this.more())) return false;
      const passed = Math.min(missing, this.part.length);
      missing -= passed;
      this.part = this.part.subarray(passed);
    }
    return true;
  }

  private async more(): Promise<boolean> {
    const { value, done } = await this.source.next();
    if (done) return false;
    this.part = value;
    return true;
  }
}
