import assert from "node:assert/strict";
import { random } from "../../../../src/core/random";
import { fileTimeMicroseconds, fileTimeText } from "../../../../src/evidence/evtx/binXml/fileTime";

/** Ticks of 100 ns from 1601 to 1970. */
const EPOCH = 116444736000000000n;
const halves = (ticks: bigint) => [Number(ticks >> 32n), Number(ticks & 0xffffffffn)] as const;

describe("fileTimeMicroseconds", () => {
  it("fileTimeMicroseconds(high, low) is the big-integer result for times from 1700 to 2250", () => {
    const numbers = random(1);
    for (let i = 0; i < 2000; i++) {
      const ticks =
        31241376000000000n + BigInt(numbers.integer(173000)) * 1000000000000n + BigInt(numbers.integer(1e9));
      const expected = (ticks - EPOCH - ((((ticks - EPOCH) % 10n) + 10n) % 10n)) / 10n;
      assert.equal(BigInt(fileTimeMicroseconds(...halves(ticks))!), expected);
    }
  });

  it("fileTimeMicroseconds(high, low) is null behind the year 9999", () => {
    assert.equal(fileTimeMicroseconds(...halves(0x7fffffffffffffffn)), null);
    assert.notEqual(fileTimeMicroseconds(...halves(2650467743999999999n)), null);
    assert.equal(fileTimeMicroseconds(...halves(2650467744000000000n)), null);
  });
});

describe("fileTimeText", () => {
  it("fileTimeText(high, low) is what Date writes, with all seven digits, from 1601 to 9999", () => {
    const numbers = random(2);
    for (let i = 0; i < 2000; i++) {
      const ticks = BigInt(numbers.integer(2650467743)) * 1000000000n + BigInt(numbers.integer(1e9));
      const written = new Date(Number(ticks / 10000n) - 11644473600000).toISOString();
      const rest = String(ticks % 10000n).padStart(4, "0");
      assert.equal(fileTimeText(...halves(ticks)), written.replace("Z", `${rest}Z`));
    }
  });

  it("fileTimeText(high, low, tail) puts the tail behind the digits, and is empty behind the year 9999", () => {
    assert.equal(fileTimeText(0, 1, "00"), "1601-01-01T00:00:00.000000100Z");
    assert.equal(fileTimeText(...halves(2650467744000000000n)), "");
  });
});
