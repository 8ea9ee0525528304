import assert from "node:assert/strict";
import type { Columns } from "../../src/core/table";
import { columnRarity } from "../../src/detect/columnRarity";
import { encoder } from "../../src/encode/encoder";
import { explainInWords } from "../../src/score/explainInWords";

const baseline = columns(["a", "a", "a", "b"], [1, 1, 2, 1]);

describe("explainInWords", () => {
  it("explainInWords names the columns by their share, with what is seen and what is usual", async () => {
    const fitted = encoder().fit(baseline);
    const model = await columnRarity().fit(fitted.transform(baseline));
    const seen = columns(["new"], [1]);
    const x = fitted.transform(seen);
    const [why] = explainInWords(model, x, { seen, text: fitted.text });
    // -log2 of 1/7 (unseen level) and of 4/7 (three of four rows, three levels)
    assert.equal(why!.sentence, 'task: "new" (2.8 of 3.6 bits; usually "a"), event_id: "1" (0.8 bits)');
    assert.deepEqual(
      why!.reasons.map(({ column, seen: value, usual }) => [column, value, usual]),
      [
        ["task", "new", "a"],
        ["event_id", "1", "1"],
      ],
    );
  });
  it("explainInWords explains the rows asked for, at most `top` reasons each", async () => {
    const x = encoder().fit(baseline).transform(baseline);
    const model = await columnRarity().fit(x);
    const found = explainInWords(model, x, { rows: [3, 2], top: 1 });
    assert.deepEqual(
      found.map(({ row, reasons }) => [row, reasons.map((reason) => reason.seen)]),
      [
        [3, ["b"]],
        [2, ["2"]],
      ],
    );
    assert.deepEqual(
      found.map(({ score }) => score),
      [3, 2].map((row) => model.score(x)[row]),
    );
  });
  it("explainInWords makes hostile values visible and short", async () => {
    const hostile = columns([`\u001b[31m${"x".repeat(300)}`, "a", "a"], [1, 1, 1]);
    const fitted = encoder().fit(hostile);
    const x = fitted.transform(hostile);
    const { sentence } = explainInWords(await columnRarity().fit(x), x, { rows: [0], seen: hostile })[0]!;
    assert.ok(!sentence.includes("\u001b"));
    assert.match(sentence, /^task: "␛\[31mx{95}…" \(/);
  });
  it("explainInWords refuses unknown options", async () => {
    const x = encoder().fit(baseline).transform(baseline);
    const model = await columnRarity().fit(x);
    assert.throws(() => explainInWords(model, x, { tops: 1 } as object), TypeError);
  });
});

function columns(tasks: readonly string[], ids: readonly number[]): Columns {
  const levels = [...new Set(tasks)];
  return {
    rows: tasks.length,
    columns: new Map([
      ["task", { kind: "category", levels, codes: Int32Array.from(tasks, (task) => levels.indexOf(task)) }],
      ["event_id", { kind: "number", values: Float64Array.from(ids) }],
    ]),
  };
}
