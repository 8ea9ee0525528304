import assert from "node:assert/strict";
import { plan } from "../../src/score/plan";

describe("plan", () => {
  it("plan of 100 items in 12 hours needs three analysts (the series' example)", () => {
    const three = plan({ items: 100, hours: 12 });
    assert.deepEqual([three.analysts, three.minutesPerItem, three.capacity, three.left], [3, 20, 108, 0]);
    assert.equal(
      three.sentence,
      "3 analysts read 100 of 100 items at 20 minutes each, done after 11.3 hours",
    );
    const given = plan({ items: 100, hours: 12, analysts: 3 });
    assert.deepEqual(
      given.owners.map((owner) => owner.items),
      [34, 33, 33],
    );
    assert.ok(Math.abs(given.minutesPerItem - 720 / 34) < 1e-12);
    assert.deepEqual([given.left, given.etaHours], [0, 12]);
  });
  it("plan works out whichever of the four is missing", () => {
    assert.equal(plan({ hours: 12, analysts: 3, minutesPerItem: 20 }).items, 108);
    assert.equal(plan({ items: 100, analysts: 3, minutesPerItem: 20 }).hours, (34 * 20) / 60);
    assert.equal(plan({}).items, 24);
  });
  it("plan says what does not fit", () => {
    const late = plan({ items: 100, hours: 8, analysts: ["Ada", "Bo"], minutesPerItem: 20 });
    assert.deepEqual([late.capacity, late.left, late.etaHours], [48, 52, 8]);
    assert.deepEqual(late.owners, [
      { name: "Ada", items: 24, hours: 8 },
      { name: "Bo", items: 24, hours: 8 },
    ]);
    assert.match(late.sentence, /read 48 of 100 items .*; 52 are left unread$/);
  });
  it("plan of nothing takes no time", () => {
    assert.deepEqual([plan({ items: 0 }).etaHours, plan({ items: 0 }).analysts], [0, 1]);
  });
  it("plan never gives more than the time allows, whatever the numbers", () => {
    for (let items = 1; items < 60; items++) {
      for (const hours of [0.5, 1, 7.3, 12]) {
        const { owners, analysts, minutesPerItem } = plan({ items, hours, minutesPerItem: 7 });
        assert.equal(
          owners.reduce((sum, owner) => sum + owner.items, 0),
          items,
        );
        assert.ok(Math.ceil(items / analysts) * minutesPerItem <= hours * 60 + 1e-9);
        assert.ok(analysts === 1 || Math.ceil(items / (analysts - 1)) * minutesPerItem > hours * 60);
      }
    }
  });
  it("plan refuses wrong numbers, and budgets above what is read", () => {
    assert.throws(() => plan({ hours: 0 }), { name: "RangeError" });
    assert.throws(() => plan({ items: 1.5 }), { name: "TypeError" });
    assert.throws(
      () => plan({ hours: 0.1, minutesPerItem: 20 }),
      /plan: hours must be enough for one item \(20 minutes\), got 0.1; give/,
    );
    assert.throws(
      () => plan({ items: 10, budgets: { rule: 8, score: 3 } }),
      /budgets must sum to at most the 10 items that are read, got 11$/,
    );
    assert.throws(() => plan({ analysts: [] }), /analysts must be a number or names, got an array of 0$/);
  });
});
