import assert from "node:assert/strict";
import { deflateRawSync, gzipSync } from "node:zlib";
import type { Issue } from "../../src/core/issue";
import { type UnpackLimits, unpack } from "../../src/evidence/unpack";
import { testFolder } from "../support/folder";
import { writeZip } from "../support/zip";

async function readAll(
  path: string,
  limits?: UnpackLimits,
): Promise<{ content: Map<string, string>; issues: Issue[] }> {
  const issues: Issue[] = [];
  const content = new Map<string, string>();
  for await (const source of unpack(path, (issue) => issues.push(issue), limits)) {
    content.set(source.path.replace(path, ""), (await source.bytes.all(2 ** 30)).toString());
  }
  return { content, issues };
}

const noIssue = (issue: Issue) => assert.fail(issue.reason);

describe("unpack", () => {
  const folder = testFolder();

  it("unpack of a plain file is the file, also when it is empty", async () => {
    assert.deepEqual((await readAll(folder.write("a", "hello"))).content, new Map([["", "hello"]]));
    assert.deepEqual((await readAll(folder.write("b", ""))).content, new Map([["", ""]]));
  });

  it("unpack opens gzip and zip by content, nested, and names members", async () => {
    const inner = writeZip([{ name: "x/y.txt", content: "deep" }]);
    const zip = writeZip([
      { name: "plain.txt", content: "p" },
      { name: "folder/", content: "" },
      { name: "packed.log", content: gzipSync("g") },
      { name: "inner.zip", content: inner },
    ]);
    const { content, issues } = await readAll(folder.write("any.name", gzipSync(zip)));
    assert.deepEqual(
      content,
      new Map([
        ["!plain.txt", "p"],
        ["!packed.log", "g"],
        ["!inner.zip!x/y.txt", "deep"],
      ]),
    );
    assert.deepEqual(issues, []);
  });

  it("unpack can leave a member half read and still give the next", async () => {
    const path = folder.write(
      "two.zip",
      writeZip([
        { name: "a", content: "x".repeat(10 ** 6) },
        { name: "b", content: "y" },
      ]),
    );
    const names: string[] = [];
    for await (const source of unpack(path, noIssue)) {
      names.push(source.path.replace(path, ""));
      await source.bytes.peek(4);
      await source.bytes.cancel();
    }
    assert.deepEqual(names, ["!a", "!b"]);
  });

  it("unpack of a gzip bomb ends at the ratio, not in memory", async () => {
    const path = folder.write("bomb.gz", gzipSync(Buffer.alloc(200 * 2 ** 20)));
    await assert.rejects(readAll(path), {
      name: "RangeError",
      message:
        /^unpack: packing ratio must be at most 400, got more after \d+ bytes; this looks like a bomb$/,
    });
  });

  it("unpack of a zip bomb ends at the ratio, too", async () => {
    const raw = deflateRawSync(Buffer.alloc(200 * 2 ** 20));
    const path = folder.write(
      "bomb.zip",
      writeZip([{ name: "a", deflated: raw, size: 200 * 2 ** 20, crc: 0 }]),
    );
    await assert.rejects(readAll(path), { name: "RangeError", message: /^unpack: packing ratio/ });
  });

  it("unpack honours limits on size, members and depth", async () => {
    const gz = folder.write("big.gz", gzipSync("x".repeat(1000)));
    await assert.rejects(readAll(gz, { maxBytes: 999 }), {
      message: "unpack: unpacked size must be at most 999 bytes, got more",
    });
    const zip = folder.write(
      "many.zip",
      writeZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, content: "" }))),
    );
    await assert.rejects(readAll(zip, { maxMembers: 4 }), {
      message: "unpack: members must be at most 4, got 5",
    });
    let nested: Buffer = Buffer.from("core");
    for (let i = 0; i < 6; i++) nested = gzipSync(nested);
    const { content, issues } = await readAll(folder.write("nest.gz", nested));
    assert.equal(content.size, 0);
    assert.equal(issues[0]!.reason, "archives nested more than 4 deep are not opened");
  });

  it("unpack reads what a cut gzip still holds, then fails", async () => {
    const whole = gzipSync(Array.from({ length: 50000 }, (_, i) => `line ${i}\n`).join(""));
    const path = folder.write("cut.gz", whole.subarray(0, whole.length >> 1));
    let bytes = 0;
    await assert.rejects(async () => {
      for await (const source of unpack(path, noIssue)) {
        for await (const block of source.bytes) bytes += block.length;
      }
    }, /unexpected end of file/);
    assert.ok(bytes > 100000);
  });

  it("unpack reports a damaged member and gives the others", async () => {
    const bad = { name: "bad", deflated: Buffer.from([7, 7, 7]), size: 5, crc: 0 };
    const wrong = { name: "wrong", deflated: deflateRawSync("hello"), size: 5, crc: 1 };
    const zip = writeZip([{ name: "a", content: "1" }, bad, wrong, { name: "b", content: "2" }]);
    const { content, issues } = await readAll(folder.write("damaged.zip", zip));
    assert.deepEqual([...content.keys()], ["!a", "!b"]);
    assert.deepEqual(
      issues.map((issue) => issue.path.split("!")[1]),
      ["bad", "wrong"],
    );
    assert.equal(issues[1]!.reason, "unpack: checksum of the member is wrong");
  });

  it("unpack counts all members of an archive against the size limit", async () => {
    const zip = writeZip(Array.from({ length: 5 }, (_, i) => ({ name: `${i}`, content: "x".repeat(100) })));
    await assert.rejects(readAll(folder.write("sum.zip", zip), { maxBytes: 399 }), {
      message: "unpack: unpacked size must be at most 399 bytes, got more",
    });
  });

  it("unpack reads members with names that leave the archive: a name is shown, and never written to", async () => {
    const names = ["../../etc/passwd", "/abs", "C:\\x\\y", "after"];
    const zip = writeZip(names.map((name) => ({ name, content: name })));
    const { content, issues } = await readAll(folder.write("evil.zip", zip));
    assert.deepEqual([...content.keys()], ["!../../etc/passwd", "!/abs", "!C:/x/y", "!after"]);
    assert.deepEqual(issues, []);
  });

  it("unpack reads a zip whose end record promises a comment that is not there", async () => {
    const zip = writeZip([{ name: "a", content: "x" }]);
    zip.writeUInt16LE(1, zip.length - 2);
    assert.deepEqual((await readAll(folder.write("comment.zip", zip))).content, new Map([["!a", "x"]]));
  });
});
