import { u16, u32, u64, utf16Text } from "./bytes";
import { fileTimeText } from "./fileTime";

/** Value types of binary XML (MS-EVEN6 2.2.12). With the bit 0x80 the value is an array of them. */
export const ValueType = {
  null: 0x00,
  string: 0x01,
  ansi: 0x02,
  int8: 0x03,
  uint8: 0x04,
  int16: 0x05,
  uint16: 0x06,
  int32: 0x07,
  uint32: 0x08,
  int64: 0x09,
  uint64: 0x0a,
  real32: 0x0b,
  real64: 0x0c,
  bool: 0x0d,
  binary: 0x0e,
  guid: 0x0f,
  size: 0x10,
  fileTime: 0x11,
  systemTime: 0x12,
  sid: 0x13,
  hex32: 0x14,
  hex64: 0x15,
  binXml: 0x21,
} as const;

/** Bit of a type that makes it an array. */
export const ARRAY = 0x80;

/** Bytes of one element of an array, by type; 0 where elements have no fixed size. */
const WIDTH = [0, 0, 0, 1, 1, 2, 2, 4, 4, 8, 8, 4, 8, 4, 0, 16, 0, 8, 16, 0, 4, 8];

/**
 * One value as the text that Windows writes into XML.
 *
 * A value of a wrong size or an unknown type is shown as its bytes in hex, so that nothing is lost. Arrays are for
 * {@link arrayTexts}. O(size).
 *
 * Source: MS-EVEN6 2.2.12; renderings as libevtx prints them.
 */
export function valueText(bytes: Buffer, type: number, at: number, size: number): string {
  if (size === 0) return "";
  switch (type) {
    case ValueType.null:
      return "";
    case ValueType.string:
      return utf16(bytes, at, at + size);
    case ValueType.ansi:
      return ansi(bytes, at, at + size);
    case ValueType.binary:
      return bytes.toString("hex", at, at + size).toUpperCase();
    case ValueType.sid:
      return sidSize(bytes, at) <= size ? sid(bytes, at) : raw(bytes, at, size);
    case ValueType.bool:
      return bytes.subarray(at, at + size).some((byte) => byte !== 0) ? "true" : "false";
    case ValueType.size:
      return size === 8 ? hex64(bytes, at) : size === 4 ? hex32(bytes, at) : raw(bytes, at, size);
    default:
      return size === WIDTH[type] ? fixedText(bytes, type, at) : raw(bytes, at, size);
  }
}

/** A value of a type with a fixed size, which the caller has checked. */
function fixedText(bytes: Buffer, type: number, at: number): string {
  switch (type) {
    case ValueType.int64:
      return bytes.readBigInt64LE(at).toString();
    case ValueType.uint64:
      return uint64(bytes, at);
    case ValueType.real32:
      return real(bytes.readFloatLE(at));
    case ValueType.real64:
      return real(bytes.readDoubleLE(at));
    case ValueType.bool:
      return u32(bytes, at) === 0 ? "false" : "true";
    case ValueType.guid:
      return guid(bytes, at);
    case ValueType.fileTime:
      return fileTimeText(u32(bytes, at + 4), u32(bytes, at), "00") || hex64(bytes, at);
    case ValueType.systemTime:
      return systemTime(bytes, at);
    case ValueType.hex32:
      return hex32(bytes, at);
    case ValueType.hex64:
      return hex64(bytes, at);
    default:
      return String(integerValue(bytes, type, at, WIDTH[type]!));
  }
}

/**
 * An integer value as a number; `undefined` when the type is no integer, or one that a number may not hold exactly.
 *
 * @example
 * integerValue(Buffer.from([0xfe, 0xff]), 0x05, 0, 2) // -2
 */
export function integerValue(bytes: Buffer, type: number, at: number, size: number): number | undefined {
  if (size !== WIDTH[type]) return undefined;
  switch (type) {
    case ValueType.int8:
      return (bytes[at]! << 24) >> 24;
    case ValueType.uint8:
      return bytes[at]!;
    case ValueType.int16:
      return (u16(bytes, at) << 16) >> 16;
    case ValueType.uint16:
      return u16(bytes, at);
    case ValueType.int32:
      return u32(bytes, at) | 0;
    case ValueType.uint32:
      return u32(bytes, at);
    case ValueType.uint64:
      return u32(bytes, at + 4) < 0x200000 ? u64(bytes, at) : undefined;
    default:
      return undefined;
  }
}

/**
 * The elements of an array value as texts.
 *
 * Strings end at their NUL, other elements have the size of their type. What does not divide evenly, or has no
 * fixed size, is one text in hex. O(size).
 */
