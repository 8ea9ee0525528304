import { Pieces } from "../pieces";
import { LzmaDecoder, lzmaNumbers } from "./lzma";

/** Largest dictionary: 7-Zip's own settings end at 1.5 GiB, those in use at 256 MiB. */
const MAX_DICTIONARY = 512 * 2 ** 20;
/** Bytes decoded before they are handed on. */
const STEP = 2 ** 18;

/** Takes what a decoder hands out until somebody wants it. */
class Outlet {
  private pieces: Buffer[] = [];
  readonly take = (piece: Buffer): void => {
    this.pieces.push(piece);
  };

  drain(): Buffer[] {
    const drained = this.pieces;
    this.pieces = [];
    return drained;
  }
}

/** A dictionary need not be larger than what comes out. Throws a `RangeError` for one that memory should not hold. */
function dictionarySize(wanted: number, unpackedSize: number): number {
  const size = Math.min(wanted, unpackedSize);
  if (size > MAX_DICTIONARY)
    throw new RangeError(`lzma: dictionary must be at most ${MAX_DICTIONARY} bytes, got ${size}`);
  return size;
}

/**
 * Decodes one LZMA stream of `unpackedSize` bytes; `properties` are its five bytes in a 7z archive.
 *
 * Throws for a stream that is damaged or ends too soon. Memory is the dictionary.
 */
export async function* lzmaStream(
  packed: AsyncIterable<Buffer>,
  properties: Buffer,
  unpackedSize: number,
): AsyncGenerator<Buffer> {
  if (properties.length < 5) throw new RangeError("lzma: properties must be five bytes");
  const outlet = new Outlet();
  const decoder = new LzmaDecoder(dictionarySize(properties.readUInt32LE(1), unpackedSize), outlet.take);
  decoder.setNumbers(lzmaNumbers(properties[0]!));
  let left = unpackedSize;
  let isStarted = false;
  let rest: Buffer = Buffer.alloc(0);
  const run = function* (input: Buffer, isLast: boolean) {
    if (isStarted) decoder.setInput(input);
    else decoder.start(input);
    isStarted = true;
    for (let made = -1; left > 0 && made !== 0; ) {
      made = decoder.decode(Math.min(left, STEP), left, isLast);
      left -= made;
      decoder.flush();
      yield* outlet.drain();
    }
    rest = Buffer.from(decoder.rest);
  };
  for await (const piece of packed) {
    const input = Buffer.concat([rest, piece]);
    rest = input;
    if (input.length >= 64) yield* run(input, false);
    if (left === 0) return;
  }
  yield* run(rest, true);
  if (left > 0) throw new RangeError("lzma: stream ends too soon");
}

/**
 * Decodes one LZMA2 stream: pieces of LZMA, or of bytes as they are, each with its sizes before it.
 *
 * `properties` is its byte in a 7z archive, the size of the dictionary. Throws as {@link lzmaStream} does.
 *
 * Source: Lasse Collin, "The .xz File Format" 5.3.1; LZMA SDK, Lzma2Dec (public domain).
 */
export async function* lzma2Stream(
  packed: AsyncIterable<Buffer>,
  properties: Buffer,
  unpackedSize: number,
): AsyncGenerator<Buffer> {
  const outlet = new Outlet();
  const size = dictionarySize(lzma2Dictionary(properties[0] ?? 255), unpackedSize);
  const decoder = new LzmaDecoder(size, outlet.take);
  const pieces = new Pieces(packed);
  const take = async (length: number): Promise<Buffer> => {
    const taken = await pieces.take(length);
    if (taken === undefined) throw new RangeError("lzma2: stream ends too soon");
    return taken;
  };
  let hasDictionary = false;
  let hasNumbers = false;
  for (let control = (await take(1))[0]!; control !== 0; control = (await take(1))[0]!) {
    if (control === 1 || control >= 0xe0) {
      decoder.resetDictionary();
      hasDictionary = true;
    } else if (!hasDictionary) throw new RangeError("lzma2: stream does not begin like one");
    if (control < 0x80) {
      if (control > 2) throw new RangeError(`lzma2: control byte must be known, got ${control}`);
      decoder.copy(await take((await take(2)).readUInt16BE() + 1));
    } else {
      const head = await take(4);
      const unpacked = ((control & 0x1f) << 16) + head.readUInt16BE(0) + 1;
      const reset = (control >>> 5) & 3;
      if (reset >= 2) decoder.setNumbers(lzmaNumbers((await take(1))[0]!), 4);
      else if (!hasNumbers) throw new RangeError("lzma2: numbers are missing");
      else if (reset === 1) decoder.resetState();
      hasNumbers = true;
      decoder.start(await take(head.readUInt16BE(2) + 1));
      if (decoder.decode(unpacked, unpacked, true) < unpacked)
        throw new RangeError("lzma2: stream ends too soon");
    }
    decoder.flush();
    yield* outlet.drain();
  }
}

/** Sizes go 4 KiB, 6 KiB, 8 KiB, 12 KiB, …, 4 GiB - 1. */
function lzma2Dictionary(code: number): number {
  if (code > 40) throw new RangeError(`lzma2: size of the dictionary must be at most 40, got ${code}`);
  return code === 40 ? 0xffffffff : (2 | (code & 1)) * 2 ** (Math.floor(code / 2) + 11);
}
