import { createReadStream, statSync } from "node:fs";
import { Readable } from "node:stream";
import { crc32, createGunzip, inflateRawSync } from "node:zlib";
import yauzl from "yauzl";
import type { IssueSink } from "../core/issue";
import { ByteStream } from "./byteStream";

/** One stream of evidence: a plain file, or what a `.gz` or a `.zip` member holds. */
export interface Source {
  /** As the caller named it; `archive.zip!member` inside archives. */
  readonly path: string;
  readonly bytes: ByteStream;
  /** The file on disk when it is not packed. */
  readonly file: string | undefined;
}

/** Bounds against archives that unpack to more than a disk or a memory can hold. */
export interface UnpackLimits {
  /** Unpacked bytes of one file, all its members together. @default 16 GiB */
  readonly maxBytes?: number;
  /** Unpacked bytes for each packed one, looked at beyond 64 MiB. @default 400 */
  readonly maxRatio?: number;
  /** Members of one archive. @default 100,000 */
  readonly maxMembers?: number;
}

const DEPTH = 4;
const RATIO_FROM = 64 * 2 ** 20;
const ARCHIVE_IN_MEMORY = 256 * 2 ** 20;
const SMALL_MEMBER = 2 ** 20;
const DEFLATE = 8;
const DEFAULTS: Required<UnpackLimits> = { maxBytes: 16 * 2 ** 30, maxRatio: 400, maxMembers: 100_000 };

/**
 * Opens a file and whatever is packed in it, one stream after the other.
 *
 * Packing is recognised by content, not by name. A stream must be read to its end, or left, before the next one is
 * asked for. Archives that cannot be read become issues; limits end a member with an error from its stream.
 */
export async function* unpack(
  path: string,
  issues: IssueSink,
  limits: UnpackLimits = {},
): AsyncGenerator<Source> {
  const bytes = new ByteStream(createReadStream(path, { highWaterMark: 2 ** 18 }));
  const guard = new Guard({ ...DEFAULTS, ...limits });
  yield* open({ path, bytes, file: path }, guard, issues, DEPTH);
}

/** Counts what one file unpacks to, and ends it at the limits. */
class Guard {
  private unpacked = 0;

  constructor(readonly limits: Required<UnpackLimits>) {}

  /** Whether nothing more may be unpacked. */
  get isSpent(): boolean {
    return this.unpacked > this.limits.maxBytes;
  }

  /** Passes a member's bytes on. `packed` tells how many packed bytes were taken for them so far. */
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

async function* open(source: Source, guard: Guard, issues: IssueSink, depth: number): AsyncGenerator<Source> {
  const head = await source.bytes.peek(4);
  const isGzip = head.length >= 2 && head.readUInt16BE(0) === 0x1f8b;
  if (!isGzip && !isZip(head)) {
    yield source;
  } else if (depth === 0) {
    issues({
      path: source.path,
      place: "",
      reason: `archives nested more than ${DEPTH} deep are not opened`,
    });
  } else if (isGzip) {
    const bytes = new ByteStream(gunzip(source, guard));
    yield* open({ path: source.path, bytes, file: undefined }, guard, issues, depth - 1);
  } else {
    yield* openZip(source, guard, issues, depth - 1);
  }
}

async function* gunzip(source: Source, guard: Guard): AsyncGenerator<Buffer> {
  let packed = 0;
  const counted = async function* () {
    for await (const part of source.bytes) {
      packed += part.length;
      yield part;
    }
  };
  const unzip = createGunzip({ chunkSize: 2 ** 18 });
  const input = Readable.from(counted());
  input.on("error", (error) => unzip.destroy(error));
  yield* guard.watch(input.pipe(unzip), () => packed);
}

async function* openZip(
  source: Source,
  guard: Guard,
  issues: IssueSink,
  depth: number,
): AsyncGenerator<Source> {
  const { zip, buffer } = await openZipFile(source);
  try {
    const { maxMembers } = guard.limits;
    if (zip.entryCount > maxMembers) {
      throw new RangeError(`unpack: members must be at most ${maxMembers}, got ${zip.entryCount}`);
    }
    for await (const entry of zip.eachEntry()) {
      const name = memberName(entry);
      if (name.endsWith("/")) continue;
      const path = `${source.path}!${name}`;
      if (entry.isEncrypted()) {
        issues({ path, place: "", reason: "member is encrypted; unpack it with its password first" });
        continue;
      }
      const packed = memberBytes(zip, entry, buffer);
      const bytes = new ByteStream(guard.watch(packed, () => entry.compressedSize));
      try {
        yield* open({ path, bytes, file: undefined }, guard, issues, depth);
      } catch (error) {
        if (guard.isSpent) throw error;
        issues({ path, place: "", reason: (error as Error).message });
      }
      await bytes.cancel();
    }
  } finally {
    zip.close();
  }
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

async function openZipFile(source: Source): Promise<OpenZip> {
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
async function* memberBytes(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  buffer: Buffer | undefined,
): AsyncGenerator<Buffer> {
  const { compressedSize, uncompressedSize } = entry;
  if (buffer === undefined || entry.compressionMethod !== DEFLATE || uncompressedSize > SMALL_MEMBER) {
    yield* await zip.openReadStreamPromise(entry);
    return;
  }
  const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
  const packed = buffer.subarray(fileDataStart, fileDataStart + compressedSize);
  const member = inflateRawSync(packed, { maxOutputLength: Math.max(1, uncompressedSize) });
  if (crc32(member) !== entry.crc32) throw new Error("unpack: checksum of the member is wrong");
  yield member;
}

function isZip(head: Buffer): boolean {
  return head.length >= 4 && (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506);
}
