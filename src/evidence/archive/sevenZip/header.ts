import { HeaderBytes } from "./headerBytes";

/** How bytes were packed, one step. */
export interface Coder {
  /** Its number in hexadecimal, as 7-Zip gives it. */
  readonly method: string;
  readonly properties: Buffer;
}

/** Files packed behind one another as one stream. */
export interface Folder {
  /** Where its packed bytes lie, from the beginning of the archive's packed bytes, and how many they are. */
  readonly from: number;
  readonly packedSize: number;
  /** The steps of unpacking, in their order; undefined where they are no chain. */
  readonly coders: readonly (Coder & { readonly unpackedSize: number })[] | undefined;
  readonly files: readonly PackedFile[];
}

/** A file in a folder. */
export interface PackedFile {
  readonly size: number;
  readonly crc: number | undefined;
}

/** What a 7z header tells: folders, and the names of all files; those that are empty have no bytes in any folder. */
export interface SevenZipHeader {
  readonly folders: readonly Folder[];
  readonly names: readonly {
    readonly name: string;
    readonly isEmpty: boolean;
    readonly isDirectory: boolean;
  }[];
}

const END = 0;
const HEADER = 1;
const ARCHIVE_PROPERTIES = 2;
const MAIN_STREAMS = 4;
const FILES = 5;
const PACK_INFO = 6;
const UNPACK_INFO = 7;
const SUB_STREAMS = 8;
const SIZE = 9;
const CRC = 10;
const FOLDER = 11;
const UNPACKED_SIZES = 12;
const UNPACK_STREAMS = 13;
const EMPTY_STREAM = 14;
const EMPTY_FILE = 15;
const NAMES = 17;
const ENCODED_HEADER = 23;
const MAX_CODERS = 8;

/**
 * Reads a 7z header: the header itself, or where its packed form lies (`packed`). Throws a `SyntaxError` for one that
 * is damaged or promises more than it holds.
 *
 * Source: 7-Zip, "7z Format description" (DOC/7zFormat.txt).
 */
export function parseHeader(bytes: Buffer): SevenZipHeader | { readonly packed: Folder } {
  const header = new HeaderBytes(bytes);
  const id = header.byte();
  if (id === ENCODED_HEADER) {
    const [packed] = readStreams(header);
    if (packed === undefined) throw new SyntaxError("sevenZip: packed header has no folder");
    return { packed };
  }
  if (id !== HEADER) throw new SyntaxError(`sevenZip: header must begin with 1 or 23, got ${id}`);
  let folders: readonly Folder[] = [];
  let names: SevenZipHeader["names"] = [];
  for (let part = header.byte(); part !== END; part = header.byte()) {
    if (part === MAIN_STREAMS) folders = readStreams(header);
    else if (part === FILES) names = readFiles(header);
    else if (part === ARCHIVE_PROPERTIES) skipProperties(header);
    else throw new SyntaxError(`sevenZip: part of the header must be known, got ${part}`);
  }
  return { folders, names };
}

function skipProperties(header: HeaderBytes): void {
  while (header.byte() !== END) header.take(header.number());
}

interface Draft {
  readonly coders: readonly Coder[];
  /** The coders by the order of unpacking; undefined where they are no chain. */
  readonly order: readonly number[] | undefined;
  readonly packed: number;
  sizes: number[];
  crc: number | undefined;
}

function readStreams(header: HeaderBytes): Folder[] {
  let pack = { from: 0, sizes: [] as number[] };
  let drafts: Draft[] = [];
  let files: PackedFile[][] | undefined;
  for (let part = header.byte(); part !== END; part = header.byte()) {
    if (part === PACK_INFO) pack = readPackInfo(header);
    else if (part === UNPACK_INFO) drafts = readFolders(header);
    else if (part === SUB_STREAMS) files = readSubStreams(header, drafts);
    else throw new SyntaxError(`sevenZip: part of the streams must be known, got ${part}`);
  }
  let from = pack.from;
  let stream = 0;
  return drafts.map((draft, i) => {
    const sizes = pack.sizes.slice(stream, stream + draft.packed);
    stream += draft.packed;
    if (sizes.length < draft.packed) throw new SyntaxError("sevenZip: packed bytes of a folder are missing");
    const packedSize = sizes.reduce((sum, size) => sum + size, 0);
    const whole = { size: unpackedSize(draft), crc: draft.crc };
    const folder = { from, packedSize, coders: chainOf(draft), files: files?.[i] ?? [whole] };
    from += packedSize;
    return folder;
  });
}

function readPackInfo(header: HeaderBytes): { from: number; sizes: number[] } {
  const from = header.number();
  const count = header.count();
  let sizes: number[] = [];
  for (let part = header.byte(); part !== END; part = header.byte()) {
    if (part === SIZE) sizes = Array.from({ length: count }, () => header.number());
    else if (part === CRC) header.checksums(count);
    else throw new SyntaxError(`sevenZip: part of the packed streams must be known, got ${part}`);
  }
  return { from, sizes };
}

