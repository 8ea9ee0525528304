import { crc32 } from "node:zlib";
import type { IssueSink } from "../../core/issue";
import type { EventSink } from "../event";
import { u16, u32 } from "./bytes";
import { CHUNK_SIGNATURE, CHUNK_SIZE, parseChunk } from "./chunk";
import { TemplateStore } from "./templates";

/** What was read from an event log. */
export interface EvtxSummary {
  records: number;
  chunks: number;
  /** Chunks with a wrong signature or checksum, or with records that could not be read. */
  damagedChunks: number;
  /** The log was not closed properly; usual for copies of a running system. */
  dirty: boolean;
}

const FILE_HEADER = 4096;
const FILE_SIGNATURE = Buffer.from("ElfFile\0", "latin1");

/**
 * Reads an event log of Windows (EVTX) from a stream of bytes, forward only.
 *
 * `bytes` may come in pieces of any size; `createReadStream(path)` and a gunzip stream both do. Memory does not grow
 * with the file. Damage, a cut end and a failing stream become issues, and what can be read is read. O(bytes).
 */
export async function readEvtx(
  bytes: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  path: string,
  sink: EventSink,
  issues: IssueSink,
): Promise<EvtxSummary> {
  const parser = new EvtxParser(path, sink, issues);
  try {
    for await (const piece of bytes) parser.push(piece);
  } catch (error) {
    issues({
      path,
      place: `byte ${parser.position}`,
      reason: `reading stopped: ${(error as Error).message}`,
    });
  }
  return parser.end();
}

/** Takes the bytes of one event log piece by piece, and gives its records chunk by chunk. */
export class EvtxParser {
  private readonly summary: EvtxSummary = { records: 0, chunks: 0, damagedChunks: 0, dirty: false };
  private readonly templates = new TemplateStore();
  private readonly block = Buffer.alloc(CHUNK_SIZE);
  private filled = 0;
  private wanted = FILE_HEADER;
  private offset = 0;

  constructor(
    private readonly path: string,
    private readonly sink: EventSink,
    private readonly issues: IssueSink,
  ) {}

  get position(): number {
    return this.offset + this.filled;
  }

  push(piece: Uint8Array): void {
    let at = 0;
    while (at < piece.length) {
      const take = Math.min(this.wanted - this.filled, piece.length - at);
      this.block.set(piece.subarray(at, at + take), this.filled);
      this.filled += take;
      at += take;
      if (this.filled === this.wanted) this.flush();
    }
  }

  end(): EvtxSummary {
    if (this.filled > 0) this.flush();
    return this.summary;
  }

  private flush(): void {
    const bytes = this.block.subarray(0, this.filled);
    if (this.offset === 0) this.header(bytes);
    else this.chunk(bytes);
    this.offset += this.filled;
    this.filled = 0;
    this.wanted = CHUNK_SIZE;
  }

  private header(bytes: Buffer): void {
    if (bytes.length < 128 || !bytes.subarray(0, 8).equals(FILE_SIGNATURE)) {
      this.issue(0, "file has no event log signature");
      return;
    }
    this.summary.dirty = (u32(bytes, 120) & 1) !== 0;
    if (crc32(bytes.subarray(0, 120)) !== u32(bytes, 124))
      this.issue(0, "file header does not match its checksum");
    void u16;
  }

  private chunk(bytes: Buffer): void {
    if (!bytes.subarray(0, 8).equals(CHUNK_SIGNATURE) && bytes.every((byte) => byte === 0)) return;
    const { records, faults } = parseChunk(bytes, this.templates, this.sink);
    const number = this.summary.chunks++;
    this.summary.records += records;
    if (faults.length > 0) this.summary.damagedChunks++;
    for (const fault of faults) {
      const record = fault.record === undefined ? "" : `, record ${fault.record}`;
      const place = `chunk ${number}${record}, byte ${this.offset + fault.at}`;
      const lost = fault.lost === undefined ? {} : { lost: fault.lost };
      this.issues({ path: this.path, place, reason: fault.reason, ...lost });
    }
  }

  private issue(at: number, reason: string): void {
    this.issues({ path: this.path, place: `byte ${at}`, reason });
  }
}
