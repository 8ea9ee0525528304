import assert from "node:assert/strict";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import files from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Browser, BrowserContext } from "playwright-core";
import { type LabServer, startLab } from "../../src/lab/startLab";
import type { CodeCell, Notebook } from "../../src/notebook/nbformat";
import { openBrowser } from "../browser";
import { makeFolder, notebookOf } from "../notebook/testFolder";
import { enter, type LabPage, labPage, openLab } from "./labPage";

/** A code cell whose outputs came with the file. */
function codeCell(notebook: Notebook, index: number): CodeCell {
  return notebook.cells[index] as CodeCell;
}

describe("the notebook page in trouble", function () {
  this.timeout(90_000);
  let browser: Browser | undefined;
  let lab: LabServer;
  let context: BrowserContext;
  const { folder, remove } = makeFolder();
  const path = (name: string) => join(folder, "notebooks", name);
  const write = (name: string, notebook: Notebook) => writeFileSync(path(name), JSON.stringify(notebook));
  const textOf = (name: string) => {
    const { cells } = JSON.parse(readFileSync(path(name), "utf8")) as Notebook;
    return [cells[0]!.source].flat().join("");
  };
  const start = (port = 0) => startLab(path(""), { port, dataFolder: join(folder, "data") });
  const notice = (one: LabPage, text: RegExp) => one.page.locator(".hb-notice", { hasText: text });
  const answer = (one: LabPage, label: string) =>
    one.page.locator(".jp-Dialog").getByRole("button", { name: label }).click();

  before(async function () {
    browser = await openBrowser();
    if (browser === undefined) return this.skip();
    mkdirSync(path(""), { recursive: true });
    lab = await start();
    context = await enter(browser, lab);
  });
  after(async () => {
    await browser?.close();
    await lab?.close();
    remove();
  });

  it("two pages on one notebook never overwrite each other in silence: cancel, overwrite, revert", async () => {
    write("two.ipynb", notebookOf("1"));
    const one = await openLab(context, lab, "two.ipynb");
    const two = await openLab(context, lab, "two.ipynb");
    await one.type(0, "from one");
    await one.press("save");
    await one.saved("saved");
    await two.page.bringToFront();
    await two.type(0, "from two");
    await two.press("save");
    await answer(two, "Cancel");
    await two.saved("conflict");
    assert.equal(textOf("two.ipynb"), "from one");
    await two.press("save");
    await answer(two, "Overwrite");
    await two.saved("saved");
    assert.equal(textOf("two.ipynb"), "from two");

    await one.page.bringToFront();
    await one.type(0, "one again");
    await one.press("save");
    await answer(one, "Revert");
    await one.cell(0).locator(".cm-content", { hasText: "from two" }).waitFor();
    await one.saved("saved");
    assert.equal(textOf("two.ipynb"), "from two");
    await one.page.close();
    await two.page.close();
  });

  it("what was typed and not saved is kept when the page closes, and offered when it opens again", async () => {
    write("draft.ipynb", notebookOf("1"));
    const one = await openLab(context, lab, "draft.ipynb");
    await one.type(0, "typed and lost?");
    await one.saved("changed");
    const asked = one.page.waitForEvent("dialog");
    await one.page.waitForTimeout(1_500);
    await one.page.close({ runBeforeUnload: true });
    const dialog = await asked;
    assert.equal(dialog.type(), "beforeunload");
    await dialog.accept();

    const again = await openLab(context, lab, "draft.ipynb");
    const offer = notice(again, /not in the file, and were kept/);
    assert.equal(await again.cell(0).locator(".cm-content").textContent(), "1");
    await offer.getByRole("button", { name: "Use them" }).click();
    await again.cell(0).locator(".cm-content", { hasText: "typed and lost?" }).waitFor();
    await again.press("save");
    await again.saved("saved");
    assert.equal(textOf("draft.ipynb"), "typed and lost?");
    await again.page.reload();
    await again.cell(0).waitFor();
    await again.page.waitForTimeout(500);
    assert.equal(await offer.count(), 0);
    await again.page.close();
  });

  it("what is typed before the kernel has answered counts as changed, in a file without kernel metadata, too", async () => {
    write("early.ipynb", notebookOf("1"));
    const page = await context.newPage();
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    await page.route(/\/api\/sessions/, async (route) => {
      if (route.request().method() === "POST") await held;
      await route.continue();
    });
    await page.goto(`http://127.0.0.1:${lab.port}/lab/tree/early.ipynb`);
    const one = labPage(page);
    await one.type(0, "typed early");
    await one.saved("changed");
    letGo();
    await one.kernel("idle");
    await one.saved("changed");
    await page.close();
  });

  it("a kernel that ends starts again by itself, and the page says so", async () => {
    write("exit.ipynb", notebookOf("process.exit(3)", "40 + 2"));
    const one = await openLab(context, lab, "exit.ipynb");
    await one.kernel("idle");
    await one.cell(0).locator(".jp-InputPrompt").click();
    await one.page.keyboard.press("Control+Enter");
    await answer(one, "Ok");
    await one.kernel("idle");
    await one.run(1);
    assert.match(await one.said(1), /42/);
    await one.page.close();
  });

  it("outputs of foreign notebooks run nothing before they are trusted, and nothing in the page afterwards", async () => {
    const html =
      '<h4>before</h4><img src=x onerror="window.hacked = 1"><script>window.hacked = 2; document.querySelector("h4").textContent = "after";</script>';
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" onload="window.hacked = 3"><script>window.hacked = 4</script></svg>';
    const notebook = notebookOf(
      "1",
      "1",
      `# Title <img src=x onerror="window.hacked = 5"><script>window.hacked = 6</script>`,
    );
    codeCell(notebook, 0).outputs = [
      { output_type: "display_data", data: { "text/html": html }, metadata: {} },
    ];
    codeCell(notebook, 1).outputs = [
      { output_type: "display_data", data: { "image/svg+xml": svg }, metadata: {} },
    ];
    write("foreign.ipynb", notebook);
    const one = await openLab(context, lab, "foreign.ipynb");
    const hacked = () => one.page.evaluate("window.hacked");
    await one.output(0).locator("h4", { hasText: "before" }).waitFor();
    await one.page.locator(".jp-MarkdownOutput h1").waitFor();
    await one.page.waitForTimeout(500);
    assert.equal(await hacked(), undefined);
    assert.equal(await one.page.locator("iframe").count(), 0);

    await one.page.getByRole("button", { name: "Not trusted" }).click();
    await answer(one, "Trust");
    await one.saved("saved");
    const frame = one.page.frameLocator(".hb-frame iframe");
    await frame.locator("h4", { hasText: "after" }).waitFor();
    assert.equal(await one.page.locator(".hb-frame iframe").getAttribute("sandbox"), "allow-scripts");
    assert.equal(await one.page.locator(".hb-trust").isVisible(), false);
    await one.page.reload();
    await frame.locator("h4", { hasText: "after" }).waitFor();
    await one.page.waitForTimeout(300);
    assert.equal(await hacked(), undefined);
    await one.page.close();
  });

  it("a full disk is told, costs no typed word, and the page saves by hand when there is room again", async () => {
    write("full.ipynb", notebookOf("1"));
    const one = await openLab(context, lab, "full.ipynb");
    await one.kernel("idle");
    await one.type(0, "on a full disk");
    const { open } = files;
    files.open = async () => {
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    };
    try {
      await one.press("save");
      await one.page.locator(".jp-Dialog", { hasText: "The disk is full" }).waitFor();
      if (process.env.HUNTBOOK_SCREENSHOTS) {
        await one.page.screenshot({ path: join(process.env.HUNTBOOK_SCREENSHOTS, "full-disk.png") });
      }
      await one.page.keyboard.press("Escape");
      await one.saved("failed");
      assert.equal(textOf("full.ipynb"), "1");
      await one.page.close();
    } finally {
      files.open = open;
    }
    const again = await openLab(context, lab, "full.ipynb");
    await notice(again, /not in the file, and were kept/)
      .getByRole("button", { name: "Use them" })
      .click();
    await again.press("save");
    await again.saved("saved");
    assert.equal(textOf("full.ipynb"), "on a full disk");
    await again.page.close();
  });

  it("a server that goes and comes back costs no typed word", async () => {
    write("gone.ipynb", notebookOf("1"));
    const one = await openLab(context, lab, "gone.ipynb");
    await one.kernel("idle");
    const { port } = lab;
    await lab.close();
    await one.type(0, "while it was gone");
    await one.press("save");
    await notice(one, /does not answer/).waitFor();
    await one.saved("failed");
    assert.equal(await one.page.locator(".jp-Dialog").count(), 0);
    lab = await start(port);
    await notice(one, /^The server was started anew/).waitFor();
    const key = await context.newPage();
    await key.goto(lab.url("/lab"));
    await key.waitForURL(/\/lab$/);
    await key.close();
    await one.page.bringToFront();
    await notice(one, /^The server was started anew/).waitFor({ state: "hidden" });
    await one.saved("saved");
    assert.equal(textOf("gone.ipynb"), "while it was gone");
    await notice(one, /kernel is no longer there/)
      .getByRole("button")
      .click();
    await one.kernel("idle");
    await one.page.close();
  });
});
