import { u16, utf16Text } from "./bytes";
import { EvtxFault } from "./fault";

/** Longest name of an element or attribute, in characters. */
const MAX_NAME = 1024;

/** The bytes of a chunk with its names, which stand once and are referred to by their offset. */
export class NamedBytes {
  private readonly names = new Map<number, string>();

  constructor(readonly bytes: Buffer) {}

  /** The name at an offset of the chunk, decoded once. Throws an `EvtxFault` when there is none. */
  name(offset: number): string {
    let name = this.names.get(offset);
    if (name === undefined) {
      name = this.decode(offset);
      this.names.set(offset, name);
    }
    return name;
  }

  private decode(offset: number): string {
    const { bytes } = this;
    if (offset + 8 > bytes.length)
      throw new EvtxFault(`name offset ${offset} lies outside the chunk`, offset);
    const length = u16(bytes, offset + 6);
    const start = offset + 8;
    if (length > MAX_NAME) throw new EvtxFault(`name of ${length} characters`, offset);
    if (start + 2 * length > bytes.length)
      throw new EvtxFault(`name at ${offset} runs out of the chunk`, offset);
    return utf16Text(bytes, start, start + 2 * length);
  }
}

/** Bytes of a name where it stands: next name (4), hash (2), length (2), characters, NUL (2). */
export function nameSize(name: string): number {
  return 8 + 2 * name.length + 2;
}
