import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { describe, it } from "mocha";
import { random } from "../../../src/core/random";
import { testFolder } from "../../support/folder";
import { writeZip } from "../../support/zip";
import { unpackAll } from "./unpackAll";

const CONTENT = Array.from({ length: 300 }, (_, i) => `line ${i * i}`).join("\n");

describe("damaged gzip and zip", () => {
  const folder = testFolder();

  it("unpack of a gzip that is cut off says so", async () => {
    const whole = gzipSync(CONTENT);
    const { reasons } = await unpackAll(folder.write("cut.gz", whole.subarray(0, whole.length - 20)));
    assert.deepEqual(reasons, ["unpack: packed bytes are damaged: unexpected end of file"]);
  });

  for (const [name, whole] of [
    ["gzip", gzipSync(CONTENT)],
    [
      "zip",
      writeZip([
        { name: "a.txt", content: CONTENT },
        { name: "b/c.txt", content: "x" },
      ]),
    ],
  ] as const) {
    it(`unpack of a ${name} damaged in 400 ways gives its content or reasons of one line`, async () => {
      const numbers = random(53);
      for (let i = 0; i < 400; i++) {
        const bytes = Buffer.from(whole);
        for (let n = numbers.integer(3); n >= 0; n--)
          bytes[numbers.integer(bytes.length)]! ^= 1 << numbers.integer(8);
        const given = i % 4 === 0 ? bytes.subarray(0, numbers.integer(bytes.length)) : bytes;
        const { content, reasons } = await unpackAll(folder.write("damaged", given));
        for (const reason of reasons) assert.match(reason, /^[^\n]{1,300}$/);
        const text = content.get(name === "zip" ? "a.txt" : "")?.toString();
        // What is not packed any more, for its first bytes, is handed on as it is.
        const isUnpacked = text !== undefined && !text.startsWith(given.toString("utf8", 0, 2));
        if (isUnpacked && reasons.length === 0) assert.equal(text, CONTENT, `case ${i}`);
      }
    });
  }
});
