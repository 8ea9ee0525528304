import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import { random } from "../../../src/core/random";
import { unpack } from "../../../src/evidence/unpack";
import { testFolder } from "../../support/folder";
import { SAMPLES, sampleFiles } from "./sampleFiles";
import { unpackAll } from "./unpackAll";

const sample = (name: string) => join(__dirname, "samples", name);

describe("archives of 7-Zip", () => {
  const folder = testFolder();
  const files = sampleFiles();

  for (const [name, options] of SAMPLES.filter(([name]) => name !== "ppmd.7z")) {
    it(`unpack of ${name} gives all its files, bit for bit (${options.join(" ")})`, async () => {
      const { content, reasons } = await unpackAll(sample(name), { passwords: ["secret"] });
      const expected = [...files.keys()].filter((file) => !options.includes(`-x!${file}`));
      assert.deepEqual(reasons, []);
      assert.deepEqual([...content.keys()].sort(), expected.sort());
      for (const file of expected) assert.ok(content.get(file)!.equals(files.get(file)!), file);
    });
  }

  it("unpack without the right password says so, for members and for names, and goes on behind them", async () => {
    const reason = "archive is encrypted, and no password fits; give one (passwords)";
    const names = await unpackAll(sample("encrypted-names.7z"));
    assert.deepEqual(names.reasons, [`sevenZip: ${reason}`]);
    const members = await unpackAll(sample("aes128.zip"));
    assert.equal(members.content.size, 0);
    assert.deepEqual(
      new Set(members.reasons),
      new Set(["unpack: member is encrypted, and no password fits; give one (passwords)"]),
    );
    assert.equal(members.reasons.length, 5);
  });

  it("unpack of a method that is not read names it, and gives the files that are empty", async () => {
    const { content, reasons } = await unpackAll(sample("ppmd.7z"));
    assert.deepEqual([...content.keys()], ["empty.txt"]);
    for (const reason of reasons)
      assert.match(reason, /^sevenZip: packing method PPMd is not read; unpack it first/);
  });

  it("unpack of a member that is left gives the next one", async () => {
    const path = sample("lzma2.7z");
    const lengths = new Map<string, number>();
    for await (const source of unpack(path, (issue) => assert.fail(issue.reason))) {
      const name = source.path.slice(path.length + 1);
      if (name === "zeros.bin") await source.bytes.cancel();
      else lengths.set(name, (await source.bytes.all(2 ** 20)).length);
    }
    const expected = [...files]
      .filter(([name]) => name !== "zeros.bin")
      .map(([name, { length }]) => [name, length]);
    assert.deepEqual([...lengths].sort(), expected.sort());
  });

  it("unpack of an archive cut anywhere, or with any byte changed, ends with clear reasons and no other content", async () => {
    const source = random(11);
    for (const name of [
      "lzma2.7z",
      "lzma-numbers.7z",
      "deflate.7z",
      "x86.7z",
      "zipcrypto.zip",
      "aes256.zip",
    ]) {
      const whole = readFileSync(sample(name));
      for (let i = 0; i < 24; i++) {
        const bytes = Buffer.from(whole);
        const isCut = i % 4 === 0;
        if (!isCut)
          for (let n = 0; n <= i % 3; n++) bytes[source.integer(bytes.length)]! ^= 1 << source.integer(8);
        const path = folder.write("damaged", isCut ? bytes.subarray(0, source.integer(bytes.length)) : bytes);
        const { content, reasons } = await unpackAll(path);
        for (const reason of reasons) assert.match(reason, /^[^\n]{1,300}$/);
        for (const [file, found] of content) {
          // What is given without a word is right; only names and kinds have no checksum in a zip.
          if (reasons.length === 0 && files.has(file) && name.endsWith(".7z")) {
            assert.ok(found.equals(files.get(file)!), `${name} ${file}`);
          }
        }
      }
    }
  });

  it("unpack of a 7z whose header promises more than it holds ends at once", async () => {
    const whole = readFileSync(sample("lzma2.7z"));
    const far = Buffer.from(whole);
    far.writeBigUInt64LE(2n ** 60n, 12);
    far.writeUInt32LE(crc32(far.subarray(12, 32)), 8);
    assert.deepEqual((await unpackAll(folder.write("far.7z", far))).reasons, [
      "sevenZip: header lies behind the end: the archive is cut off, or damaged",
    ]);
  });

  it("unpack of a 7z that grows beyond its limits ends at them", async () => {
    const { reasons, content } = await unpackAll(sample("lzma2.7z"), { maxBytes: 1000 });
    assert.deepEqual(reasons.at(-1), "unpack: unpacked size must be at most 1000 bytes, got more");
    assert.equal(content.size, 0);
    const few = await unpackAll(sample("lzma2.7z"), { maxMembers: 2 });
    assert.deepEqual(few.reasons, ["unpack: members must be at most 2, got 5"]);
  });
});
