import { crc32 } from "node:zlib";

/** A place in a template that each record fills. */
export interface Slot {
  readonly slot: number;
  readonly type: number;
  readonly optional?: boolean;
}

/** Other things between two tags, each a token of its own. */
export type Literal =
  | string
  | { readonly cdata: string }
  | { readonly charRef: number }
  | { readonly entity: string }
  | { readonly instruction: readonly [target: string, data: string] };

/** An element of a template. */
export interface Element {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, Literal | Slot | readonly (Literal | Slot)[]>>;
  readonly content?: readonly (Literal | Slot | Element)[];
}

/** A value as it is stored; nested binary XML is written in place, since its names are offsets in the chunk. */
export interface Value {
  readonly type: number;
  readonly bytes?: Buffer;
  /** Binary XML: a template with its values. */
  readonly template?: Element;
  readonly values?: readonly Value[];
  /** Binary XML: an element without a template. */
  readonly element?: Element;
}

/** One record: a template and its values. */
export interface WrittenRecord {
  readonly id: number;
  /** FILETIME of the record header. */
  readonly written: bigint;
  readonly template: Element;
  readonly values: readonly Value[];
}

const CHUNK_SIZE = 65536;
const CHUNK_HEADER = 512;
const FILE_HEADER = 4096;

/**
 * A valid event log for tests. One array of records a chunk; the caller keeps each below 64 KiB.
 *
 * Sources: MS-EVEN6 2.2.12; libevtx, Windows XML Event Log (EVTX) format.
 */
export function writeEvtx(chunks: readonly (readonly WrittenRecord[])[], flags = 0): Buffer {
  const blocks = chunks.map((records) => new ChunkWriter().write(records));
  const ids = chunks.flat().map((record) => record.id);
  const header = Buffer.alloc(FILE_HEADER);
  header.write("ElfFile\0", 0, "latin1");
  header.writeBigUInt64LE(BigInt(Math.max(0, blocks.length - 1)), 16);
  header.writeBigUInt64LE(BigInt(Math.max(0, ...ids) + 1), 24);
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(FILE_HEADER, 40);
  header.writeUInt16LE(blocks.length, 42);
  header.writeUInt32LE(flags, 120);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return Buffer.concat([header, ...blocks]);
}

/** Writes both checksums of a chunk anew, as after a change that should go unnoticed. */
export function sealChunk(chunk: Buffer): void {
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER, chunk.readUInt32LE(48))), 52);
  chunk.writeUInt32LE(crc32(chunk.subarray(128, CHUNK_HEADER), crc32(chunk.subarray(0, 120))), 124);
}

class ChunkWriter {
  private readonly chunk = Buffer.alloc(CHUNK_SIZE);
  private readonly names = new Map<string, number>();
  private readonly templates = new Map<Element, number>();
  private at = CHUNK_HEADER;

  write(records: readonly WrittenRecord[]): Buffer {
    let last = 0;
    for (const record of records) {
      last = this.at;
      this.record(record);
    }
    const { chunk } = this;
    chunk.write("ElfChnk\0", 0, "latin1");
    const ids = records.map((record) => BigInt(record.id));
    for (const [i, id] of [ids[0] ?? 1n, ids.at(-1) ?? 0n, ids[0] ?? 1n, ids.at(-1) ?? 0n].entries()) {
      chunk.writeBigUInt64LE(id, 8 + 8 * i);
    }
    chunk.writeUInt32LE(128, 40);
    chunk.writeUInt32LE(last, 44);
    chunk.writeUInt32LE(this.at, 48);
    sealChunk(chunk);
    return chunk;
  }

  private record({ id, written, template, values }: WrittenRecord): void {
    const start = this.at;
    this.bytes(Buffer.from([0x2a, 0x2a, 0, 0, 0, 0, 0, 0]));
    this.u64(BigInt(id));
    this.u64(written);
    this.instance(template, values);
    this.u8(0);
    const size = this.at + 4 - start;
    this.u32(size);
    this.chunk.writeUInt32LE(size, start + 4);
  }

  private instance(template: Element, values: readonly Value[]): void {
    this.bytes(Buffer.from([0x0f, 1, 1, 0, 0x0c, 1]));
    const known = this.templates.get(template);
    const number =
      known === undefined ? this.templates.size + 1 : [...this.templates.keys()].indexOf(template) + 1;
    this.u32(number);
    this.u32(known ?? this.at + 4);
    if (known === undefined) this.definition(template, number);
    this.u32(values.length);
    const sizes = this.at;
    for (const { type } of values) {
      this.u16(0);
      this.u8(type);
      this.u8(0);
    }
    for (const [i, value] of values.entries()) {
      const start = this.at;
      this.value(value);
      this.chunk.writeUInt16LE(this.at - start, sizes + 4 * i);
    }
  }

