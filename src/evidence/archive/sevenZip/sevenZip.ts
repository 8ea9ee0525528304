import { crc32 } from "node:zlib";
import { ByteStream } from "../../byteStream";
import type { Guard } from "../guard";
import type { ArchiveSource, Member } from "../member";
import { Pieces } from "../pieces";
import { type RandomBytes, randomBytes } from "../randomBytes";
import { type Folder, type PackedFile, parseHeader, type SevenZipHeader } from "./header";
import { isEncrypted, unpackFolder } from "./unpackFolder";

const START = 32;
const MAX_HEADER = 64 * 2 ** 20;
/** A header packed in a packed header, and so on. */
const MAX_PACKED_HEADERS = 4;
/** Bytes that are unpacked to tell one password from another. */
const MAX_TRIAL = 64 * 2 ** 20;

/**
 * Whether some bytes are the start of a 7z archive.
 *
 * @example
 * isSevenZip(Buffer.from("7z\xbc\xaf\x27\x1c", "latin1")) // true
 */
export function isSevenZip(head: Buffer): boolean {
  return head.toString("latin1", 0, 6) === "7z\xbc\xaf\x27\x1c";
}

/**
 * The members of a 7z archive: LZMA, LZMA2, Deflate and stored, with the filters delta and BCJ, encrypted ones with a
 * password that fits.
 *
 * A folder of members that is damaged, or whose method is not read, is an issue; the others are given. Memory is a
 * dictionary (at most 512 MiB), and the header.
 *
 * Source: 7-Zip, "7z Format description" (DOC/7zFormat.txt).
 */
export async function* sevenZipMembers(source: ArchiveSource): AsyncGenerator<Member> {
  const { guard } = source;
  const archive = await randomBytes(source);
  try {
    const { folders, names } = await readHeader(archive, guard);
    guard.checkMembers(names.length);
    const filled = names.filter(({ isEmpty }) => !isEmpty).map(({ name }) => name);
    let at = 0;
    for (const folder of folders) {
      const own = filled.slice(at, at + folder.files.length);
      at += folder.files.length;
      yield* folderMembers(archive, folder, own, source);
    }
    for (const { name, isEmpty, isDirectory } of names) {
      if (isEmpty && !isDirectory) yield { name: shown(name), bytes: new ByteStream(noBytes()) };
    }
  } finally {
    archive.close();
  }
}

async function* noBytes(): AsyncGenerator<Buffer> {}

function shown(name: string): string {
  return name.replaceAll("\\", "/");
}

/** A folder is unpacked in one pass: what nobody reads of a member is unpacked all the same, to come to the next. */
async function* folderMembers(
  archive: RandomBytes,
  folder: Folder,
  names: readonly string[],
  { guard, issues, path }: ArchiveSource,
): AsyncGenerator<Member> {
  let read = 0;
  try {
    const password = isEncrypted(folder) ? await fittingPassword(archive, folder, guard) : undefined;
    let packed = 0;
    const bytes = unpackFolder(archive, folder, password, (count) => {
      packed += count;
    });
    const pieces = new Pieces(guard.watch(bytes, () => packed));
    for (const file of folder.files) {
      const body = new MemberBody(pieces, file);
      yield { name: shown(names[read] ?? `file ${read + 1}`), bytes: new ByteStream(body.read()) };
      read += 1;
      await body.leave();
    }
  } catch (error) {
    if (guard.isSpent) throw error;
    const lost = folder.files.length - read;
    const first = shown(names[read] ?? names.at(-1) ?? "");
    const reason = `${(error as Error).message}; members not read from here on: ${lost}`;
    issues({ path: `${path}!${first}`, place: "", reason });
  }
}

/** The bytes of one member, of which a reader may take all or a few. */
class MemberBody {
  private missing: number;

  constructor(
    private readonly pieces: Pieces,
    private readonly file: PackedFile,
  ) {
    this.missing = file.size;
  }

  /** Throws at the end where the checksum is another one. */
  async *read(): AsyncGenerator<Buffer> {
    let crc = 0;
    for await (const piece of this.pieces.stream(this.missing)) {
      this.missing -= piece.length;
      crc = crc32(piece, crc);
      yield piece;
    }
    if (this.missing > 0) throw new SyntaxError("sevenZip: packed bytes end too soon");
    if (this.file.crc !== undefined && crc !== this.file.crc) {
      throw new Error("sevenZip: checksum of the member is wrong");
    }
  }

  async leave(): Promise<void> {
    if (!(await this.pieces.skip(this.missing))) throw new SyntaxError("sevenZip: packed bytes end too soon");
  }
}

async function readHeader(archive: RandomBytes, guard: Guard): Promise<SevenZipHeader> {
  const start = archive.read(0, START);
  if (start.length < START || crc32(start.subarray(12)) !== start.readUInt32LE(8)) {
    throw new SyntaxError("sevenZip: archive is cut off, or its start is damaged");
  }
  const from = Number(start.readBigUInt64LE(12));
  const size = Number(start.readBigUInt64LE(20));
  if (size === 0) return { folders: [], names: [] };
  if (size > MAX_HEADER || START + from + size > archive.size) {
    throw new SyntaxError("sevenZip: header lies behind the end: the archive is cut off, or damaged");
  }
  let bytes = archive.read(START + from, size);
  if (crc32(bytes) !== start.readUInt32LE(28))
    throw new SyntaxError("sevenZip: checksum of the header is wrong");
  for (let depth = 0; depth < MAX_PACKED_HEADERS; depth++) {
    const header = parseHeader(bytes);
    if (!("packed" in header)) return header;
    bytes = await unpackHeader(archive, header.packed, guard);
  }
  throw new SyntaxError("sevenZip: header is packed too often");
}

async function unpackHeader(archive: RandomBytes, folder: Folder, guard: Guard): Promise<Buffer> {
  const [file] = folder.files;
  if (file === undefined || file.size > MAX_HEADER)
    throw new SyntaxError("sevenZip: packed header is too large");
  const password = isEncrypted(folder) ? await fittingPassword(archive, folder, guard) : undefined;
  const pieces = new Pieces(unpackFolder(archive, folder, password, () => {}));
  return new ByteStream(new MemberBody(pieces, file).read()).all(MAX_HEADER);
}

/** The password with which a folder's first file is what its checksum says. Throws where none is. */
async function fittingPassword(archive: RandomBytes, folder: Folder, guard: Guard): Promise<string> {
  for (const password of guard.passwords) {
    try {
      const pieces = new Pieces(unpackFolder(archive, folder, password, () => {}));
      let size = 0;
      for await (const piece of new MemberBody(pieces, folder.files[0]!).read()) {
        size += piece.length;
        if (size > MAX_TRIAL) break;
      }
      return password;
    } catch (error) {
      if ((error as Error).message.includes("is not read")) throw error;
    }
  }
  throw new Error("sevenZip: archive is encrypted, and no password fits; give one (passwords)");
}
