import { closeSync, createReadStream, fstatSync, openSync, readSync } from "node:fs";
import { ARCHIVE_IN_MEMORY, type ArchiveSource } from "./member";

/** Bytes that can be read out of order: of a file on disk, or held in memory. */
export interface RandomBytes {
  readonly size: number;
  /** Some bytes at once; fewer where the end comes first. */
  read(from: number, length: number): Buffer;
  /** Bytes as they come. */
  stream(from: number, length: number): AsyncIterable<Buffer>;
  close(): void;
}

const PIECE = 2 ** 18;

/** An archive's bytes in any order. One within another one is held, up to {@link ARCHIVE_IN_MEMORY} bytes. */
export async function randomBytes({ file, bytes }: ArchiveSource): Promise<RandomBytes> {
  if (file === undefined) return heldBytes(await bytes.all(ARCHIVE_IN_MEMORY));
  await bytes.cancel();
  const handle = openSync(file, "r");
  return {
    size: fstatSync(handle).size,
    read(from, length) {
      const piece = Buffer.alloc(length);
      return piece.subarray(0, readSync(handle, piece, 0, length, from));
    },
    stream: (from, length) =>
      length === 0
        ? nothing()
        : createReadStream(file, { start: from, end: from + length - 1, highWaterMark: PIECE }),
    close: () => closeSync(handle),
  };
}

function heldBytes(held: Buffer): RandomBytes {
  return {
    size: held.length,
    read: (from, length) => held.subarray(from, from + length),
    async *stream(from, length) {
      for (let at = from; at < from + length && at < held.length; at += PIECE) {
        yield held.subarray(at, Math.min(at + PIECE, from + length));
      }
    },
    close() {},
  };
}

async function* nothing(): AsyncGenerator<Buffer> {}
