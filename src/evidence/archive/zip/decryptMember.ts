import { crc32 } from "node:zlib";
import type yauzl from "yauzl";
import { inflated } from "../inflated";
import { Pieces } from "../pieces";
import { AES_CODE, type AesField, aesField, aesHeadLength, ZipAes } from "./zipAes";
import { ZipCrypto } from "./zipCrypto";

const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED_AES = 99;
const AES_EXTRA = 0x9901;
const STRONG = 1 << 6;
const HAS_DESCRIPTOR = 1 << 3;
const CRYPTO_HEAD = 12;

/**
 * The bytes of an encrypted member, deciphered with the first password that fits, and inflated.
 *
 * Throws where none fits, and for PKWARE's strong encryption. The stream throws at its end when its checksum is
 * wrong: the old cipher tells a wrong password from a right one by one byte only.
 */
export async function decryptMember(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  passwords: readonly string[],
): Promise<AsyncGenerator<Buffer>> {
  const aes =
    entry.compressionMethod === ENCRYPTED_AES
      ? aesField(entry.extraFields.find(({ id }) => id === AES_EXTRA)?.data)
      : undefined;
  if (
    entry.generalPurposeBitFlag & STRONG ||
    (aes === undefined && entry.compressionMethod === ENCRYPTED_AES)
  ) {
    throw new Error("unpack: member is encrypted in a way that is not read; unpack it first");
  }
  const wrong = new Error("unpack: member is encrypted, and no password fits; give one (passwords)");
  const fitting = await passwordsFor(zip, entry, aes, passwords);
  if (fitting.length === 0) throw wrong;
  // One guess in 256 passes the old cipher's check: where two do, the checksum decides.
  const password = fitting.length === 1 ? fitting[0]! : await byChecksum(zip, entry, aes, fitting);
  if (password === undefined) throw wrong;
  return contentOf(zip, entry, aes, password);
}

/** Bytes that are deciphered to tell one password from another. */
const MAX_TRIAL = 64 * 2 ** 20;

async function byChecksum(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  aes: AesField | undefined,
  passwords: readonly string[],
): Promise<string | undefined> {
  for (const password of passwords) {
    try {
      let size = 0;
      for await (const piece of contentOf(zip, entry, aes, password)) {
        size += piece.length;
        if (size > MAX_TRIAL) break;
      }
      return password;
    } catch {
      // Not this one.
    }
  }
  return undefined;
}

async function rawPieces(zip: yauzl.ZipFile, entry: yauzl.Entry): Promise<Pieces> {
  return new Pieces(await zip.openReadStreamPromise(entry, { decodeFileData: false }));
}

async function passwordsFor(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  aes: AesField | undefined,
  passwords: readonly string[],
): Promise<string[]> {
  const head = await (await rawPieces(zip, entry)).take(aes === undefined ? CRYPTO_HEAD : aesHeadLength(aes));
  if (head === undefined) return [];
  if (aes !== undefined)
    return passwords.filter((password) => ZipAes.open(aes, head, password) !== undefined);
  const check =
    entry.generalPurposeBitFlag & HAS_DESCRIPTOR ? entry.lastModFileTime >>> 8 : entry.crc32 >>> 24;
  return passwords.filter((password) => new ZipCrypto(password).decipher(Buffer.from(head))[11] === check);
}

async function* contentOf(
  zip: yauzl.ZipFile,
  entry: yauzl.Entry,
  aes: AesField | undefined,
  password: string,
): AsyncGenerator<Buffer> {
  const pieces = await rawPieces(zip, entry);
  const plain =
    aes === undefined ? oldPlain(pieces, entry, password) : aesPlain(pieces, entry, aes, password);
  const content = unpacked(plain, aes?.method ?? entry.compressionMethod);
  let crc = 0;
  for await (const piece of content) {
    crc = crc32(piece, crc);
    yield piece;
  }
  if (aes?.version !== 2 && crc !== entry.crc32) throw new Error("unpack: checksum of the member is wrong");
}

async function* oldPlain(pieces: Pieces, entry: yauzl.Entry, password: string): AsyncGenerator<Buffer> {
  const cipher = new ZipCrypto(password);
  cipher.decipher(Buffer.from((await pieces.take(CRYPTO_HEAD))!));
  for await (const piece of pieces.stream(entry.compressedSize - CRYPTO_HEAD)) {
    yield cipher.decipher(Buffer.from(piece));
  }
}

async function* aesPlain(
  pieces: Pieces,
  entry: yauzl.Entry,
  aes: AesField,
  password: string,
): AsyncGenerator<Buffer> {
  const cipher = ZipAes.open(aes, (await pieces.take(aesHeadLength(aes)))!, password)!;
  const size = entry.compressedSize - aesHeadLength(aes) - AES_CODE;
  for await (const piece of pieces.stream(Math.max(0, size))) yield cipher.decipher(piece);
  if (!cipher.isAuthentic((await pieces.take(AES_CODE)) ?? Buffer.alloc(0))) {
    throw new Error("unpack: authentication code of the member is wrong");
  }
}

function unpacked(plain: AsyncIterable<Buffer>, method: number): AsyncIterable<Buffer> {
  if (method === STORED) return plain;
  if (method === DEFLATED) return inflated(plain, "deflate");
  throw new Error(`unpack: packing method must be 0 or 8 in an encrypted member, got ${method}`);
}
