/** Unsigned 16-bit number at `at`, little-endian. The caller has checked the bounds. */
export function u16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8);
}

/** Unsigned 32-bit number at `at`, little-endian. The caller has checked the bounds. */
export function u32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Unsigned 64-bit number at `at`; exact below 2^53. The caller has checked the bounds. */
export function u64(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + 4) * 4294967296 + u32(bytes, at);
}

/** Node's own decoder behind `toString("utf16le")`, without the detour through the name of the encoding. */
const { ucs2Slice } = Buffer.prototype as { ucs2Slice?: (start: number, end: number) => string };

/** UTF-16 little-endian text from `start` to `end`, which the caller has checked. */
export function utf16Text(bytes: Buffer, start: number, end: number): string {
  return ucs2Slice === undefined ? bytes.toString("utf16le", start, end) : ucs2Slice.call(bytes, start, end);
}
