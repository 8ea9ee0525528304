import { crc32, deflateRawSync } from "node:zlib";

/** One file of an archive. */
export interface ZipMember {
  /** Path with forward slashes. */
  readonly path: string;
  readonly data: Buffer;
  /** Microseconds since 1970 UTC; written as it is, with the format's steps of two seconds. */
  readonly modified: number;
}

const LOCAL_HEADER = 0x04034b50;
const CENTRAL_HEADER = 0x02014b50;
const END_OF_DIRECTORY = 0x06054b50;
const UTF8_NAMES = 0x0800;
const DEFLATED = 8;

/**
 * A zip archive of the members in their order, deflated.
 *
 * At most 65,535 members and 4 GiB: the plain format without its 64-bit extension.
 *
 * Source: PKWARE, APPNOTE.TXT 6.3.
 */
export function zip(members: readonly ZipMember[]): Buffer {
  const local: Buffer[] = [];
  const central: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const name = Buffer.from(member.path, "utf8");
    const packed = deflateRawSync(member.data, { level: 6 });
    const common = describeMember(member, name, packed);
    const header = Buffer.concat([uint32(LOCAL_HEADER), common, name]);
    local.push(header, packed);
    // version made by; then, after the common part: comment length, disk, internal and external attributes
    const place = Buffer.alloc(14);
    place.writeUInt32LE(offset, 10);
    central.push(uint32(CENTRAL_HEADER), uint16(20), common, place, name);
    offset += header.length + packed.length;
  }
  const directory = Buffer.concat(central);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(members.length, 4);
  end.writeUInt16LE(members.length, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, directory, uint32(END_OF_DIRECTORY), end]);
}

/** The 26 bytes that the local header and the directory share. */
function describeMember(member: ZipMember, name: Buffer, packed: Buffer): Buffer {
  const part = Buffer.alloc(26);
  part.writeUInt16LE(20, 0);
  part.writeUInt16LE(UTF8_NAMES, 2);
  part.writeUInt16LE(DEFLATED, 4);
  part.writeUInt32LE(dosTime(member.modified), 6);
  part.writeUInt32LE(crc32(member.data), 10);
  part.writeUInt32LE(packed.length, 14);
  part.writeUInt32LE(member.data.length, 18);
  part.writeUInt16LE(name.length, 22);
  return part;
}

function dosTime(microseconds: number): number {
  const t = new Date(Math.max(Date.UTC(1980, 0, 1), microseconds / 1000));
  const day = ((t.getUTCFullYear() - 1980) << 9) | ((t.getUTCMonth() + 1) << 5) | t.getUTCDate();
  const time = (t.getUTCHours() << 11) | (t.getUTCMinutes() << 5) | (t.getUTCSeconds() >> 1);
  return ((day << 16) | time) >>> 0;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
