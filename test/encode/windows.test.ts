import assert from "node:assert/strict";
import { numberMatrix } from "../../src/core/matrix";
import { type Column, textColumn } from "../../src/core/table";
import { sequences } from "../../src/encode/sequences";
import { windows } from "../../src/encode/windows";

// Host b has rows 0, 2, 4 (times 3, 1, 2), host a rows 1 and 3.
const table = {
  rows: 5,
  columns: new Map<string, Column>([
    ["host", textColumn(["b", "a", "b", "a", "b"])],
    ["time", { kind: "time", values: Float64Array.of(3, 1, 1, 2, 2) }],
  ]),
};
const both = sequences(table, { entity: "host", time: "time" });
const rowsOf = (list: ReturnType<typeof windows>) =>
  Array.from({ length: list.count }, (_, w) => Array.from(list.rows(w)));

describe("windows", () => {
  it("windows(sequences, { timesteps }) are rows in the order of time, never across hosts", () => {
    assert.deepEqual(rowsOf(windows(both, { timesteps: 2 })), [
      [2, 4],
      [4, 0],
      [1, 3],
    ]);
  });
  it("windows pads an entity that is too short, and says so in mask and lengths, or leaves it out", () => {
    const list = windows(both, { timesteps: 3 });
    assert.deepEqual(rowsOf(list), [
      [2, 4, 0],
      [1, 3],
    ]);
    assert.deepEqual(
      [Array.from(list.mask(0)), Array.from(list.mask(1))],
      [
        [1, 1, 1],
        [1, 1, 0],
      ],
    );
    assert.deepEqual(Array.from(list.lengths), [3, 2]);
    assert.deepEqual(rowsOf(windows(both, { timesteps: 3, short: "drop" })), [[2, 4, 0]]);
  });
  it("windows with a stride still covers every row", () => {
    const one = { order: Int32Array.from({ length: 10 }, (_, i) => i), starts: Int32Array.of(0, 10) };
    const list = windows(one, { timesteps: 4, stride: 4 });
    assert.deepEqual(
      rowsOf(list).map(([first]) => first),
      [0, 4, 6],
    );
  });
  it("windows hands out views, and copies only what gather is asked for", () => {
    const list = windows(both, { timesteps: 3 });
    assert.equal(list.rows(1).buffer, both.order.buffer);
    const x = numberMatrix(["n"], [[10], [11], [12], [13], [14]]);
    assert.deepEqual(Array.from(list.gather(x, [1, 0]).data), [11, 13, 0, 12, 14, 10]);
  });
  it("windows refuses what is not there", () => {
    assert.throws(() => windows(both, { timesteps: 0 }), RangeError);
    assert.throws(() => windows(both, { timesteps: 2 }).rows(3), {
      message: "windows: window must be in [0, 2], got 3",
    });
    assert.throws(() => windows(both, { timesteps: 2, short: "cut" as "pad" }), RangeError);
  });
});
