import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
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
  /** Unpacked bytes of one member. @default 16 GiB */
  readonly maxBytes?: number;
  /** Unpacked bytes for each packed one, looked at beyond 64 MiB. @default 400 */
  readonly maxRatio?: number;
  /** Members of one archive. @default 100,000 */
  readonly maxMembers?: number;
}

const DEPTH = 4;
const RATIO_FROM = 64 * 2 ** 20;
const INNER_ARCHIVE = 512 * 2 ** 20;
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
  yield* open({ path, bytes, file: path }, { ...DEFAULTS, ...limits }, issues, DEPTH);
}

async function* open(
  source: Source,
  limits: Required<UnpackLimits>,
  issues: IssueSink,
  depth: number,
): AsyncGenerator<Source> {
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
    const bytes = new ByteStream(gunzip(source, limits));
    yield* open({ path: source.path, bytes, file: undefined }, limits, issues, depth - 1);
  } else {
    yield* openZip(source, limits, issues, depth - 1);
  }
}

async function* gunzip(source: Source, limits: Required<UnpackLimits>): AsyncGenerator<Buffer> {
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
  yield* guarded(input.pipe(unzip), () => packed, limits);
}

async function* openZip(
  source: Source,
  limits: Required<UnpackLimits>,
  issues: IssueSink,
  depth: number,
): AsyncGenerator<Source> {
  const zip = await openZipFile(source);
  await source.bytes.cancel();
  try {
    if (zip.entryCount > limits.maxMembers) {
      throw new RangeError(`unpack: members must be at most ${limits.maxMembers}, got ${zip.entryCount}`);
    }
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      const path = `${source.path}!${entry.fileName}`;
      if (entry.isEncrypted()) {
        issues({ path, place: "", reason: "member is encrypted; unpack it with its password first" });
        continue;
      }
      const stream = await zip.openReadStreamPromise(entry);
      const bytes = new ByteStream(guarded(stream, () => entry.compressedSize, limits));
      yield* open({ path, bytes, file: undefined }, limits, issues, depth);
      await bytes.cancel();
    }
  } finally {
    zip.close();
  }
}

const LAZY = { lazyEntries: true, autoClose: false } as const;

/** From the file itself; through memory when the archive is packed, or its last bytes need mending. */
async function openZipFile(source: Source): Promise<yauzl.ZipFile> {
  if (source.file !== undefined) {
    try {
      return await yauzl.openPromise(source.file, LAZY);
    } catch (error) {
      if (!(error as Error).message.startsWith("Invalid comment length")) throw error;
    }
  }
  return yauzl.fromBufferPromise(mendEnd(await source.bytes.all(INNER_ARCHIVE)), LAZY);
}

/** Archives found in the wild have bytes too many or too few behind the end record: its comment length is set right. */
function mendEnd(zip: Buffer): Buffer {
  const end = zip.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end >= 0 && end + 22 <= zip.length)
    zip.writeUInt16LE(Math.min(0xffff, zip.length - end - 22), end + 20);
  return zip;
}

async function* guarded(
  stream: Readable,
  packed: () => number,
  { maxBytes, maxRatio }: Required<UnpackLimits>,
): AsyncGenerator<Buffer> {
  let size = 0;
  for await (const part of stream as AsyncIterable<Buffer>) {
    size += part.length;
    if (size > maxBytes)
      throw new RangeError(`unpack: unpacked size must be at most ${maxBytes} bytes, got more`);
    if (size > RATIO_FROM && size > maxRatio * packed()) {
      throw new RangeError(
        `unpack: packing ratio must be at most ${maxRatio}, got more after ${size} bytes; this looks like a bomb`,
      );
    }
    yield part;
  }
}

function isZip(head: Buffer): boolean {
  return head.length >= 4 && (head.readUInt32BE(0) === 0x504b0304 || head.readUInt32BE(0) === 0x504b0506);
}
