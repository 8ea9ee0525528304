import assert from "node:assert/strict";
import { random } from "../../src/core/random";
import { drawLooks, looksOf, type Mask } from "../../src/nets/masks";

describe("looksOf and drawLooks", () => {
  it("looksOf(columns, mask) predicts every column with a total share of 1", () => {
    for (const mask of ["order", "each", "none"] as const) {
      for (const columns of [1, 2, 6, 8, 30]) {
        const shares = new Array<number>(columns).fill(0);
        for (const look of looksOf(columns, mask)) for (const j of look.predicted) shares[j]! += look.share;
        assert.ok(
          shares.every((share) => Math.abs(share - 1) < 1e-12),
          `${mask} of ${columns}`,
        );
      }
    }
  });
  it("looksOf(columns, mask) never shows what it predicts, but for none", () => {
    for (const mask of ["order", "each"] as const) {
      for (const look of looksOf(6, mask)) for (const j of look.predicted) assert.equal(look.visible[j], 0);
    }
    assert.ok(looksOf(6, "none").every((look) => look.visible.every((shown) => shown === 1)));
  });
  it('looksOf(columns, "order") is made of whole orders: each shows 0, 1, 2, … columns', () => {
    const shown = looksOf(4, "order").map((look) => look.visible.reduce((sum, v) => sum + v, 0));
    assert.deepEqual(shown, [0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
    const first = looksOf(4, "order").filter((look) => look.visible.every((v) => v === 0));
    assert.deepEqual(first.map((look) => look.predicted[0]).sort(), [0, 1, 2, 3]);
  });
  it("drawLooks(rows, columns, mask) weighs predictions so that a row counts all its columns", () => {
    for (const mask of ["order", "each", "none"] satisfies Mask[]) {
      const { visible, weight } = drawLooks(200, 5, mask, random(1));
      for (let i = 0; i < 200; i++) {
        const row = Array.from(weight.subarray(i * 5, i * 5 + 5));
        assert.ok(Math.abs(row.reduce((sum, w) => sum + w, 0) - 5) < 1e-5);
        if (mask !== "none") assert.ok(row.every((w, j) => w > 0 === (visible[i * 5 + j] === 0)));
      }
    }
  });
});
