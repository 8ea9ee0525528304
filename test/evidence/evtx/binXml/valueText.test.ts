import assert from "node:assert/strict";
import { arrayTexts, integerValue, valueText } from "../../../../src/evidence/evtx/binXml/valueText";

const bytes = (hex: string) => Buffer.from(hex.replaceAll(" ", ""), "hex");
const text = (type: number, hex: string) => valueText(bytes(hex), type, 0, bytes(hex).length);
const texts = (type: number, hex: string) => arrayTexts(bytes(hex), type, 0, bytes(hex).length);

// The types that libevtx prints are compared in golden.test.ts; here is what it cannot print.
describe("valueText", () => {
  it("valueText of a value of a wrong size or unknown type is its bytes", () => {
    assert.equal(text(0x08, "0102"), "0102");
    assert.equal(text(0x0f, "aabb"), "AABB");
    assert.equal(text(0x13, "01 05 0000"), "01050000");
    assert.equal(text(0x23, "ab cd"), "ABCD");
    assert.equal(text(0x7f, "ab"), "AB");
  });

  it("valueText of nothing is empty, whatever the type", () => {
    for (let type = 0; type < 256; type++) assert.equal(text(type, ""), "");
  });

  it("valueText of text leaves out the NULs behind it and half a character", () => {
    assert.equal(text(0x01, "6100 0000 6200 0000 0000"), "a\0b");
    assert.equal(text(0x01, "6100 62"), "a");
    assert.equal(text(0x02, "61 00 00"), "a");
  });

  it("valueText of text has line feeds for every kind of line end", () => {
    assert.equal(text(0x01, "6100 0d00 0a00 6200 0d00 6300 0a00"), "a\nb\nc\n");
  });

  it("valueText of a 64-bit number loses nothing", () => {
    for (const n of [0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 53n + 1n, 2n ** 63n, 2n ** 64n - 1n]) {
      const buffer = Buffer.alloc(8);
      buffer.writeBigUInt64LE(n);
      assert.equal(valueText(buffer, 0x0a, 0, 8), String(n));
      assert.equal(valueText(buffer, 0x09, 0, 8), String(BigInt.asIntN(64, n)));
      assert.equal(valueText(buffer, 0x15, 0, 8), `0x${n.toString(16)}`);
    }
  });

  it("valueText of a number in hexadecimal has no zeros before it, as Windows writes it", () => {
    assert.equal(text(0x15, "e703 0000 0000 0000"), "0x3e7");
    assert.equal(text(0x15, "0100 0000 0f00 0000"), "0xf00000001");
    assert.equal(text(0x15, "0000 0000 0000 0000"), "0x0");
    assert.equal(text(0x14, "ffff 1f00"), "0x1fffff");
    assert.equal(text(0x14, "0000 0000"), "0x0");
  });

  it("valueText of times without a date is their bits", () => {
    assert.equal(text(0x11, "ffffffffffffff7f"), "0x7fffffffffffffff");
    assert.equal(text(0x12, "e507 0200 0000 1f00 0000 0000 0000 0000"), "E507020000001F000000000000000000");
  });
});

describe("arrayTexts", () => {
  it("arrayTexts of booleans and of SIDs", () => {
    assert.deepEqual(texts(0x8d, "01000000 00000000"), ["true", "false"]);
    const system = "01 01 000000000005 12000000";
    const users = "01 02 000000000005 20000000 21020000";
    assert.deepEqual(texts(0x93, system + users), ["S-1-5-18", "S-1-5-32-545"]);
  });

  it("arrayTexts of what does not divide evenly is one text of bytes", () => {
    assert.deepEqual(texts(0x86, "010002"), ["010002"]);
    assert.deepEqual(texts(0x93, "01 01 000000000005 12000000 01"), ["010100000000000512000000" + "01"]);
    assert.deepEqual(texts(0x8e, "0102"), ["0102"]);
  });
});

describe("integerValue", () => {
  it("integerValue of other types, other sizes and numbers beyond 2^53 is undefined", () => {
    assert.equal(integerValue(bytes("00000000"), 0x0b, 0, 4), undefined);
    assert.equal(integerValue(bytes("0102"), 0x08, 0, 2), undefined);
    assert.equal(integerValue(bytes("00000000 00002000"), 0x0a, 0, 8), undefined);
    assert.equal(integerValue(bytes("ffffffff ffff1f00"), 0x0a, 0, 8), 2 ** 53 - 1);
  });
});
