import assert from "node:assert/strict";
import { countErrorMessages, errorFromText } from "../../src/notebook/errorFromText";

// Texts as stock tslab 1.0.22 printed them.
describe("errorFromText", () => {
  const head = (text: string) => {
    const { ename, evalue } = errorFromText(text);
    return [ename, evalue];
  };

  it("errorFromText(text) finds name and message of errors, with code, with several lines, without a message", () => {
    assert.deepEqual(head("TypeError: a is not b\n    at x (y.js:1:2)\n"), ["TypeError", "a is not b"]);
    assert.deepEqual(head("Error [ERR_X]: no\n    at x\n"), ["Error", "no"]);
    assert.deepEqual(head("Error: one\ntwo\n    at x {\n  code: 1\n}\n"), ["Error", "one\ntwo"]);
    assert.deepEqual(head("MyFault\n    at x\n"), ["MyFault", "the kernel gave no reason"]);
    assert.deepEqual(head("evalmachine.<anonymous>:3\nf(1)\n  ^\n\nRangeError: bad\n    at x\n"), [
      "RangeError",
      "bad",
    ]);
  });

  it("errorFromText(text) of a thrown value that is no error is its text", () => {
    assert.deepEqual(head("note: stop\n"), ["Error", "note: stop"]);
    assert.deepEqual(head("{ a: 1 }\n"), ["Error", "{ a: 1 }"]);
    assert.deepEqual(head("\n"), ["Error", "the kernel gave no reason"]);
  });

  it("errorFromText(text) of type errors names the first and counts the others", () => {
    const text = "1:5 - Cannot find name 'a'.\n2:1 - Cannot find name 'b'.\n";
    assert.deepEqual(head(text), ["TypeScriptError", "1:5 - Cannot find name 'a'. (and 1 more lines)"]);
    assert.deepEqual(errorFromText(text).traceback.length, 2);
  });

  it("errorFromText(text) keeps colours and leaves out frames of kernel and Node", () => {
    const text =
      "\u001b[31mError\u001b[0m: x\n    at f (a.ts:1:1)\n    at g (/p/node_modules/tslab/dist/executor.js:1:1)\n" +
      "\u001b[90m    at process.processTicksAndRejections (node:internal/process/task_queues:95:5)\u001b[39m\n";
    assert.deepEqual(head(text), ["Error", "x"]);
    assert.deepEqual(errorFromText(text).traceback, ["\u001b[31mError\u001b[0m: x", "    at f (a.ts:1:1)"]);
  });

  it("countErrorMessages(messages) takes all trailing type errors, else the last message", () => {
    assert.equal(countErrorMessages(["mine", "1:5 - a", "a.ts 2:1 - b"]), 2);
    assert.equal(countErrorMessages(["1:5 - a", "Error: x"]), 1);
    assert.equal(countErrorMessages([]), 0);
  });
});
