import { crc32 } from "node:zlib";
import type { EventSink } from "../event";
import { u32, u64 } from "./bytes";
import { EventBuilder } from "./eventBuilder";
import { EvtxFault } from "./fault";
import type { TemplateStore } from "./templates";

/** Bytes of a chunk, and of the header before its first record. */
export const CHUNK_SIZE = 65536;
export const CHUNK_HEADER = 512;
export const CHUNK_SIGNATURE = Buffer.from("ElfChnk\0", "latin1");
const RECORD_SIGNATURE = Buffer.from([0x2a, 0x2a, 0, 0]);
/** Signature, size, id and time before the binary XML; the size again behind it. */
const RECORD_HEADER = 24;
const RECORD_MINIMUM = RECORD_HEADER + 4;

/** What is wrong in a chunk: byte offset in the chunk, record id where known, records lost where known. */
export interface ChunkFault {
  readonly at: number;
  readonly record?: number;
  readonly reason: string;
  readonly lost?: number;
}

/** What was read from a chunk. */
export interface ChunkResult {
  readonly records: number;
  readonly faults: readonly ChunkFault[];
}

/**
 * Reads the records of one chunk. Never throws for what the bytes hold: damage becomes faults, and reading goes on
 * at the next record that makes sense. `templates` is shared by the chunks of a file. O(size of the chunk).
 */
export function parseChunk(chunk: Buffer, templates: TemplateStore, sink: EventSink): ChunkResult {
  return new ChunkReader(chunk, templates, sink).read();
}

class ChunkReader {
  private readonly faults: ChunkFault[] = [];
  private readonly builder: EventBuilder;
  private records = 0;
  private lastId = -1;

  constructor(
    private readonly chunk: Buffer,
    templates: TemplateStore,
    private readonly sink: EventSink,
  ) {
    this.builder = new EventBuilder(chunk, templates);
  }

  read(): ChunkResult {
    const { limit, trusted } = this.header();
    let at = Math.min(CHUNK_HEADER, this.chunk.length);
    while (at < limit) {
      const size = this.recordSize(at, limit);
      if (size > 0) {
        this.record(at, size);
        at += size;
      } else at = this.resync(at, limit);
    }
    if (!trusted) this.unlisted(at);
    return { records: this.records, faults: this.faults };
  }

  /** Checks both sums; answers where the records end, and whether the header may be believed. */
  private header(): { limit: number; trusted: boolean } {
    const { chunk } = this;
    if (chunk.length < CHUNK_HEADER) {
      this.faults.push({ at: 0, reason: "chunk header is cut off" });
      return { limit: 0, trusted: true };
    }
    const free = u32(chunk, 48);
    const sum = crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120)));
    const signed = chunk.subarray(0, 8).equals(CHUNK_SIGNATURE);
    if (!signed || sum !== u32(chunk, 124) || free < CHUNK_HEADER || free > CHUNK_SIZE) {
      const reason = signed ? "chunk header does not match its checksum" : "chunk has no signature";
      this.faults.push({ at: 0, reason });
      return { limit: chunk.length, trusted: false };
    }
    if (free > chunk.length) return { limit: chunk.length, trusted: false };
    const trusted = crc32(chunk.subarray(CHUNK_HEADER, free)) === u32(chunk, 52);
    if (!trusted) this.faults.push({ at: CHUNK_HEADER, reason: "records do not match their checksum" });
    return { limit: free, trusted };
  }

  /** Size of the record at `at`, or 0 when there is none to believe in. */
  private recordSize(at: number, limit: number): number {
    const { chunk } = this;
    if (at + RECORD_MINIMUM > limit || u32(chunk, at) !== 0x2a2a) return 0;
    const size = u32(chunk, at + 4);
    if (size < RECORD_MINIMUM || size > limit - at) return 0;
    return u32(chunk, at + size - 4) === size ? size : 0;
  }

  private record(at: number, size: number): void {
    const { chunk } = this;
    const id = u64(chunk, at + 8);
    try {
      const high = u32(chunk, at + 20);
      const event = this.builder.build(at + RECORD_HEADER, at + size - 4, id, high, u32(chunk, at + 16));
      this.records++;
      this.sink(event);
    } catch (error) {
      if (!(error instanceof EvtxFault)) throw error;
      this.faults.push({ at: error.offset, record: id, reason: error.message, lost: 1 });
    }
    this.lastId = id;
  }

  /** Where the next believable record starts, or the limit. */
  private resync(from: number, limit: number): number {
    const { chunk } = this;
    let at = chunk.indexOf(RECORD_SIGNATURE, from + 1);
    while (at >= 0 && at < limit) {
      if (this.recordSize(at, limit) > 0 && u64(chunk, at + 8) > this.lastId) {
        this.faults.push({ at: from, reason: `${at - from} bytes hold no readable record` });
        return at;
      }
      at = chunk.indexOf(RECORD_SIGNATURE, at + 1);
    }
    if (!isZero(chunk, from, limit)) {
      this.faults.push({ at: from, reason: `${limit - from} bytes hold no readable record` });
    }
    return limit;
  }

  /** A log that was copied while open: records behind the end that the header knows, told by their next ids. */
  private unlisted(from: number): void {
    let at = from;
    for (;;) {
      const size = this.recordSize(at, this.chunk.length);
      if (size === 0 || u64(this.chunk, at + 8) !== this.lastId + 1) return;
      this.record(at, size);
      at += size;
    }
  }
}

function isZero(bytes: Buffer, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (bytes[i] !== 0) return false;
  return true;
}
