import { crc32 } from "node:zlib";
import type { IssueSink } from "../../core/issue";
import type { EventSink } from "../event";
import { u16, u32 } from "./binXml/bytes";
import { CHUNK_HEADER, CHUNK_SIGNATURE, CHUNK_SIZE, findChunk, readChunkHeader } from "./chunkHeader";
import { parseChunk } from "./parseChunk";
import { TemplateStore } from "./templates";

/** What was read from an event log. */
export interface EvtxSummary {
  readonly records: number;
  /** Chunks with at least a header; unused space is no chunk. */
  readonly chunks: number;
  /** Chunks with a wrong signature or checksum, or with records that could not be read. */
  readonly damagedChunks: number;
  /** The log was not closed: usual for copies of a running system. */
  readonly dirty: boolean;
}

const FILE_HEADER = 4096;
const FILE_SIGNATURE = Buffer.from("ElfFile\0", "latin1");
const ZEROS = Buffer.alloc(CHUNK_SIZE);

/**
 * Takes the bytes of one event log piece by piece, and gives its records chunk by chunk.
 *
 * Holds at most one chunk. Chunks are found by their signature again where bytes are missing or too many.
 */
export class EvtxParser {
  private readonly templates = new TemplateStore();
  private readonly block = Buffer.alloc(CHUNK_SIZE);
  private filled = 0;
  private wanted = FILE_HEADER;
  private offset = 0;
  /** Where a stretch without any chunk began, or -1. */
  private gap = -1;
  private records = 0;
  private chunks = 0;
  private damagedChunks = 0;
  private dirty = false;
  /** Chunks by the file header; -1 when it cannot be believed. */
  private promised = -1;

  constructor(
    private readonly path: string,
    private readonly sink: EventSink,
    private readonly issues: IssueSink,
  ) {}

  /** Takes the next bytes. */
  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      if (this.filled === 0 && piece.length - at >= this.wanted) {
        at += this.take(Buffer.from(piece.buffer, piece.byteOffset + at, this.wanted));
        continue;
      }
      const count = Math.min(this.wanted - this.filled, piece.length - at);
      this.block.set(piece.subarray(at, at + count), this.filled);
      this.filled += count;
      at += count;
      if (this.filled === this.wanted) this.flush();
    }
  }

  /** Tells that the stream of bytes failed; what has come so far is still read by `end`. */
  stopped(reason: string): void {
    this.issue(this.offset + this.filled, `reading stopped: ${reason}`);
  }

  /** Reads what is left, and answers the sums. */
  end(): EvtxSummary {
    if (this.offset + this.filled === 0) this.issue(0, "file is empty");
    while (this.filled > 0) this.flush();
    this.closeGap();
    if (!this.dirty && this.promised > (this.chunks & 0xffff)) {
      this.issue(this.offset, `file header counts ${this.promised} chunks, found ${this.chunks}`);
    }
    const { records, chunks, damagedChunks, dirty } = this;
    return { records, chunks, damagedChunks, dirty };
  }

  private flush(): void {
    const { block, filled } = this;
    const taken = this.take(block.subarray(0, filled));
    block.copyWithin(0, taken, filled);
    this.filled = filled - taken;
  }

  /** Reads a header or chunk; answers how many of the bytes are done with. */
  private take(bytes: Buffer): number {
    const isFirst = this.wanted === FILE_HEADER;
    this.wanted = CHUNK_SIZE;
    const taken = isFirst ? this.fileHeader(bytes) : this.stretch(bytes);
    this.offset += taken;
    return taken;
  }

  private fileHeader(bytes: Buffer): number {
    if (bytes.indexOf(FILE_SIGNATURE) !== 0) {
      this.issue(0, "file has no event log signature");
      return bytes.indexOf(CHUNK_SIGNATURE) === 0 ? 0 : bytes.length;
    }
    if (bytes.length < FILE_HEADER) {
      this.issue(0, `file header is cut off after ${bytes.length} bytes`);
      return bytes.length;
    }
    this.dirty = (u32(bytes, 120) & 1) !== 0;
    if (crc32(bytes.subarray(0, 120)) === u32(bytes, 124)) this.promised = u16(bytes, 42);
    else this.issue(0, "file header does not match its checksum");
    return bytes.length;
  }

  /** Bytes that should be a chunk: reads them up to where another one begins. */
  private stretch(bytes: Buffer): number {
    const header = readChunkHeader(bytes);
    if (!header.hasSignature) {
      const next = findChunk(bytes, 1);
      if (next > 0 || !holdsRecords(bytes)) return this.skip(bytes, next < 0 ? bytes.length : next);
    }
    const behind = header.isIntact ? header.end : header.isSound ? CHUNK_HEADER : CHUNK_SIGNATURE.length;
    const next = findChunk(bytes, behind);
    if (next < 0) this.chunk(bytes, header);
    else this.chunk(bytes.subarray(0, next), readChunkHeader(bytes.subarray(0, next)));
    return next < 0 ? bytes.length : next;
  }

  private skip(bytes: Buffer, length: number): number {
    const isUnused = bytes.subarray(0, length).equals(ZEROS.subarray(0, length));
    if (!isUnused && this.gap < 0) this.gap = this.offset;
    else if (isUnused) this.closeGap();
    return length;
  }

  private closeGap(): void {
    if (this.gap >= 0) this.issue(this.gap, `${this.offset - this.gap} bytes hold no chunk`);
    this.gap = -1;
  }

  private chunk(bytes: Buffer, header: ReturnType<typeof readChunkHeader>): void {
    this.closeGap();
    const { records, faults } = parseChunk(bytes, header, this.templates, this.sink);
    const number = this.chunks++;
    this.records += records;
    if (faults.length > 0) this.damagedChunks++;
    for (const { at, record, reason, lost } of faults) {
      const inRecord = record === undefined ? "" : `, record ${record}`;
      const place = `chunk ${number}${inRecord}, byte ${this.offset + at}`;
      this.issues({ path: this.path, place, reason, ...(lost === undefined ? {} : { lost }) });
    }
  }

  private issue(at: number, reason: string): void {
    this.issues({ path: this.path, place: `byte ${at}`, reason });
  }
}

/** Whether a chunk without its signature still begins with a record. */
function holdsRecords(bytes: Buffer): boolean {
  return bytes.length > CHUNK_HEADER + 4 && u32(bytes, CHUNK_HEADER) === 0x2a2a;
}