  private value({ bytes, template, values = [], element }: Value): void {
    if (bytes !== undefined) this.bytes(bytes);
    if (template !== undefined) {
      this.instance(template, values);
      this.u8(0);
    }
    if (element !== undefined) {
      this.element(element, false);
      this.u8(0);
    }
  }

  private definition(template: Element, number: number): void {
    const start = this.at;
    this.templates.set(template, start);
    const bucket = 384 + 4 * (number % 32);
    this.u32(this.chunk.readUInt32LE(bucket));
    this.chunk.writeUInt32LE(start, bucket);
    this.u32(number);
    this.bytes(Buffer.from("00112233445566778899aabb", "hex"));
    const size = this.at;
    this.u32(0);
    this.bytes(Buffer.from([0x0f, 1, 1, 0]));
    this.element(template, true);
    this.u8(0);
    this.chunk.writeUInt32LE(this.at - size - 4, size);
  }

  private element({ name, attributes = {}, content }: Element, inTemplate: boolean): void {
    const pairs = Object.entries(attributes);
    this.u8(pairs.length > 0 ? 0x41 : 0x01);
    if (inTemplate) this.u16(0xffff);
    const size = this.at;
    this.u32(0);
    this.name(name);
    if (pairs.length > 0) this.attributes(pairs);
    if (content === undefined) this.u8(0x03);
    else {
      this.u8(0x02);
      for (const part of content) this.part(part, inTemplate);
      this.u8(0x04);
    }
    this.chunk.writeUInt32LE(this.at - size - 4, size);
  }

  private attributes(pairs: [string, Literal | Slot | readonly (Literal | Slot)[]][]): void {
    const size = this.at;
    this.u32(0);
    for (const [i, [name, parts]] of pairs.entries()) {
      this.u8(i < pairs.length - 1 ? 0x46 : 0x06);
      this.name(name);
      for (const part of Array.isArray(parts) ? parts : [parts]) this.part(part, true);
    }
    this.chunk.writeUInt32LE(this.at - size - 4, size);
  }

  private part(part: Literal | Slot | Element, inTemplate: boolean): void {
    if (typeof part === "string") this.text(0x05, part, 0x01);
    else if ("slot" in part) {
      this.u8(part.optional ? 0x0e : 0x0d);
      this.u16(part.slot);
      this.u8(part.type);
    } else if ("cdata" in part) this.text(0x07, part.cdata);
    else if ("charRef" in part) {
      this.u8(0x08);
      this.u16(part.charRef);
    } else if ("entity" in part) {
      this.u8(0x09);
      this.name(part.entity);
    } else if ("instruction" in part) {
      this.u8(0x0a);
      this.name(part.instruction[0]);
      this.text(0x0b, part.instruction[1]);
    } else this.element(part, inTemplate);
  }

  private text(token: number, text: string, type?: number): void {
    this.u8(token);
    if (type !== undefined) this.u8(type);
    this.u16(text.length);
    this.bytes(Buffer.from(text, "utf16le"));
  }

  private name(name: string): void {
    const known = this.names.get(name);
    this.u32(known ?? this.at + 4);
    if (known !== undefined) return;
    const start = this.at;
    this.names.set(name, start);
    const hash = nameHash(name);
    const bucket = 128 + 4 * (hash % 64);
    this.u32(this.chunk.readUInt32LE(bucket));
    this.chunk.writeUInt32LE(start, bucket);
    this.u16(hash);
    this.u16(name.length);
    this.bytes(Buffer.from(`${name}\0`, "utf16le"));
  }

  private bytes(bytes: Buffer): void {
    bytes.copy(this.chunk, this.at);
    this.at += bytes.length;
  }

  private u8(value: number): void {
    this.at = this.chunk.writeUInt8(value, this.at);
  }

  private u16(value: number): void {
    this.at = this.chunk.writeUInt16LE(value, this.at);
  }

  private u32(value: number): void {
    this.at = this.chunk.writeUInt32LE(value, this.at);
  }

  private u64(value: bigint): void {
    this.at = this.chunk.writeBigUInt64LE(value, this.at);
  }
}

function nameHash(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 65599) + name.charCodeAt(i)) >>> 0;
  return hash & 0xffff;
}
