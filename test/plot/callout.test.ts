import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { callouts } from "../../src/plot/callout";

describe("callouts", () => {
  it("callouts(positions) gives every label a row of its own", () => {
    const rows = callouts([0, 0.1, 0.3, 0.5, 0.5, 0.9, 1]).map((c) => c.row);
    assert.deepEqual([...rows].sort(), [0, 1, 2, 3, 4, 5, 6]);
  });
  it("callouts(positions) never lets a later label of one side run through an earlier line", () => {
    const places = callouts([0.1, 0.2, 0.8, 0.9]);
    // Left part runs right, so a later line must end below; right part runs left, so a later line ends above.
    assert.ok(places[0]!.row > places[1]!.row);
    assert.ok(places[2]!.row < places[3]!.row);
    assert.deepEqual(
      places.map((p) => p.side),
      ["right", "right", "left", "left"],
    );
  });
});
