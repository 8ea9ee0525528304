import { inflated } from "../inflated";
import type { RandomBytes } from "../randomBytes";
import { decipherAes } from "./aesKey";
import { undoDelta, undoX86 } from "./filters";
import type { Coder, Folder } from "./header";
import { lzma2Stream, lzmaStream } from "./lzmaStreams";

/** Where the archive's packed bytes begin: behind the start header. */
const PACKED_FROM = 32;
const AES = "06f10701";

/** Whether a folder needs a password. */
export function isEncrypted({ coders }: Folder): boolean {
  return coders?.some(({ method }) => method === AES) ?? false;
}

/**
 * The bytes of a folder's files, one behind the other; `took` hears how many packed bytes were read.
 *
 * Throws where they are damaged, and for methods that are not read (PPMd, BZip2, BCJ2, …), by name.
 */
export function unpackFolder(
  archive: RandomBytes,
  folder: Folder,
  password: string | undefined,
  took: (bytes: number) => void,
): AsyncIterable<Buffer> {
  const { coders, from, packedSize } = folder;
  if (coders === undefined) throw unread("BCJ2, or another one of several streams");
  if (PACKED_FROM + from + packedSize > archive.size) throw new SyntaxError("sevenZip: archive is cut off");
  const counted = async function* () {
    for await (const piece of archive.stream(PACKED_FROM + from, packedSize)) {
      took(piece.length);
      yield piece;
    }
  };
  return coders.reduce<AsyncIterable<Buffer>>((bytes, coder) => decode(bytes, coder, password), counted());
}

function decode(
  bytes: AsyncIterable<Buffer>,
  { method, properties, unpackedSize }: Coder & { readonly unpackedSize: number },
  password: string | undefined,
): AsyncIterable<Buffer> {
  switch (method) {
    case "00":
      return bytes;
    case "21":
      return lzma2Stream(bytes, properties, unpackedSize);
    case "030101":
      return lzmaStream(bytes, properties, unpackedSize);
    case "03":
      return undoDelta(bytes, (properties[0] ?? 0) + 1);
    case "04":
    case "03030103":
      return undoX86(bytes);
    case "040108":
      return inflated(bytes, "deflate");
    case AES:
      return decipherAes(bytes, properties, password ?? "");
    default:
      throw unread(NAMES.get(method) ?? method);
  }
}

const NAMES: ReadonlyMap<string, string> = new Map([
  ["030401", "PPMd"],
  ["040202", "BZip2"],
  ["040109", "Deflate64"],
  ["0303011b", "BCJ2"],
  ["0a", "ARM64"],
  ["03030501", "ARM"],
  ["04f71101", "Zstandard"],
]);

function unread(method: string): Error {
  return new Error(`sevenZip: packing method ${method} is not read; unpack it first`);
}
