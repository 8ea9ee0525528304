import type { EventSink } from "../event";
import { u32, u64 } from "./binXml/bytes";
import { EvtxFault } from "./binXml/fault";
import { CHUNK_HEADER, type ChunkHeader } from "./chunkHeader";
import { EventBuilder } from "./eventBuilder";
import type { TemplateStore } from "./templates";

const RECORD_SIGNATURE = Buffer.from([0x2a, 0x2a, 0, 0]);
/** Signature (4), size (4), id (8) and time (8) before the binary XML; the size again behind it. */
const RECORD_HEADER = 24;
const RECORD_MINIMUM = RECORD_HEADER + 4;
/** Faults of one chunk that are told one by one; the rest are counted. */
const MAX_FAULTS = 20;

/** What is wrong in a chunk. */
export interface ChunkFault {
  /** Byte offset in the chunk. */
  readonly at: number;
  readonly record?: number;
  readonly reason: string;
  /** Records lost, where known. */
  readonly lost?: number;
}

/** What was read from a chunk. */
export interface ChunkResult {
  readonly records: number;
  readonly faults: readonly ChunkFault[];
}

/**
 * Reads the records of one chunk.
 *
 * Never throws for what the bytes hold: damage becomes faults, and reading goes on at the next record that makes
 * sense. `templates` is shared by the chunks of a file. O(size of the chunk).
 */
export function parseChunk(
  chunk: Buffer,
  header: ChunkHeader,
  templates: TemplateStore,
  sink: EventSink,
): ChunkResult {
  return new ChunkReader(chunk, header, templates, sink).read();
}

class ChunkReader {
  private readonly faults: ChunkFault[] = [];
  private readonly builder: EventBuilder;
  private records = 0;
  private lost = 0;
  private untold = 0;
  private lastId = -1;

  constructor(
    private readonly chunk: Buffer,
    private readonly header: ChunkHeader,
    templates: TemplateStore,
    private readonly sink: EventSink,
  ) {
    this.builder = new EventBuilder(chunk, templates);
  }

  read(): ChunkResult {
    this.headerFaults();
    const { end, isIntact } = this.header;
    let at = Math.min(CHUNK_HEADER, end);
    while (at < end) {
      const size = this.recordSize(at, end);
      if (size > 0) {
        this.record(at, size);
        at += size;
      } else at = this.resync(at, end);
    }
    if (!isIntact) this.unlisted(at);
    this.missing(at);
    return { records: this.records, faults: this.faults };
  }

  private headerFaults(): void {
    const { hasSignature, isSound, isIntact } = this.header;
    if (isIntact) return;
    if (this.chunk.length < CHUNK_HEADER) this.fault({ at: 0, reason: "chunk header is cut off" });
    else if (!hasSignature) this.fault({ at: 0, reason: "chunk has no signature" });
    else if (!isSound) this.fault({ at: 0, reason: "chunk header does not match its checksum" });
    else if (u32(this.chunk, 48) > this.chunk.length)
      this.fault({ at: this.chunk.length, reason: "chunk is cut off" });
    else this.fault({ at: CHUNK_HEADER, reason: "records do not match the checksum of their chunk" });
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
    this.lastId = id;
    try {
      const event = this.builder.build(
        at + RECORD_HEADER,
        at + size - 4,
        id,
        u32(chunk, at + 20),
        u32(chunk, at + 16),
      );
      this.records++;
      this.sink(event);
    } catch (error) {
      if (!(error instanceof EvtxFault)) throw error;
      this.fault({ at: error.offset, record: id, reason: error.message, lost: 1 });
    }
  }

  /** Where the next record begins that makes sense, or the limit. Ids only grow within a chunk. */
  private resync(from: number, limit: number): number {
    const { chunk } = this;
    let at = chunk.indexOf(RECORD_SIGNATURE, from + 1);
    while (at >= 0 && (this.recordSize(at, limit) === 0 || u64(chunk, at + 8) <= this.lastId)) {
      at = chunk.indexOf(RECORD_SIGNATURE, at + 1);
    }
    const to = at < 0 ? limit : at;
    if (at >= 0 || chunk.subarray(from, limit).some((byte) => byte !== 0)) {
      this.fault({ at: from, reason: `${to - from} bytes hold no readable record` });
    }
    return to;
  }

  /** Records behind the end that the header knows, as in a log copied while it was open: told by their next ids. */
  private unlisted(from: number): void {
    const { chunk } = this;
    let at = from;
    let size = this.recordSize(at, chunk.length);
    while (size > 0 && u64(chunk, at + 8) === this.lastId + 1) {
      this.record(at, size);
      at += size;
      size = this.recordSize(at, chunk.length);
    }
  }

  /** Tells what the header counts and nobody found. */
  private missing(at: number): void {
    const missing = this.header.records - this.records - this.lost;
    if (missing > 0 && this.header.records <= this.chunk.length / RECORD_MINIMUM) {
      this.fault({ at, reason: `${missing} of ${this.header.records} records are missing`, lost: missing });
    }
    if (this.untold > 0) {
      this.faults.push({ at, reason: `${this.untold} more faults in this chunk` });
    }
  }

  private fault(fault: ChunkFault): void {
    this.lost += fault.lost ?? 0;
    if (this.faults.length < MAX_FAULTS) this.faults.push(fault);
    else this.untold++;
  }
}
