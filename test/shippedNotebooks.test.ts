import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Browser } from "playwright-core";
import { ensureFleet } from "../src/fleet/ensureFleet";
import { notebookHtml } from "../src/notebook/html/notebookHtml";
import type { Notebook } from "../src/notebook/nbformat";
import { readNotebook } from "../src/notebook/notebookFile";
import { openBrowser } from "./browser";
import { ROOT } from "./house/sources";
import { makeFolder } from "./notebook/testFolder";
import { runInBothKernels } from "./support/bothKernels";
import { openOfflinePage } from "./support/offlinePage";

const SHIPPED = join(ROOT, "notebooks");

describe("shipped notebooks", function () {
  this.timeout(300_000);
  const { folder, remove } = makeFolder();
  let browser: Browser | undefined;
  before(async () => {
    // Made here, so that two kernels do not make it at the same time.
    await ensureFleet(join(ROOT, "data", "fleet"), { quiet: true });
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    remove();
  });

  for (const name of readdirSync(SHIPPED).filter((one) => one.endsWith(".ipynb"))) {
    let executed: Notebook | undefined;

    it(`${name} runs to its end in our kernel and in stock tslab, and shows the same in both`, async () => {
      executed = await runInBothKernels(await readNotebook(join(SHIPPED, name)), join(folder, name));
      const errors = outputsOf(executed).filter(
        (output) => output.output_type === "error" || (output as { name?: string }).name === "stderr",
      );
      assert.deepEqual(errors, []);
    });

    it(`${name} gives a page that draws its figures offline`, async function () {
      if (browser === undefined || executed === undefined) this.skip();
      const path = join(folder, `${name}.html`);
      writeFileSync(path, notebookHtml(executed, { fallbackTitle: name }));
      const figures = outputsOf(executed).filter(
        (output) => "data" in output && "application/vnd.plotly.v1+json" in output.data,
      );
      assert.ok(figures.length >= 1);
      const { page, seen } = await openOfflinePage(browser, path);
      assert.equal(await page.locator(".plot .svg-container").count(), figures.length);
      assert.deepEqual(seen, []);
      await page.close();
    });
  }
});

function outputsOf(notebook: Notebook) {
  return notebook.cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs : []));
}
