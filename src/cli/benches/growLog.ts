import { closeSync, openSync, writeSync } from "node:fs";
import { crc32 } from "node:zlib";

const HEADER = 4096;
const CHUNK = 65536;
const CHUNK_HEADER = 512;

/** Writes a valid event log of at least `rows` records: the chunks of another one again and again, under new ids. */
export function growLog(log: Buffer, path: string, rows: number): void {
  const chunks = chunksOf(log);
  const file = openSync(path, "w");
  writeSync(file, log, 0, HEADER);
  let records = 0;
  let written = 0;
  while (records < rows && chunks.length > 0) {
    const chunk = Buffer.from(chunks[written++ % chunks.length]!);
    records += renumber(chunk, records);
    writeSync(file, chunk);
  }
  writeSync(file, fileHeader(log, written, records), 0, 128, 0);
  closeSync(file);
}

function chunksOf(log: Buffer): Buffer[] {
  const chunks: Buffer[] = [];
  for (let at = HEADER; at + CHUNK <= log.length; at += CHUNK) {
    if (log.toString("latin1", at, at + 7) === "ElfChnk") chunks.push(log.subarray(at, at + CHUNK));
  }
  return chunks;
}

/** Gives the records of a chunk the ids behind `before`, and the chunk its checksums; answers how many they are. */
function renumber(chunk: Buffer, before: number): number {
  const end = chunk.readUInt32LE(48);
  let id = before;
  for (
    let at = CHUNK_HEADER;
    at < end && chunk.readUInt32LE(at) === 0x2a2a;
    at += chunk.readUInt32LE(at + 4)
  ) {
    chunk.writeBigUInt64LE(BigInt(++id), at + 8);
  }
  for (const at of [8, 24]) chunk.writeBigUInt64LE(BigInt(before + 1), at);
  for (const at of [16, 32]) chunk.writeBigUInt64LE(BigInt(id), at);
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER, end)), 52);
  chunk.writeUInt32LE(crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120))), 124);
  return id - before;
}

function fileHeader(log: Buffer, chunks: number, records: number): Buffer {
  const header = Buffer.from(log.subarray(0, 128));
  header.writeBigUInt64LE(BigInt(chunks - 1), 16);
  header.writeBigUInt64LE(BigInt(records + 1), 24);
  header.writeUInt16LE(chunks & 0xffff, 42);
  header.writeUInt32LE(0, 120);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return header;
}
