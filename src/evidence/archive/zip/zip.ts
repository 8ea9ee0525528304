import { statSync } from "node:fs";
import { crc32, inflateRawSync } from "node:zlib";
import yauzl from "yauzl";
import { ByteStream } from "../../byteStream";
import { inflateFault } from "../inflated";
import { ARCHIVE_IN_MEMORY, type ArchiveSource, type Member } from "../member";
import { decryptMember } from "./decryptMember";

const SMALL_MEMBER = 2 ** 20;
const DEFLATE = 8;

/**
 * The members of a zip archive, by its directory at the end; encrypted ones with a password that fits.
 *
 * A member that is damaged, or that no password opens, is an issue; the others are given.
 */
export async function* zipMembers(source: ArchiveSource): AsyncGenerator<Member> {
  const { guard, issues, path } = source;
  const opened = await openZip(source);
  const { zip } = opened;
  try {
    guard.checkMembers(zip.entryCount);
    for await (const entry of zip.eachEntry()) {
      const name = memberName(entry);
      if (name.endsWith("/")) continue;
      try {
        const packed = entry.isEncrypted()
          ? await decryptMember(zip, entry, guard.passwords)
          : memberBytes(opened, entry);
        yield { name, bytes: new ByteStream(guard.watch(packed, () => entry.compressedSize)) };
      } catch (error) {
        if (guard.isSpent) throw error;
        issues({ path: `${path}!${name}`, place: "", reason: (error as Error).message });
      }
    }
  } finally {
    zip.close();
  }
}

/**
 * Whether some bytes are the start of a zip archive.
 *
 * @example
 * isZip(Buffer.from("PK\x03\x04")) // true
 */
export function isZip(head: Buffer): boolean {
  return head.length >= 4 && (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506);
}

/** A member's name: UTF-8 where the archive says so, else the bytes as Latin-1, which loses none of them. */
function memberName(entry: yauzl.Entry): string {
  const bytes = entry.fileName as unknown as Buffer;
  const isUtf8 = (entry.generalPurposeBitFlag & 0x0800) !== 0;
  return bytes.toString(isUtf8 ? "utf8" : "latin1").replaceAll("\\", "/");
}

interface OpenZip {
  readonly zip: yauzl.ZipFile;
  /** The whole archive, unless it is too large to hold. */
  readonly buffer: Buffer | undefined;
}

// Names are only shown, never written to: an odd one hides neither its member nor the members behind it.
const LAZY = { lazyEntries: true, autoClose: false, decodeStrings: false } as const;

async function openZip(source: ArchiveSource): Promise<OpenZip> {
  if (source.file !== undefined && statSync(source.file).size > ARCHIVE_IN_MEMORY) {
    await source.bytes.cancel();
    return { zip: await yauzl.openPromise(source.file, LAZY), buffer: undefined };
  }
  const buffer = mendEnd(await source.bytes.all(ARCHIVE_IN_MEMORY));
  return { zip: await yauzl.fromBufferPromise(buffer, LAZY), buffer };
}

/** Archives found in the wild have bytes too many or too few behind the end record: its comment length is set right. */
function mendEnd(zip: Buffer): Buffer {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end >= 0 && end + 22 <= zip.length)
    zip.writeUInt16LE(Math.min(0xffff, zip.length - end - 22), end + 20);
  return zip;
}

/** Small members are inflated at once: a stream for each of ten thousand task files would cost more than the work. */
async function* memberBytes({ zip, buffer }: OpenZip, entry: yauzl.Entry): AsyncGenerator<Buffer> {
  const { compressedSize, uncompressedSize } = entry;
  try {
    if (buffer === undefined || entry.compressionMethod !== DEFLATE || uncompressedSize > SMALL_MEMBER) {
      yield* await zip.openReadStreamPromise(entry);
      return;
    }
    const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    const packed = buffer.subarray(fileDataStart, fileDataStart + compressedSize);
    const member = inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
    if (crc32(member) !== entry.crc32) throw new Error("unpack: checksum of the member is wrong");
    yield member;
  } catch (error) {
    throw inflateFault(error);
  }
}
