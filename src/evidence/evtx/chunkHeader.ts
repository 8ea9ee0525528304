import { crc32 } from "node:zlib";
import { u32, u64 } from "./binXml/bytes";

/** Bytes of a chunk. */
export const CHUNK_SIZE = 65536;
/** Bytes of the header before the first record. */
export const CHUNK_HEADER = 512;
/** What a chunk begins with. */
export const CHUNK_SIGNATURE = Buffer.from("ElfChnk\0", "latin1");

/** What the header of a chunk says, and whether it may be believed. */
export interface ChunkHeader {
  readonly hasSignature: boolean;
  /** The header matches its own checksum. */
  readonly isSound: boolean;
  /** The records match their checksum, too, and all of them are there. */
  readonly isIntact: boolean;
  /** Where the records end; the length of the chunk when the header is not sound. */
  readonly end: number;
  /** Records by the header's count; 0 when it is not sound. */
  readonly records: number;
}

/**
 * Reads and checks the header of a chunk, which may be cut off. O(bytes), for the checksums.
 *
 * Source: libevtx, Windows XML Event Log (EVTX) format, "Chunk header".
 */
export function readChunkHeader(chunk: Buffer): ChunkHeader {
  const hasSignature = chunk.indexOf(CHUNK_SIGNATURE) === 0;
  const end = chunk.length >= CHUNK_HEADER ? u32(chunk, 48) : 0;
  const isSound =
    hasSignature && end >= CHUNK_HEADER && end <= CHUNK_SIZE && headerSum(chunk) === u32(chunk, 124);
  if (!isSound) return { hasSignature, isSound, isIntact: false, end: chunk.length, records: 0 };
  const isIntact = end <= chunk.length && crc32(chunk.subarray(CHUNK_HEADER, end)) === u32(chunk, 52);
  const records = Math.max(0, u64(chunk, 16) - u64(chunk, 8) + 1);
  return { hasSignature, isSound, isIntact, end: Math.min(end, chunk.length), records };
}

/**
 * Where the next chunk begins that is no coincidence, from `from` on; -1 when there is none.
 *
 * A signature counts when its header is sound, or when too little is left to tell.
 */
export function findChunk(bytes: Buffer, from: number): number {
  let at = bytes.indexOf(CHUNK_SIGNATURE, from);
  while (at >= 0) {
    const rest = bytes.subarray(at);
    if (rest.length < CHUNK_HEADER || headerSum(rest) === u32(rest, 124)) return at;
    at = bytes.indexOf(CHUNK_SIGNATURE, at + 1);
  }
  return -1;
}

function headerSum(chunk: Buffer): number {
  return crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120)));
}
