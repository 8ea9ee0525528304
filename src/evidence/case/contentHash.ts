import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { ByteStream } from "../byteStream";

/** In place of the hash of what cannot be read twice: no file is known by it. */
export const UNKNOWN = "";

const PIECE = 2 ** 20;

/** SHA-256 of a file, in hexadecimal. Throws when it cannot be read. O(bytes). */
export async function fileHash(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) hash.update(piece as Buffer);
  return hash.digest("hex");
}

/** Bytes that are hashed while they pass. Made by {@link hashWhileReading}. */
export interface HashedBytes {
  readonly bytes: ByteStream;
  /** SHA-256 of all of them, in hexadecimal; null unless they were read to their end. */
  sha256(): string | null;
}

/** Hashes a stream on its way to its reader. */
export function hashWhileReading(source: ByteStream): HashedBytes {
  const hash = createHash("sha256");
  let isWhole = false;
  const pass = async function* () {
    for await (const piece of source) {
      hash.update(piece);
      yield piece;
    }
    isWhole = true;
  };
  return { bytes: new ByteStream(pass()), sha256: () => (isWhole ? hash.digest("hex") : null) };
}