export function arrayTexts(bytes: Buffer, type: number, at: number, size: number): string[] {
  const element = type & ~ARRAY;
  if (element === ValueType.string) return terminated(lineEnds(utf16Text(bytes, at, at + size)));
  if (element === ValueType.ansi) return terminated(lineEnds(latin(bytes, at, at + size)));
  if (element === ValueType.sid) return sids(bytes, at, at + size);
  const width = WIDTH[element] ?? 0;
  if (width === 0 || size % width !== 0) return [raw(bytes, at, size)];
  return Array.from({ length: size / width }, (_, i) => fixedText(bytes, element, at + i * width));
}

/** UTF-16 text without the NULs that some providers count in. */
function utf16(bytes: Buffer, start: number, end: number): string {
  let stop = end - ((end - start) & 1);
  while (stop > start && bytes[stop - 1] === 0 && bytes[stop - 2] === 0) stop -= 2;
  return lineEnds(utf16Text(bytes, start, stop));
}

function ansi(bytes: Buffer, start: number, end: number): string {
  let stop = end;
  while (stop > start && bytes[stop - 1] === 0) stop--;
  return lineEnds(latin(bytes, start, stop));
}

/** Windows-1252: what Latin-1 leaves to control characters are letters and quotes. */
function latin(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString("latin1", start, end);
  return text.replace(/[\u0080-\u009f]/g, (c) => WINDOWS_1252[c.charCodeAt(0) - 0x80]!);
}

/** 0x80 to 0x9f; five places are not in use. */
const WINDOWS_1252 = "€\ufffd‚ƒ„…†‡ˆ‰Š‹Œ\ufffdŽ\ufffd\ufffd‘’“”•–—˜™š›œ\ufffdžŸ";

/** Texts that each end with a NUL; the last one may lack it. */
function terminated(text: string): string[] {
  return (text.endsWith("\0") ? text.slice(0, -1) : text).split("\0");
}

/** Line ends as every XML reader hands them on. Source: XML 1.0, 2.11. */
function lineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

function uint64(bytes: Buffer, at: number): string {
  return u32(bytes, at + 4) < 0x200000 ? String(u64(bytes, at)) : bytes.readBigUInt64LE(at).toString();
}

function raw(bytes: Buffer, at: number, size: number): string {
  return bytes.toString("hex", at, at + size).toUpperCase();
}

const UPPER = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, "0").toUpperCase());

/** Numbers in hexadecimal have no zeros before them: `0x3e7` is how Windows, rules and other logs write a session. */
function hex32(bytes: Buffer, at: number): string {
  return `0x${u32(bytes, at).toString(16)}`;
}

function hex64(bytes: Buffer, at: number): string {
  const high = u32(bytes, at + 4);
  return high === 0
    ? hex32(bytes, at)
    : `0x${high.toString(16)}${u32(bytes, at).toString(16).padStart(8, "0")}`;
}

function guid(bytes: Buffer, at: number): string {
  const h = (i: number) => UPPER[bytes[at + i]!];
  return `{${h(3)}${h(2)}${h(1)}${h(0)}-${h(5)}${h(4)}-${h(7)}${h(6)}-${h(8)}${h(9)}-${h(10)}${h(11)}${h(12)}${h(13)}${h(14)}${h(15)}}`;
}

function sidSize(bytes: Buffer, at: number): number {
  return 8 + 4 * (bytes[at + 1] ?? 0);
}

/** Source: MS-DTYP 2.4.2.1, SID string format. */
function sid(bytes: Buffer, at: number): string {
  let text = `S-${bytes[at]}-${bytes.readUIntBE(at + 2, 6)}`;
  for (let i = at + 8; i < at + sidSize(bytes, at); i += 4) text += `-${u32(bytes, i)}`;
  return text;
}

/** SIDs one behind the other; what does not end evenly is one text in hex. */
function sids(bytes: Buffer, start: number, end: number): string[] {
  const texts: string[] = [];
  let at = start;
  while (at + sidSize(bytes, at) <= end) {
    texts.push(sid(bytes, at));
    at += sidSize(bytes, at);
  }
  return at === end ? texts : [raw(bytes, start, end - start)];
}

function systemTime(bytes: Buffer, at: number): string {
  const [year, month, , day, hour, minute, second, millisecond] = Array.from({ length: 8 }, (_, i) =>
    u16(bytes, at + 2 * i),
  ) as [number, number, number, number, number, number, number, number];
  const time = Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
  const isValid =
    year >= 1601 && month >= 1 && month <= 12 && new Date(time).getUTCDate() === day && hour < 24;
  return isValid && minute < 60 && second < 60 && millisecond < 1000
    ? new Date(time).toISOString()
    : raw(bytes, at, 16);
}

function real(value: number): string {
  if (Number.isNaN(value)) return "-1.#IND";
  if (!Number.isFinite(value)) return value > 0 ? "1.#INF" : "-1.#INF";
  const [digits, exponent] = value.toExponential(6).split("e") as [string, string];
  return `${Object.is(value, -0) ? "-" : ""}${digits}e${exponent[0]}${exponent.slice(1).padStart(3, "0")}`;
}
