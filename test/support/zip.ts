import { crc32, deflateRawSync } from "node:zlib";

/** A member of a zip made for a test: content, or bytes that are packed already and what the headers say of them. */
export type ZipMember =
  | { name: string; content: string | Buffer }
  | { name: string; deflated: Buffer; size: number; crc: number };

/** A zip archive with exactly these member names, however wrong they are. */
export function writeZip(members: readonly ZipMember[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const member of members) {
    const packed = "content" in member ? pack(Buffer.from(member.content)) : member;
    const name = Buffer.from(member.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.crc, 10);
    common.writeUInt32LE(packed.deflated.length, 14);
    common.writeUInt32LE(packed.size, 18);
    common.writeUInt16LE(name.length, 22);
    locals.push(Buffer.from("PK\x03\x04", "latin1"), common, name, packed.deflated);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from("PK\x01\x02\x14\x00", "latin1"), common, tail, name);
    offset += 30 + name.length + packed.deflated.length;
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", 0, "latin1");
  end.writeUInt16LE(members.length, 8);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}

function pack(content: Buffer): { deflated: Buffer; size: number; crc: number } {
  return { deflated: deflateRawSync(content), size: content.length, crc: crc32(content) };
}
