import { ByteStream } from "../byteStream";
import type { ArchiveSource, Member } from "./member";
import { Pieces } from "./pieces";

/** Bytes that {@link isTar} wants to see. */
export const TAR_BLOCK = 512;
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
 * The files in a tar archive, one after the other, in one pass; folders and links are passed over.
 *
 * Throws a `SyntaxError` for a damaged header, and for an archive that ends within a member: what came before is
 * given.
 *
 * Source: POSIX.1-2017, pax, "ustar Interchange Format" and "pax Interchange Format"; GNU tar's long names and sizes.
 */
export async function* tarMembers({ bytes, guard }: ArchiveSource): AsyncGenerator<Member> {
  const pieces = new Pieces(bytes);
  let extra: Extra = {};
  for (let count = 0; ; ) {
    const block = await pieces.take(TAR_BLOCK);
    if (block === undefined || block.every((byte) => byte === 0)) return;
    const header = headerOf(block);
    if (isExtra(header.type)) {
      extra = { ...extra, ...(await extraOf(pieces, header)) };
      continue;
    }
    const { name, size } = { ...header, ...extra };
    extra = {};
    const member = new TarBody(pieces, name, size);
    if (header.type === "0" || header.type === "\0") {
      count += 1;
      guard.checkMembers(count);
      yield { name, bytes: new ByteStream(member.read()) };
    }
    if (!(await member.leave())) return;
  }
}

/** What the headers before a member say of it. */
interface Extra {
  readonly name?: string;
  readonly size?: number;
}

function isExtra(type: string): boolean {
  return type === "x" || type === "L" || type === "g";
}

/** The bytes of one member, of which a reader may take all or a few. */
class TarBody {
  private missing: number;
  private isTold = false;

  constructor(
    private readonly pieces: Pieces,
    private readonly name: string,
    private readonly size: number,
  ) {
    this.missing = size;
  }

  async *read(): AsyncGenerator<Buffer> {
    for await (const piece of this.pieces.stream(this.missing)) {
      this.missing -= piece.length;
      yield piece;
    }
    if (this.missing === 0) return;
    this.isTold = true;
    throw this.cut();
  }

  /** Passes over what nobody took, and what fills the last block; false where the archive ends, as its reader knows. */
  async leave(): Promise<boolean> {
    const fill = (TAR_BLOCK - (this.size % TAR_BLOCK)) % TAR_BLOCK;
    const isWhole = (await this.pieces.skip(this.missing)) && (await this.pieces.skip(fill));
    if (!isWhole && !this.isTold) throw this.cut();
    return isWhole;
  }

  private cut(): SyntaxError {
    return new SyntaxError(
      `tarMembers: archive ends within its member ${JSON.stringify(this.name.slice(0, 200))}`,
    );
  }
}

interface Header {
  readonly name: string;
  readonly size: number;
  readonly type: string;
}

function headerOf(block: Buffer): Header {
  const text = (from: number, to: number) => block.toString("utf8", from, to).replace(/\0.*$/s, "");
  const size = sizeOf(block.subarray(124, 136));
  if (!isTar(block) || size === undefined) throw new SyntaxError("tarMembers: header of a member is damaged");
  const isPosix = block[MAGIC_AT + 5] === 0; // GNU keeps times where POSIX has the name's beginning
  const prefix = isPosix ? text(345, 500) : "";
  const name = prefix === "" ? text(0, 100) : `${prefix}/${text(0, 100)}`;
  return { name, size, type: block.toString("latin1", 156, 157) };
}

/** Octal digits; or a number of eight bytes behind the mark 0x80, which GNU writes from 8 GiB on. */
function sizeOf(field: Buffer): number | undefined {
  if (field[0] === 0x80) {
    const size = Number(field.readBigUInt64BE(4));
    return Number.isSafeInteger(size) ? size : undefined;
  }
  const digits = field.toString("latin1").replace(/\0.*$/s, "").trim();
  return /^[0-7]{1,12}$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

async function extraOf(pieces: Pieces, { size, type, name }: Header): Promise<Extra> {
  const body = new TarBody(pieces, name, size);
  if (size > MAX_NAME) {
    await body.leave();
    return {};
  }
  const content = await new ByteStream(body.read()).all(MAX_NAME);
  await body.leave();
  if (type === "g") return {};
  const text = content.toString("utf8");
  if (type === "L") return { name: text.replace(/\0+$/, "") };
  const path = /^\d+ path=(.*)$/m.exec(text)?.[1];
  const long = /^\d+ size=(\d{1,15})$/m.exec(text)?.[1];
  return { ...(path !== undefined && { name: path }), ...(long !== undefined && { size: Number(long) }) };
}
