import assert from "node:assert/strict";
import { displaySymbol } from "../../src/core/display";
import { type Hunt, open } from "../../src/evidence/open";
import { processTree } from "../../src/score/processTree";

describe("processTree", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  const events =
    () => hunt.sql`select i as _row, host, timestamp '2024-05-01' + interval (s) second as time, image, pid, ppid, parent_image, 'cmd ' || i as command_line from (values
    (1, 'h1', 0, 'explorer.exe', 10, 1, 'userinit.exe'), (2, 'h1', 5, 'word.exe', 20, 10, 'explorer.exe'),
    (3, 'h1', 6, 'cmd.exe', 30, 20, 'WORD.EXE'), (4, 'h1', 7, 'whoami.exe', 40, 30, 'cmd.exe'),
    (5, 'h2', 6, 'cmd.exe', 21, 20, 'word.exe'), (6, 'h1', 60, 'calc.exe', 20, 10, 'explorer.exe'),
    (7, 'h1', 61, 'child.exe', 50, 20, 'calc.exe'), (8, 'h1', 62, 'other.exe', 51, 99, 'userinit.exe')) t(i, host, s, image, pid, ppid, parent_image)`;

  it("processTree links children to the latest parent of that number on that host", async () => {
    const tree = await processTree(events());
    const chain = tree.ancestors(tree.find(4)).map((place) => tree.nodes[place]!.image);
    assert.deepEqual(chain, ["cmd.exe", "word.exe", "explorer.exe", "userinit.exe"]);
    assert.equal(tree.nodes[tree.nodes[tree.find(7)]!.parent]!.image, "calc.exe");
    const other = tree.nodes[tree.nodes[tree.find(5)]!.parent]!;
    assert.deepEqual([other.row, other.image, other.host], [null, "word.exe", "h2"]);
    assert.deepEqual(
      tree.descendants(tree.find(2)).map((place) => tree.nodes[place]!.row),
      [3, 4],
    );
    assert.equal(tree.roots.length, 3);
    assert.equal(tree.find(999), -1);
  });
  it("processTree shows itself as text, cut where it is told to", async () => {
    const tree = await processTree(events());
    assert.equal(
      tree.text({ from: tree.find(2) }),
      "2024-05-01 00:00:05 word.exe (20): cmd 2\n  2024-05-01 00:00:06 cmd.exe (30): cmd 3\n    2024-05-01 00:00:07 whoami.exe (40): cmd 4",
    );
    assert.equal(tree.text({ lines: 2 }).split("\n").at(-1), "… and 9 more processes");
  });
  it("processTree of more events than the limit says how many it left", async () => {
    const tree = await processTree(events(), { limit: 3 });
    assert.deepEqual([tree.left, tree.nodes.filter((node) => node.row !== null).length], [5, 3]);
    assert.equal(tree.text().split("\n").at(-1), "… and 5 more events beyond the limit, in no tree");
    const one = await processTree(events(), { limit: 7 });
    assert.match(
      one.text({ lines: one.nodes.length - 1 }),
      /\n… and 1 more process\n… and 1 more event beyond/,
    );
  });
  it("processTree of a chain of 50,000, of equal times and of its own number has no circle", async () => {
    const chain = hunt.sql`select i as _row, 'h' as host, timestamp '2024-05-01' as time, 'x' as image, i as pid, greatest(i - 1, 1) as ppid from range(1, 50001) t(i)`;
    const tree = await processTree(chain, { limit: 50_000 });
    assert.deepEqual([tree.roots.length, tree.ancestors(tree.find(50_000)).length], [1, 50_000]);
    assert.equal(tree.text({ lines: 1 }).split("\n").length, 2);
  });
  it("processTree shows hostile command lines as text", async () => {
    const evil = hunt.sql`select 1 as _row, 'h' as host, timestamp '2024-05-01' as time, '<script>' as image, 1 as pid, 0 as ppid, chr(27) || '[31m' as command_line`;
    const bundle = (await (await processTree(evil))[displaySymbol]()) as Record<string, string>;
    assert.doesNotMatch(bundle["text/html"]!, /<script>/);
    assert.doesNotMatch(bundle["text/plain"]!, /\u001b/);
  });
  it("processTree refuses a relation that names no processes", async () => {
    await assert.rejects(processTree(hunt.sql`select 'x' as image`), /column "pid" not found among image/);
  });
});
