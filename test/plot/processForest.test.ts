import assert from "node:assert/strict";
import { after, before, describe, it } from "mocha";
import { type Hunt, open } from "../../src/evidence/open";
import { processForest } from "../../src/plot/processForest";
import { processTree } from "../../src/score/processTree";
import { HOSTILE, shown, stringsOf } from "./hostile";

type Nodes = { x: number[]; y: number[]; text: string[] };

describe("processForest", () => {
  let hunt: Hunt;
  before(async () => {
    hunt = await open();
  });
  after(() => hunt.close());

  /** Process 1 starts 2 to `n`; the last one starts one more. */
  const star = (n: number) =>
    processTree(hunt.sql`select i as _row, 'h' as host, timestamp '2024-05-01' + interval (i) second as time, 'C:\\x\\p' || i || '.exe' as image,
      '"C:\\x\\p.exe" -a ' || i as command_line, i as pid, case when i = ${n + 1} then ${n} else 1 end as ppid, case when i = ${n + 1} then 'C:\\x\\p' || ${n} || '.exe' when i > 1 then 'C:\\x\\p1.exe' end as parent_image
      from range(1, ${n + 2}) t(i)`);
  const nodesOf = (figure: ReturnType<typeof processForest>) => figure.data[1] as unknown as Nodes;

  it("processForest(tree) has a line a process, indented below its parent, with its arguments", async () => {
    const figure = processForest(await star(3));
    const { x, y, text } = nodesOf(figure);
    assert.deepEqual(
      [x, y],
      [
        [0, 1, 2, 2, 3],
        [0, 1, 2, 3, 4],
      ],
    );
    assert.deepEqual(
      text.slice(1).map((one) => one.trim()),
      ["p1.exe -a 1", "p2.exe -a 2", "p3.exe -a 3", "p4.exe -a 4"],
    );
    assert.equal(figure.caption, "5 processes of 5, each below the one that started it.");
  });
  it("processForest(large tree) is cut, keeps what is highlighted with its ancestors, and says what is missing", async () => {
    const tree = await star(500);
    const figure = processForest(tree, { highlight: [501], processes: 10 });
    const { text } = nodesOf(figure);
    assert.equal(text.length, 10);
    assert.ok(text.some((one) => one.includes("p501.exe")) && text.some((one) => one.includes("p500.exe")));
    assert.ok(
      text.some((one) => /p1\.exe .*\(\+492\)$/.test(one)),
      text.join("\n"),
    );
    assert.equal(
      figure.caption,
      "10 processes of 502, each below the one that started it. 1 marked. Not drawn: 492.",
    );
  });
  it("processForest(hostile) shows command lines as text", async () => {
    const rows = HOSTILE.map((name, i) => ({ name, i }));
    const union = rows.map(
      ({ name, i }) =>
        hunt.sql`select ${i} as _row, 'h' as host, timestamp '2024-05-01' as time, ${name} as image, ${`x ${name}`} as command_line, ${i + 10} as pid, 1 as ppid`,
    );
    const all = union.reduce((one, next) => hunt.sql`select * from ${one} union all select * from ${next}`);
    const figure = processForest(await processTree(all));
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((text) => text.includes(name)), name);
    assert.ok(nodesOf(figure).text.some((text) => shown(text).includes("<b>bold</b>")));
  });
});
