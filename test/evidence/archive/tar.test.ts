import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { random } from "../../../src/core/random";
import { open } from "../../../src/evidence/open";
import { testFolder } from "../../support/folder";
import { event, taskXml } from "../../support/madeEvents";
import { writeTar } from "../../support/tar";
import { writeZip } from "../../support/zip";
import { unpackAll } from "./unpackAll";

describe("tar archives", () => {
  const folder = testFolder();

  it("unpack of tar and of tar.gz gives the members, nested ones too, and shows names that lead elsewhere", async () => {
    const tar = writeTar([
      ["a.txt", "1"],
      ["../../etc/b.txt", "x".repeat(1000)],
      ["/c.txt", ""],
    ]);
    const nested = writeZip([{ name: "inner.tar.gz", content: gzipSync(tar) }]);
    for (const [name, bytes, prefix] of [
      ["a.tar", tar, ""],
      ["a.tgz", gzipSync(tar), ""],
      ["a.zip", nested, "inner.tar.gz!"],
    ] as const) {
      const { content, reasons } = await unpackAll(folder.write(name, bytes));
      assert.deepEqual(reasons, []);
      assert.deepEqual(
        [...content].map(([member, bytes]) => [member, bytes.length]),
        [
          [`${prefix}a.txt`, 1],
          [`${prefix}../../etc/b.txt`, 1000],
          [`${prefix}/c.txt`, 0],
        ],
      );
    }
  });

  it("unpack honours the limit on members, and long names of GNU and POSIX", async () => {
    const long = `${"folder/".repeat(30)}long.txt`;
    const gnu = writeTar([
      ["././@LongLink", `${long}\0`],
      ["cut", "gnu"],
    ]);
    gnu.write("L", 156);
    const pax = writeTar([
      ["PaxHeaders/x", `${long.length + 10} path=${long}\n`],
      ["cut", "pax"],
    ]);
    pax.write("x", 156);
    for (const tar of [gnu, pax]) {
      const { content } = await unpackAll(folder.write("long.tar", tar));
      assert.deepEqual([...content.keys()], [long]);
    }
    const many = writeTar([
      ["a", ""],
      ["b", ""],
      ["c", ""],
    ]);
    const { content, reasons } = await unpackAll(folder.write("many.tar", many), { maxMembers: 2 });
    assert.deepEqual([content.size, reasons], [2, ["unpack: members must be at most 2, got 3"]]);
  });

  it("unpack of an archive cut anywhere gives what is whole before, and one reason", async () => {
    const tar = writeTar([
      ["a.txt", "x".repeat(700)],
      ["b.txt", "y".repeat(700)],
    ]);
    const source = random(5);
    for (let i = 0; i < 60; i++) {
      const length = 512 + source.integer(2 * 1536 - 512);
      const { content, reasons } = await unpackAll(folder.write("cut.tar", tar.subarray(0, length)));
      assert.equal(content.size, length < 512 + 700 ? 0 : length < 1536 + 512 + 700 ? 1 : 2, `${length}`);
      // Between members the end looks like one: tar's own end of zeros is often left out.
      assert.ok(reasons.length <= 1, reasons.join("; "));
      if (length % 1536 > 512 && length % 1536 < 512 + 700)
        assert.match(reasons[0]!, /ends within its member/);
    }
    const broken = Buffer.from(tar);
    broken.write("not octal", 1536 + 124);
    const { content, reasons } = await unpackAll(folder.write("broken.tar", broken));
    assert.deepEqual([content.size, reasons], [1, ["tarMembers: header of a member is damaged"]]);
  });

  it("read takes events and task files out of a tar.gz", async () => {
    const tar = writeTar([
      ["ws01/s.jsonl", event(4698, { TaskName: "\\a" })],
      ["ws01/Tidy", taskXml("C:\\t.exe")],
    ]);
    const hunt = await open();
    const { relation, issues } = await hunt.read(folder.write("host.tar.gz", gzipSync(tar)), { quiet: true });
    assert.deepEqual([...issues], []);
    assert.equal(await (await relation.as("tasks")).count(), 2);
    await hunt.close();
  });
});
