import { createCipheriv, createHmac, pbkdf2Sync, timingSafeEqual } from "node:crypto";

/** What an entry says about its encryption with AES. */
export interface AesField {
  /** 1, 2 or 3 for keys of 128, 192 and 256 bits. */
  readonly strength: number;
  /** How the content was packed before. */
  readonly method: number;
  /** 1 where the entry's checksum counts. */
  readonly version: number;
}

const CHECK = 2;
/** Bytes of the authentication code behind the content. */
export const AES_CODE = 10;
const ROUNDS = 1000;
const BLOCK = 16;

/**
 * The AES field among an entry's extra fields; undefined where there is none.
 *
 * Source: WinZip, "AES Encryption Information: Encryption Specification AE-1 and AE-2".
 */
export function aesField(data: Buffer | undefined): AesField | undefined {
  if (data === undefined || data.length < 7) return undefined;
  const strength = data[4]!;
  if (strength < 1 || strength > 3) return undefined;
  return { version: data.readUInt16LE(0), strength, method: data.readUInt16LE(5) };
}

/** Bytes before the content: the salt, and the check of the password. */
export function aesHeadLength({ strength }: AesField): number {
  return saltLength(strength) + CHECK;
}

function saltLength(strength: number): number {
  return 4 * (strength + 1);
}

/** Deciphers one member, in pieces: AES in counter mode, the counter with its lowest byte first. */
export class ZipAes {
  private readonly cipher;
  private readonly hmac;
  private block = 0;
  private rest: Buffer = Buffer.alloc(0);

  private constructor(keys: Buffer, length: number) {
    this.cipher = createCipheriv(`aes-${length * 8}-ecb`, keys.subarray(0, length), null).setAutoPadding(
      false,
    );
    this.hmac = createHmac("sha1", keys.subarray(length, 2 * length));
  }

  /** Undefined when the password is wrong, as far as its two bytes of check tell. */
  static open(field: AesField, head: Buffer, password: string): ZipAes | undefined {
    const length = 8 * (field.strength + 1);
    const salt = head.subarray(0, saltLength(field.strength));
    const keys = pbkdf2Sync(Buffer.from(password, "utf8"), salt, ROUNDS, 2 * length + CHECK, "sha1");
    const isRight = keys.subarray(2 * length).equals(head.subarray(salt.length, salt.length + CHECK));
    return isRight ? new ZipAes(keys, length) : undefined;
  }

  /** Deciphers the next bytes into a buffer of their own. */
  decipher(bytes: Buffer): Buffer {
    this.hmac.update(bytes);
    const stream = this.keyStream(bytes.length);
    for (let i = 0; i < bytes.length; i++) stream[i]! ^= bytes[i]!;
    return stream;
  }

  /** Whether what was deciphered is what was enciphered. */
  isAuthentic(code: Buffer): boolean {
    return code.length === AES_CODE && timingSafeEqual(this.hmac.digest().subarray(0, AES_CODE), code);
  }

  private keyStream(length: number): Buffer {
    const blocks = Math.ceil(Math.max(0, length - this.rest.length) / BLOCK);
    const counters = Buffer.alloc(blocks * BLOCK);
    for (let i = 0; i < blocks; i++) {
      this.block += 1;
      counters.writeUIntLE(this.block, i * BLOCK, 6);
    }
    const stream = Buffer.concat([this.rest, this.cipher.update(counters)]);
    this.rest = Buffer.from(stream.subarray(length));
    return stream.subarray(0, length);
  }
}
