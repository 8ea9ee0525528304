import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { executeNotebook } from "../../src/notebook/executeNotebook";
import type { CodeCell, Notebook, Output } from "../../src/notebook/nbformat";
import { makeFolder, notebookOf } from "./testFolder";

const outputsOf = (notebook: Notebook, cell: number): Output[] => (notebook.cells[cell] as CodeCell).outputs;

describe("executeNotebook", () => {
  const { folder, remove } = makeFolder();
  after(remove);
  // The kernel that prints its errors and its last values; ours has its own tests.
  const kernel = "tslab";

  it("executeNotebook(notebook) collects merged text, results, displays and updates of earlier displays", async () => {
    const notebook = notebookOf(
      "# Title",
      'console.log("a"); console.log("b"); console.error("c"); console.log("d");',
      "const x: number = 20; x + 1",
      'import { display, newDisplay } from "tslab"; const shown = newDisplay(); shown.text("before");',
      'display.html("<b>&lt;x&gt;</b>"); display.raw("application/vnd.plotly.v1+json", { data: [1] } as any);',
      'shown.text("after");',
      "process.cwd()",
    );
    const {
      notebook: executed,
      cells,
      failure,
      seconds,
    } = await executeNotebook(notebook, { kernel, folder });
    assert.equal(failure, undefined);
    assert.equal(cells, 6);
    assert.ok(seconds > 0);
    assert.deepEqual(outputsOf(executed, 1), [
      { output_type: "stream", name: "stdout", text: "a\nb\n" },
      { output_type: "stream", name: "stderr", text: "c\n" },
      { output_type: "stream", name: "stdout", text: "d\n" },
    ]);
    assert.deepEqual(outputsOf(executed, 2), [{ output_type: "stream", name: "stdout", text: "21\n" }]);
    const [display] = outputsOf(executed, 3);
    assert.ok(display?.output_type === "display_data");
    assert.deepEqual(display.data, { "text/plain": "after" });
    const bundles = outputsOf(executed, 4).map(
      (output) => output.output_type === "display_data" && output.data,
    );
    assert.deepEqual(bundles, [
      { "text/html": "<b>&lt;x&gt;</b>" },
      { "application/vnd.plotly.v1+json": { data: [1] } },
    ]);
    assert.match(JSON.stringify(outputsOf(executed, 6)), new RegExp(folder.split("/").at(-1)!));
    assert.deepEqual(
      executed.cells.map((cell) => cell.cell_type === "code" && cell.execution_count),
      [false, 1, 2, 3, 4, 5, 6],
    );
    assert.deepEqual(executed.metadata.kernelspec, {
      name: "tslab",
      display_name: "TypeScript",
      language: "typescript",
    });
    assert.equal((executed.metadata.language_info as { name: string }).name, "typescript");
    assert.ok("shell.execute_reply" in (executed.cells[1]!.metadata.execution as object));
    assert.deepEqual(outputsOf(notebook, 1), [], "the input is not changed");
  });

  it("executeNotebook(notebook) stops at the first error and says cell, code, name and message", async () => {
    const notebook = notebookOf(
      "# One",
      'console.error("mine");\nfunction f(): never { throw new RangeError("too <big>"); }\nf();',
      'console.log("never");',
    );
    const { notebook: executed, cells, failure } = await executeNotebook(notebook, { kernel, folder });
    assert.equal(cells, 1);
    assert.equal(failure?.cell, 2);
    assert.equal(failure.name, "RangeError");
    assert.equal(failure.message, "too <big>");
    assert.match(failure.code, /^console\.error/);
    const [printed, error] = outputsOf(executed, 1);
    assert.deepEqual(printed, { output_type: "stream", name: "stderr", text: "mine\n" });
    assert.ok(error?.output_type === "error");
    assert.match(error.traceback.join("\n"), /\^\n\nRangeError: too <big>\n {4}at f/);
    assert.doesNotMatch(error.traceback.join("\n"), /tslab\/dist/);
    assert.deepEqual(outputsOf(executed, 2), []);
  });

  it("executeNotebook(…, { allowErrors }) runs every cell and reports the first failure", async () => {
    const notebook = notebookOf(
      "let s: string = 1;\nlet t: string = 2;",
      'throw "text";',
      'console.log("on");',
    );
    const {
      notebook: executed,
      cells,
      failure,
    } = await executeNotebook(notebook, { kernel, folder, allowErrors: true });
    assert.equal(cells, 3);
    assert.equal(failure?.name, "TypeScriptError");
    assert.match(failure.message, /^1:5 - Type 'number' is not assignable to type 'string'/);
    assert.equal(failure.traceback.length, 2);
    const [thrown] = outputsOf(executed, 1);
    assert.ok(thrown?.output_type === "error");
    assert.deepEqual([thrown.ename, thrown.evalue], ["Error", "text"]);
    assert.deepEqual(outputsOf(executed, 2), [{ output_type: "stream", name: "stdout", text: "on\n" }]);
  });

  it("executeNotebook(notebook) reports a kernel that dies, with the end of its log", async () => {
    const notebook = notebookOf(
      'require("fs").writeSync(2, "last words\\n"); process.exit(3);',
      'console.log("never");',
    );
    const { failure, cells } = await executeNotebook(notebook, { kernel, folder, allowErrors: true });
    assert.equal(cells, 1);
    assert.equal(failure?.name, "KernelDied");
    assert.equal(failure.message, "the kernel died (exit code 3)");
    assert.match(failure.traceback.join("\n"), /last words/);
  });

  it("executeNotebook(…, { timeoutSeconds }) ends an endless loop and its process", async () => {
    const notebook = notebookOf("console.log(process.pid)", "while (true) {}");
    const { notebook: executed, failure } = await executeNotebook(notebook, {
      kernel,
      folder,
      timeoutSeconds: 1,
    });
    assert.equal(failure?.cell, 2);
    assert.equal(failure.name, "TimeoutError");
    assert.equal(failure.message, "the cell ran longer than 1 s and was stopped");
    const [printed] = outputsOf(executed, 0);
    const pid = Number(printed?.output_type === "stream" && printed.text);
    assert.ok(pid > 1);
    assert.throws(() => process.kill(pid, 0), /ESRCH/);
  });

  it("executeNotebook(…, { outputLimit }) cuts a cell's output, keeps its error and leaves other cells alone", async () => {
    const notebook = notebookOf(
      'for (let i = 0; i < 50; i++) console.log("x".repeat(1000)); throw new Error("late");',
      'console.log("on");',
    );
    const options = { kernel, folder, outputLimit: 10_000, allowErrors: true };
    const { notebook: executed, failure } = await executeNotebook(notebook, options);
    assert.equal(failure?.message, "late");
    const [text, note, error] = outputsOf(executed, 0);
    assert.ok(text?.output_type === "stream" && text.text.length < 10_000);
    assert.ok(note?.output_type === "stream");
    assert.equal(note.text, "\n[huntbook] This cell's output was cut: more than 0.01 MB.\n");
    assert.equal(error?.output_type, "error");
    assert.equal(outputsOf(executed, 1).length, 1);
  });

  it("executeNotebook(…, options) refuses options and kernels that it does not know", async () => {
    const notebook = notebookOf();
    await assert.rejects(executeNotebook(notebook, { timeout: 1 } as object), {
      name: "TypeError",
      message: /^executeNotebook: options must be among .*, got "timeout"/,
    });
    await assert.rejects(executeNotebook(notebook, { kernel: "tslap" }), {
      message: 'kernelSpec: kernel must be huntbook or tslab or deno, got "tslap"; did you mean "tslab"?',
    });
    assert.ok(existsSync(folder));
  });
});