function readFolders(header: HeaderBytes): Draft[] {
  if (header.byte() !== FOLDER) throw new SyntaxError("sevenZip: folders are missing");
  const count = header.count();
  if (header.byte() !== 0) throw new SyntaxError("sevenZip: header lies in more than one place");
  const drafts = Array.from({ length: count }, () => readFolder(header));
  for (let part = header.byte(); part !== END; part = header.byte()) {
    if (part === UNPACKED_SIZES) {
      for (const draft of drafts) draft.sizes = draft.coders.map(() => header.number());
    } else if (part === CRC) {
      header.checksums(count).forEach((crc, i) => {
        drafts[i]!.crc = crc;
      });
    } else throw new SyntaxError(`sevenZip: part of the folders must be known, got ${part}`);
  }
  return drafts;
}

function readFolder(header: HeaderBytes): Draft {
  const count = header.number();
  if (count < 1 || count > MAX_CODERS) {
    throw new SyntaxError(`sevenZip: coders of a folder must be 1 to ${MAX_CODERS}, got ${count}`);
  }
  let inputs = 0;
  let outputs = 0;
  const coders = Array.from({ length: count }, () => {
    const flags = header.byte();
    const method = header.take(flags & 15).toString("hex");
    const isComplex = (flags & 0x10) !== 0;
    inputs += isComplex ? header.count() : 1;
    outputs += isComplex ? header.count() : 1;
    return { method, properties: flags & 0x20 ? header.take(header.number()) : Buffer.alloc(0) };
  });
  const isChain = inputs === count && outputs === count;
  const next = new Map<number, number>();
  for (let i = 1; i < outputs; i++) {
    const input = header.number();
    next.set(header.number(), input);
  }
  const packed = inputs - (outputs - 1);
  if (packed < 1) throw new SyntaxError("sevenZip: folder has no packed bytes");
  if (packed > 1) for (let i = 0; i < packed; i++) header.number();
  return { coders, order: isChain ? orderOf(count, next) : undefined, packed, sizes: [], crc: undefined };
}

/** From the coder that takes the packed bytes on; `next` says whose input an output is. */
function orderOf(count: number, next: ReadonlyMap<number, number>): number[] | undefined {
  const fed = new Set(next.values());
  const first = Array.from({ length: count }, (_, i) => i).find((coder) => !fed.has(coder));
  const order: number[] = [];
  for (let coder = first; coder !== undefined && order.length < count; coder = next.get(coder))
    order.push(coder);
  return order.length === count ? order : undefined;
}

function chainOf({ coders, order, sizes }: Draft): Folder["coders"] {
  return order?.map((i) => {
    if (coders[i] === undefined || sizes[i] === undefined)
      throw new SyntaxError("sevenZip: size of a folder is missing");
    return { ...coders[i], unpackedSize: sizes[i] };
  });
}

function unpackedSize({ order, sizes }: Draft): number {
  return order === undefined ? (sizes.at(-1) ?? 0) : (sizes[order.at(-1)!] ?? 0);
}

function readSubStreams(header: HeaderBytes, drafts: readonly Draft[]): PackedFile[][] {
  let counts = drafts.map(() => 1);
  let part = header.byte();
  if (part === UNPACK_STREAMS) {
    counts = drafts.map(() => header.count());
    part = header.byte();
  }
  const sizes = drafts.map((draft, i) => {
    const rest =
      counts[i] === 0
        ? []
        : Array.from({ length: counts[i]! - 1 }, () => (part === SIZE ? header.number() : 0));
    const last = unpackedSize(draft) - rest.reduce((sum, size) => sum + size, 0);
    if (last < 0) throw new SyntaxError("sevenZip: files of a folder are larger than it is");
    return counts[i] === 0 ? [] : [...rest, last];
  });
  if (part === SIZE) part = header.byte();
  const isKnown = (i: number) => counts[i] === 1 && drafts[i]!.crc !== undefined;
  const unknown = counts.reduce((sum, count, i) => sum + (isKnown(i) ? 0 : count), 0);
  let checksums: (number | undefined)[] = [];
  for (; part !== END; part = header.byte()) {
    if (part !== CRC) throw new SyntaxError(`sevenZip: part of the files must be known, got ${part}`);
    checksums = header.checksums(unknown);
  }
  let at = 0;
  return sizes.map((list, i) =>
    list.map((size) => ({ size, crc: isKnown(i) ? drafts[i]!.crc : checksums[at++] })),
  );
}

function readFiles(header: HeaderBytes): SevenZipHeader["names"] {
  const count = header.count();
  let names: string[] = [];
  let isEmpty = new Array<boolean>(count).fill(false);
  let emptyFiles: boolean[] = [];
  for (let part = header.number(); part !== END; part = header.number()) {
    const content = new HeaderBytes(header.take(header.number()));
    if (part === NAMES) {
      if (content.byte() !== 0) throw new SyntaxError("sevenZip: header lies in more than one place");
      names = content.take(content.left).toString("utf16le").split("\0");
    } else if (part === EMPTY_STREAM) isEmpty = content.bits(count, false);
    else if (part === EMPTY_FILE) emptyFiles = content.bits(isEmpty.filter(Boolean).length, false);
  }
  let empty = 0;
  return isEmpty.map((none, i) => ({
    name: names[i] || `file ${i + 1}`,
    isEmpty: none,
    isDirectory: none && emptyFiles[empty++] !== true,
  }));
}
