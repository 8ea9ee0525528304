/**
 * The first cipher of zip archives: three keys that every byte changes. It keeps nobody out; it keeps virus scanners
 * away from samples.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3, 6.1 "Traditional PKWARE Decryption".
 */
export class ZipCrypto {
  private key0 = 0x12345678;
  private key1 = 0x23456789;
  private key2 = 0x34567890;

  constructor(password: string) {
    for (const byte of Buffer.from(password, "utf8")) this.update(byte);
  }

  /** Deciphers the next bytes, in place, and returns them. */
  decipher(bytes: Buffer): Buffer {
    for (let i = 0; i < bytes.length; i++) {
      const mask = (this.key2 | 2) & 0xffff;
      const plain = bytes[i]! ^ ((Math.imul(mask, mask ^ 1) >>> 8) & 0xff);
      bytes[i] = plain;
      this.update(plain);
    }
    return bytes;
  }

  private update(byte: number): void {
    this.key0 = crcStep(this.key0, byte);
    this.key1 = (Math.imul((this.key1 + (this.key0 & 0xff)) | 0, 134775813) + 1) | 0;
    this.key2 = crcStep(this.key2, this.key1 >>> 24);
  }
}

const TABLE = Int32Array.from({ length: 256 }, (_, i) => {
  let crc = i;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crcStep(crc: number, byte: number): number {
  return TABLE[(crc ^ byte) & 0xff]! ^ (crc >>> 8);
}
