import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { describe, it } from "mocha";
import { jupyterCommands } from "./jupyter";
import { notebookPage } from "./notebookPage";

const isClassic = (command: string) =>
  /^[1-6]\./.test(execFileSync(command, ["--version"], { encoding: "utf8" }));

for (const command of jupyterCommands("jupyter-notebook").filter(isClassic)) {
  describe(`${command} (the classic notebook) in a browser`, function () {
    this.timeout(180_000);
    const open = notebookPage({
      ...{ command, app: "NotebookApp", path: "notebooks/try.ipynb" },
      cells: ["const answer: number = 41 + 1;\nanswer", "for (;;);"],
      picture: "classic.png",
      ready: (page) => page.locator(".kernel_idle_icon").waitFor(),
    });
    const cell = (i: number) => open().page.locator(".code_cell").nth(i);

    it("runs a cell and shows its value", async () => {
      const { page } = open();
      await cell(0).locator(".CodeMirror").click();
      await page.keyboard.press("Control+Enter");
      await cell(0).locator(".output_text").waitFor();
      assert.equal((await cell(0).locator(".output_text").textContent())?.trim(), "42");
    });

    it("interrupts an endless loop", async () => {
      const { page } = open();
      await cell(1).locator(".CodeMirror").click();
      await page.keyboard.press("Control+Enter");
      await page.locator(".kernel_busy_icon").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("i");
      await page.keyboard.press("i");
      await cell(1).locator(".output_error").waitFor();
      assert.match((await cell(1).locator(".output_error").textContent()) ?? "", /KeyboardInterrupt/);
    });
  });
}
