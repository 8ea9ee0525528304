import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { burnDown } from "../../src/plot/burnDown";
import { HOSTILE, stringsOf } from "./hostile";

type Area = { name: string; x: number[]; y: number[]; stackgroup: string };

describe("burnDown", () => {
  it("burnDown(doneHours, owners) stacks what each owner has not read, above what nobody reads", () => {
    const figure = burnDown([1, 1, 2, 3], ["Ada", "Bo", "Ada", "Ada"], { left: 5, hours: 4 });
    const areas = (figure.data as unknown as Area[]).map(({ name, x, y }) => [name, x, y]);
    assert.deepEqual(areas, [
      ["below the budget", [0, 1, 2, 3], [5, 5, 5, 5]],
      ["Ada", [0, 1, 2, 3], [3, 2, 1, 0]],
      ["Bo", [0, 1, 2, 3], [1, 0, 0, 0]],
    ]);
    assert.equal(figure.caption, "4 lines are read after 3 hours by 2 owners; 5 are left unread.");
    assert.equal((figure.layout.shapes as unknown[]).length, 1);
  });
  it("burnDown(doneHours, many owners) draws them as one, and leaves out lines without a time", () => {
    const owners = Array.from({ length: 9 }, (_, i) => `analyst ${i}`);
    const figure = burnDown([...owners.map((_, i) => i + 1)].fill(NaN, 8), owners);
    assert.deepEqual(
      (figure.data as unknown as Area[]).map(({ name, y }) => [name, y[0]]),
      [["all lines", 8]],
    );
    assert.match(
      figure.caption,
      /^8 lines are read after 8 hours by 9 owners\. Left out: 1 line without a time\.$/,
    );
  });
  it("burnDown(hostile) shows owners as text", () => {
    const figure = burnDown(
      HOSTILE.slice(0, 5).map((_, i) => i),
      HOSTILE.slice(0, 5),
      { noun: HOSTILE[0]! },
    );
    const texts = stringsOf([figure.data, figure.layout]);
    for (const name of HOSTILE) assert.ok(!texts.some((text) => text.includes(name)), name);
  });
  it("burnDown(nothing) is an empty figure", () => {
    assert.equal(burnDown([], []).caption, "0 lines are read after 0 hours by 0 owners.");
  });
});
