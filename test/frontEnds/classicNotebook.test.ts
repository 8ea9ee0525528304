import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser";
import { jupyterCommands, type Server, startServer, type Workplace, workplace } from "./jupyter";

const isClassic = (command: string) =>
  /^[1-6]\./.test(execFileSync(command, ["--version"], { encoding: "utf8" }));

for (const command of jupyterCommands("jupyter-notebook").filter(isClassic)) {
  describe(`${command} (the classic notebook) in a browser`, function () {
    this.timeout(180_000);
    let place: Workplace | undefined;
    let server: Server | undefined;
    let browser: Browser | undefined;
    let page: Page;
    before(async function () {
      browser = await openBrowser();
      if (browser === undefined) this.skip();
      place = await workplace("const answer: number = 41 + 1;\nanswer", "for (;;);");
      server = await startServer(command, "NotebookApp", place);
      page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
      await page.goto(server.page("notebooks/try.ipynb"));
      await page.locator(".kernel_idle_icon").waitFor();
    });
    after(async () => {
      if (process.env.HUNTBOOK_SCREENSHOTS) {
        await page?.screenshot({ path: join(process.env.HUNTBOOK_SCREENSHOTS, "classic.png") });
      }
      await browser?.close();
      await server?.stop();
      place?.remove();
    });
    const cell = (i: number) => page.locator(".code_cell").nth(i);

    it("runs a cell and shows its value", async () => {
      await cell(0).locator(".CodeMirror").click();
      await page.keyboard.press("Control+Enter");
      await cell(0).locator(".output_text").waitFor();
      assert.equal((await cell(0).locator(".output_text").textContent())?.trim(), "42");
    });

    it("interrupts an endless loop", async () => {
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
