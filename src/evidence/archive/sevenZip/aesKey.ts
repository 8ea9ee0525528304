import { createDecipheriv, createHash } from "node:crypto";

/** How a stream was enciphered. */
interface AesSettings {
  /** The key is hashed two to this power times. */
  readonly power: number;
  readonly salt: Buffer;
  readonly iv: Buffer;
}

/** 7-Zip uses 19; each step more doubles the work of a try. */
const MAX_POWER = 24;
const PLAIN_KEY = 63;
const BLOCK = 16;
const ROUNDS_AT_ONCE = 4096;

/** Deciphers a stream with AES-256 in CBC mode. Throws a `RangeError` for settings that it cannot have. */
export async function* decipherAes(
  bytes: AsyncIterable<Buffer>,
  properties: Buffer,
  password: string,
): AsyncGenerator<Buffer> {
  const settings = aesSettings(properties);
  const cipher = createDecipheriv("aes-256-cbc", aesKey(settings, password), settings.iv).setAutoPadding(
    false,
  );
  for await (const piece of bytes) yield cipher.update(piece);
  // A cut stream leaves a part of a block, which says nothing.
}

/** The first byte has the power and whether there are salt and vector; the second, if any, how long they are. */
function aesSettings(properties: Buffer): AesSettings {
  const first = properties[0] ?? 0;
  const second = properties[1] ?? 0;
  const saltSize = ((first >>> 7) & 1) + (second >>> 4);
  const ivSize = ((first >>> 6) & 1) + (second & 15);
  const power = first & 63;
  if (power > MAX_POWER && power !== PLAIN_KEY) {
    throw new RangeError(`sevenZip: rounds of the key must be at most 2^${MAX_POWER}, got 2^${power}`);
  }
  const iv = Buffer.alloc(BLOCK);
  properties.copy(iv, 0, 2 + saltSize, Math.min(properties.length, 2 + saltSize + ivSize));
  return { power, salt: properties.subarray(2, 2 + saltSize), iv };
}

/** SHA-256 of salt, password in UTF-16 and a counter, over and over. */
function aesKey({ power, salt }: AesSettings, password: string): Buffer {
  const secret = Buffer.concat([salt, Buffer.from(password, "utf16le")]);
  if (power === PLAIN_KEY) return Buffer.concat([secret, Buffer.alloc(32)]).subarray(0, 32);
  const round = secret.length + 8;
  const rounds = Math.min(2 ** power, ROUNDS_AT_ONCE);
  const block = Buffer.alloc(rounds * round);
  for (let i = 0; i < rounds; i++) secret.copy(block, i * round);
  const hash = createHash("sha256");
  for (let done = 0; done < 2 ** power; done += rounds) {
    for (let i = 0; i < rounds; i++) block.writeUIntLE(done + i, i * round + secret.length, 6);
    hash.update(block);
  }
  return hash.digest();
}
