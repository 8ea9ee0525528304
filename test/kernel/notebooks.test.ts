import assert from "node:assert/strict";
import { after, describe, it } from "mocha";
import { executeNotebook } from "../../src/notebook/executeNotebook";
import { makeFolder, notebookOf } from "../notebook/testFolder";
import { runInBothKernels } from "../support/bothKernels";

describe("notebooks in both kernels", () => {
  const { folder, remove } = makeFolder();
  after(remove);

  it("a notebook for tslab shows the same in both kernels", async () => {
    const notebook = notebookOf(
      'import { display, newDisplay } from "tslab"; const shown = newDisplay(); shown.text("before");',
      'const x: number = 20; console.log(x + 1); shown.text("after");',
      "[x, { a: 'text' }]",
      "class Point { constructor(public x: number) {} }\nfor (const p of [new Point(1)]) console.log(p);",
      "await new Promise((resolve) => setTimeout(resolve, 5)); x",
    );
    await runInBothKernels(notebook, folder);
  });

  it("executeNotebook reports a kernel of ours that dies with its exit code", async () => {
    const { failure } = await executeNotebook(notebookOf("process.exit(3)"), { kernel: "huntbook", folder });
    assert.deepEqual([failure?.name, failure?.message], ["KernelDied", "the kernel died (exit code 3)"]);
  });
});
