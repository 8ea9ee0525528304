import assert from "node:assert/strict";
import { anomalyKind } from "../../src/score/anomalyKind";
import type { Explanation } from "../../src/score/explainInWords";

const explained = (row: number, score: number, ...reasons: [string, string, number][]): Explanation => ({
  ...{ row, score, sentence: "" },
  reasons: reasons.map(([column, seen, share]) => ({ column, seen, share })),
});

describe("anomalyKind", () => {
  const program = explained(0, 10, ["program", "c:\\agent.exe", 8]);
  it("anomalyKind calls what is on many hosts new software, unless the baseline knows it", () => {
    assert.equal(anomalyKind(program, { hosts: 30 }).kind, "new software");
    assert.equal(anomalyKind(program, { hosts: 30, status: "changed" }).kind, "unknown");
    assert.equal(anomalyKind(program, { hosts: 2 }).kind, "unknown");
  });
  it("anomalyKind calls an odd ending misconfiguration", () => {
    const failed = explained(0, 10, ["result_code", "2147942402", 8], ["program", "c:\\a.exe", 2]);
    assert.deepEqual(anomalyKind(failed, { hosts: 30 }), {
      kind: "misconfiguration",
      because: "what is odd is how it ended: result_code 2147942402",
    });
  });
  it("anomalyKind calls what an administrator did by day admin work, and at night unknown", () => {
    const facts = { account: "CORP\\Ada", admins: new Set(["corp\\ada"]) };
    assert.equal(anomalyKind(program, facts).kind, "admin work");
    assert.equal(anomalyKind(program, { ...facts, inWorkingHours: false }).kind, "unknown");
    assert.equal(anomalyKind(program, { account: "CORP\\Bo", admins: facts.admins }).kind, "unknown");
  });
  it("anomalyKind without facts is unknown", () => {
    assert.deepEqual(anomalyKind(program), { kind: "unknown", because: "no rule explains it" });
  });
});
