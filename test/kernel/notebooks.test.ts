import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { after, describe, it } from "mocha";
import { executeNotebook } from "../../src/notebook/executeNotebook";
import type { CodeCell, Notebook } from "../../src/notebook/nbformat";
import { readNotebook } from "../../src/notebook/notebookFile";
import { ROOT } from "../house/sources";
import { makeFolder, notebookOf } from "../notebook/testFolder";

const SHIPPED = join(ROOT, "notebooks");

/** What a cell shows, whatever the kernel calls it: printed text and texts of displays; times and ids taken out. */
function shownBy(notebook: Notebook): string[] {
  return notebook.cells
    .filter((cell): cell is CodeCell => cell.cell_type === "code")
    .map(({ outputs }) =>
      outputs
        .map((output) => {
          if (output.output_type === "stream") return output.text;
          return "data" in output ? `${String(output.data["text/plain"] ?? "")}\n` : `${output.ename}\n`;
        })
        .join("")
        .replace(/\d+(\.\d+)? m?s\b/g, "TIME"),
    );
}

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
    const [ours, theirs] = await Promise.all(
      ["huntbook", "tslab"].map((kernel) => executeNotebook(notebook, { kernel, folder })),
    );
    assert.equal(ours!.failure, undefined);
    assert.deepEqual(shownBy(ours!.notebook), shownBy(theirs!.notebook));
  });

  it("executeNotebook reports a kernel of ours that dies with its exit code", async () => {
    const { failure } = await executeNotebook(notebookOf("process.exit(3)"), { kernel: "huntbook", folder });
    assert.deepEqual([failure?.name, failure?.message], ["KernelDied", "the kernel died (exit code 3)"]);
  });

  const names = existsSync(SHIPPED) ? readdirSync(SHIPPED).filter((name) => name.endsWith(".ipynb")) : [];
  for (const name of names) {
    it(`${name} runs to its end and shows the same in both kernels`, async () => {
      const notebook = await readNotebook(join(SHIPPED, name));
      const shown: string[][] = [];
      for (const kernel of ["huntbook", "tslab"]) {
        const { notebook: executed, failure } = await executeNotebook(notebook, { kernel, folder: SHIPPED });
        assert.equal(failure, undefined, `${kernel}: ${failure?.message}`);
        shown.push(shownBy(executed));
      }
      assert.deepEqual(shown[0], shown[1]);
    }).timeout(300_000);
  }
});
