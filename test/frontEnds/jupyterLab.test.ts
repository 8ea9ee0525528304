import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "mocha";
import { jupyterCommands } from "./jupyter";
import { notebookPage } from "./notebookPage";

for (const command of jupyterCommands("jupyter-lab")) {
  describe(`${command} in a browser`, function () {
    this.timeout(180_000);
    const open = notebookPage({
      ...{ command, app: "ServerApp", path: "lab/tree/try.ipynb" },
      cells: ["const answer: number = 41 + 1;\nanswer", "for (;;);", "answer.toFi"],
      picture: "jupyterlab.png",
      async ready(page) {
        await page.locator(".jp-Notebook .jp-CodeCell").first().waitFor();
        // Before this, JupyterLab drops what it is told to run.
        await page.getByText("TypeScript (huntbook) | Idle").waitFor();
      },
    });
    const cell = (i: number) => open().page.locator(".jp-CodeCell").nth(i);

    it("runs a cell and shows its value", async () => {
      const { page } = open();
      await cell(0).locator(".cm-content").click();
      await page.keyboard.press("Shift+Enter");
      await cell(0).locator(".jp-OutputArea-output").waitFor();
      assert.equal((await cell(0).locator(".jp-OutputArea-output").textContent())?.trim(), "42");
    });

    it("completes a member by its type", async () => {
      const { page } = open();
      await cell(2).locator(".cm-content").click();
      await page.keyboard.press("End");
      await page.keyboard.press("Tab");
      await page.locator(".jp-Completer", { hasText: "toFixed" }).waitFor();
      await page.keyboard.press("Enter");
      assert.equal(await cell(2).locator(".cm-content").textContent(), "answer.toFixed");
    });

    it("interrupts an endless loop", async () => {
      const { page } = open();
      await page.keyboard.press("Escape");
      await cell(1).locator(".cm-content").click();
      await page.keyboard.press("Control+Enter");
      await page.locator(".jp-Notebook-ExecutionIndicator[data-status=busy]").waitFor();
      await page.keyboard.press("Escape");
      await page.keyboard.press("i");
      await page.keyboard.press("i");
      await cell(1).locator(".jp-OutputArea-output").waitFor();
      assert.match((await cell(1).locator(".jp-OutputArea-output").textContent()) ?? "", /KeyboardInterrupt/);
    });

    it("saves what was run", async () => {
      const { page, place } = open();
      await page.keyboard.press("Control+s");
      const saved = () => readFileSync(join(place.folder, "try.ipynb"), "utf8");
      while (!saved().includes("KeyboardInterrupt")) await page.waitForTimeout(100);
      assert.match(saved(), /"text\/plain": \[\s*"42"/);
    });
  });
}
