import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { describe, it } from "mocha";
import { random } from "../../../src/core/random";
import type { RandomBytes } from "../../../src/evidence/archive/randomBytes";
import { parseHeader } from "../../../src/evidence/archive/sevenZip/header";
import { unpackFolder } from "../../../src/evidence/archive/sevenZip/unpackFolder";
import { testFolder } from "../../support/folder";
import { sampleFiles } from "./sampleFiles";
import { unpackAll } from "./unpackAll";

const START = 32;

/** A sample's packed bytes, and its header as it is when unpacked. */
async function partsOf(name: string): Promise<{ readonly packed: Buffer; readonly header: Buffer }> {
  const whole = readFileSync(join(__dirname, "samples", name));
  const from = START + Number(whole.readBigUInt64LE(12));
  const header = whole.subarray(from, from + Number(whole.readBigUInt64LE(20)));
  const parsed = parseHeader(header);
  if (!("packed" in parsed)) return { packed: whole.subarray(START, from), header };
  const archive: RandomBytes = {
    size: whole.length,
    read: (at, length) => whole.subarray(at, at + length),
    async *stream(at, length) {
      yield whole.subarray(at, at + length);
    },
    close() {},
  };
  const parts: Buffer[] = [];
  for await (const part of unpackFolder(archive, parsed.packed, undefined, () => {})) parts.push(part);
  return { packed: whole.subarray(START, from), header: Buffer.concat(parts) };
}

/** An archive with this header, and right checksums of it. */
function sealed(packed: Buffer, header: Buffer): Buffer {
  const start = Buffer.alloc(START);
  Buffer.from("7z\xbc\xaf\x27\x1c\0\x04", "latin1").copy(start);
  start.writeBigUInt64LE(BigInt(packed.length), 12);
  start.writeBigUInt64LE(BigInt(header.length), 20);
  start.writeUInt32LE(crc32(header), 28);
  start.writeUInt32LE(crc32(start.subarray(12)), 8);
  return Buffer.concat([start, packed, header]);
}

describe("headers of 7-Zip under right checksums", () => {
  const folder = testFolder();
  const files = sampleFiles();

  it("unpack of an archive whose header was unpacked and sealed again gives the same files", async () => {
    const { packed, header } = await partsOf("lzma2.7z");
    const { content, reasons } = await unpackAll(folder.write("same.7z", sealed(packed, header)));
    assert.deepEqual(reasons, []);
    for (const [file, bytes] of content) assert.ok(bytes.equals(files.get(file)!), file);
  });

  // Each try of a password takes half a million rounds of a hash.
  for (const [name, cases] of [
    ["lzma2.7z", 150],
    ["deflate.7z", 150],
    ["x86.7z", 150],
    ["delta.7z", 150],
    ["stored.7z", 150],
    ["encrypted.7z", 25],
  ] as const) {
    it(`unpack of ${name} with ${cases} headers changed gives files or clear reasons, in bounded memory`, async () => {
      const { packed, header } = await partsOf(name);
      const numbers = random(29);
      const edges = [0, 1, 5, 6, 7, 9, 10, 13, 17, 0x3f, 0x7f, 0x80, 0xc0, 0xf0, 0xfe, 0xff];
      for (let i = 0; i < cases; i++) {
        let changed = Buffer.from(header);
        for (let n = numbers.integer(3); n >= 0 && changed.length > 0; n--) {
          const at = numbers.integer(changed.length);
          const end = at + numbers.integer(8);
          const piece = Buffer.from(Array.from({ length: numbers.integer(9) }, () => numbers.pick(edges)));
          if (i % 3 === 0) changed[at] = numbers.pick(edges);
          else if (i % 3 === 1) changed[at]! ^= 1 << numbers.integer(8);
          else changed = Buffer.concat([changed.subarray(0, at), piece, changed.subarray(end)]);
        }
        const path = folder.write("changed.7z", sealed(packed, changed));
        const { content, reasons } = await unpackAll(path, { passwords: ["secret"], maxBytes: 2 ** 24 });
        for (const reason of reasons)
          assert.match(reason, /^(sevenZip|lzma2?|unpack|read): [^\n]{1,300}$/, `${name} ${i}: ${reason}`);
        assert.ok(content.size < 1000);
      }
    });
  }
});
