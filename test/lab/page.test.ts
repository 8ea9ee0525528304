import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "mocha";
import type { Browser, BrowserContext } from "playwright-core";
import { type LabServer, startLab } from "../../src/lab/startLab";
import type { CodeCell, Notebook } from "../../src/notebook/nbformat";
import { openBrowser } from "../browser";
import { ROOT } from "../house/sources";
import { makeFolder, notebookOf } from "../notebook/testFolder";
import { enter, type LabPage, openLab } from "./labPage";

const FIGURE = `import * as hb from "huntbook";
await hb.show(hb.longTail(["a", "b", "c"], [9, 3, 1], { title: "First title", noun: "task", unit: "hosts", rareUpTo: 1 }));`;

describe("the notebook page", function () {
  this.timeout(60_000);
  let browser: Browser | undefined;
  let lab: LabServer;
  let context: BrowserContext;
  const { folder, remove } = makeFolder();
  const path = (name: string) => join(folder, "notebooks", name);
  const read = (name: string) => JSON.parse(readFileSync(path(name), "utf8")) as Notebook;
  const sourceOf = (name: string, cell: number) => [read(name).cells[cell]!.source].flat().join("");

  before(async function () {
    browser = await openBrowser();
    if (browser === undefined) return this.skip();
    mkdirSync(path("sub"), { recursive: true });
    copyFileSync(join(ROOT, "notebooks/01-first-hunt.ipynb"), path("01-first-hunt.ipynb"));
    const write = (name: string, ...cells: string[]) => {
      writeFileSync(path(name), JSON.stringify(notebookOf(...cells)));
    };
    write(
      "work.ipynb",
      "# A title",
      'const word = "needle";\nword.length',
      'console.log("on its way");\nwhile (true) {}',
    );
    write("figure.ipynb", FIGURE);
    write("keys.ipynb", "first", "last");
    const [short, endless] = ["for (let i = 0; i < 40; i++)", "for (;;)"];
    write("prints.ipynb", `${short} console.log("line", i)`, `${endless} console.log("x".repeat(99))`);
    lab = await startLab(path(""), { dataFolder: join(folder, "data") });
    context = await enter(browser, lab);
  });
  after(async () => {
    await browser?.close();
    await lab?.close();
    remove();
  });

  const leave = async ({ page, complaints }: LabPage) => {
    // JupyterLab's own words for a kernel that starts anew.
    assert.deepEqual(
      complaints.filter((text) => !/^Connection lost, reconnecting/.test(text)),
      [],
    );
    await page.close({ runBeforeUnload: false });
  };

  it("the list opens notebook 01, which runs a cell and shows what it prints", async () => {
    const one = await openLab(context, lab);
    await one.page.getByRole("link", { name: "01-first-hunt.ipynb" }).click();
    await one.page.waitForURL(/\/lab\/tree\/01-first-hunt\.ipynb$/);
    await one.kernel("idle");
    const toy = read("01-first-hunt.ipynb").cells.findIndex((cell) =>
      [cell.source].flat().join("").includes("toy"),
    );
    await one.run(toy);
    assert.match(await one.said(toy), /program given task: /);
    await one.saved("changed");
    await leave(one);
  });

  it("a cell is edited and run: the value is shown, Tab completes, Shift-Tab explains, find marks hits", async () => {
    const one = await openLab(context, lab, "work.ipynb");
    const { page } = one;
    await one.kernel("idle");
    await one.run(1);
    assert.equal(await one.said(1), "6");

    await one.type(1, 'const word = "needle";\nword.toUpperC');
    await page.keyboard.press("Tab");
    await page
      .locator(".jp-Completer:not(.lm-mod-hidden)", { hasText: "toUpperCase" })
      .or(page.locator(".cm-content", { hasText: "toUpperCase" }))
      .first()
      .waitFor();
    if (await page.locator(".jp-Completer:not(.lm-mod-hidden)").isVisible())
      await page.keyboard.press("Enter");
    await page.locator(".cm-content", { hasText: "word.toUpperCase" }).waitFor();
    await page.keyboard.type("()");
    await page.keyboard.press("Escape");
    await one.run(1);
    assert.match(await one.said(1), /NEEDLE/);

    await one.type(1, "parseInt");
    await page.keyboard.press("Escape");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Shift+Tab");
    await page.locator(".jp-Tooltip", { hasText: "radix" }).waitFor();
    await page.keyboard.press("Escape");

    await one.type(1, 'const word = "needle in a needle stack"');
    await page.keyboard.press("Control+f");
    await page.keyboard.type("needle");
    await page.locator(".jp-DocumentSearch-index-counter", { hasText: "2" }).waitFor();
    await page.keyboard.press("Escape");
    await page.locator(".hb-find").waitFor({ state: "hidden" });

    await page.keyboard.press("Control+s");
    await one.saved("saved");
    assert.equal(sourceOf("work.ipynb", 1), 'const word = "needle in a needle stack"');
    await leave(one);
  });

  it("what loops print is shown and saved line by line, and a loop that prints for ever is cut and can be stopped", async function () {
    this.timeout(150_000);
    const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`).join("\n");
    const one = await openLab(context, lab, "prints.ipynb");
    await one.kernel("idle");
    await one.run(0);
    assert.equal(await one.said(0), lines);
    await one.press("save");
    await one.saved("saved");
    const [saved] = (read("prints.ipynb").cells[0] as CodeCell).outputs as unknown as { text: string[] }[];
    assert.equal(saved!.text.join(""), `${lines}\n`);

    await one.cell(1).locator(".jp-InputPrompt").click();
    await one.page.keyboard.press("Control+Enter");
    await one
      .output(1)
      .filter({ hasText: "a page shows 500,000 characters of a cell" })
      .waitFor({ timeout: 60_000 });
    await one.press("interrupt");
    await one.output(1).filter({ hasText: "KeyboardInterrupt" }).waitFor();
    await one.kernel("idle");
    await leave(one);
  });

  it("interrupt stops an endless loop, and a restart empties the kernel", async () => {
    const one = await openLab(context, lab, "work.ipynb");
    const { page } = one;
    await one.kernel("idle");
    await one.type(1, "var kept = 41");
    await one.run(1);
    await one.cell(2).locator(".jp-InputPrompt").click();
    await page.keyboard.press("Control+Enter");
    await one.output(2).filter({ hasText: "on its way" }).waitFor();
    await one.kernel("busy");
    await one.cell(2).locator(".jp-InputPrompt").click();
    await page.keyboard.press("i");
    await page.keyboard.press("i");
    await one.output(2).filter({ hasText: "Interrupt" }).waitFor();
    await one.kernel("idle");
    await one.type(1, "kept + 1");
    await one.run(1);
    assert.match(await one.said(1), /42/);

    await page.keyboard.press("0");
    await page.keyboard.press("0");
    await page.locator(".jp-Dialog .jp-mod-warn, .jp-Dialog .jp-mod-accept").last().click();
    await one.type(1, "typeof kept");
    await one.kernel("idle");
    await one.run(1);
    assert.match(await one.said(1), /undefined|error/);
    await page.keyboard.press("Control+s");
    await one.saved("saved");
    await leave(one);
  });

  it("a changed line gives a new figure, in light and dark", async () => {
    const one = await openLab(context, lab, "figure.ipynb");
    await one.kernel("idle");
    await one.run(0);
    await one.output(0).locator(".gtitle", { hasText: "First title" }).waitFor();
    await one.type(0, FIGURE.replace("First", "Second"));
    await one.run(0);
    await one.output(0).locator(".gtitle", { hasText: "Second title" }).waitFor();
    const look = (selector: string, property: string) =>
      one.page.evaluate(`getComputedStyle(document.querySelector("${selector}")).${property}`);
    const ink = () => look(".gtitle", "fill");
    const paper = () => look("body", "backgroundColor");
    const light = [await ink(), await paper()];
    await one.page.emulateMedia({ colorScheme: "dark" });
    await one.page.waitForSelector(':root[data-theme="dark"]');
    await one.page.waitForTimeout(300);
    const dark = [await ink(), await paper()];
    assert.notDeepEqual(dark, light);
    assert.equal(dark[1], "rgb(20, 23, 26)");
    assert.equal(dark[0], "rgb(217, 221, 226)");
    await one.press("save");
    await one.saved("saved");
    assert.match(readFileSync(path("figure.ipynb"), "utf8"), /"application\/vnd\.plotly\.v1\+json"/);
    await leave(one);
  });

  it("keys work as in Jupyter: cells are added, deleted, cut, pasted, changed in kind; H shows the sheet", async () => {
    const one = await openLab(context, lab, "keys.ipynb");
    const { page } = one;
    const kinds = () =>
      page
        .locator(".jp-Notebook .jp-Cell")
        .evaluateAll((cells) =>
          cells.map((cell) => (cell.classList.contains("jp-MarkdownCell") ? "m" : "c")).join(""),
        );
    const press = async (...keys: string[]) => {
      for (const key of keys) await page.keyboard.press(key);
    };
    await one.cell(0).locator(".jp-InputPrompt").click();
    assert.equal(await kinds(), "cc");
    await press("b", "m");
    assert.equal(await kinds(), "cmc");
    await press("a", "j", "y");
    assert.equal(await kinds(), "cccc");
    // Undo takes back together what was done within half a second.
    await page.waitForTimeout(700);
    await press("d", "d");
    assert.equal(await kinds(), "ccc");
    await press("z");
    assert.equal(await kinds(), "cccc");
    await press("k", "k", "k", "x", "v", "c", "v");
    assert.equal(await kinds(), "ccccc");
    assert.equal(await page.locator(".jp-Notebook .cm-content", { hasText: "first" }).count(), 2);
    await press("Enter");
    await page.locator(".jp-Notebook.jp-mod-editMode").waitFor();
    await press("Escape", "h");
    await page.locator("dialog.hb-help", { hasText: "Interrupt the kernel" }).waitFor();
    await press("Escape");
    await page.locator("dialog.hb-help").waitFor({ state: "detached" });
    await leave(one);
  });

  it("the list makes, renames and deletes notebooks", async () => {
    const one = await openLab(context, lab);
    const { page } = one;
    await page.getByRole("button", { name: "New notebook" }).click();
    await page.waitForURL(/\/lab\/tree\/.+\.ipynb$/);
    await page.locator(".jp-Notebook .jp-Cell").first().waitFor();
    await page.locator(".hb-title").click();
    await page.locator(".jp-Dialog input").fill("renamed");
    await page.keyboard.press("Enter");
    await page.waitForURL(/\/renamed\.ipynb$/);
    assert.equal(read("renamed.ipynb").nbformat, 4);
    await page.goto(`http://127.0.0.1:${lab.port}/lab`);
    await page.getByRole("link", { name: "renamed.ipynb" }).hover();
    await page.getByRole("button", { name: "Delete renamed.ipynb" }).click();
    await page.locator(".jp-Dialog").getByRole("button", { name: "Delete" }).click();
    await page.getByRole("link", { name: "renamed.ipynb" }).waitFor({ state: "detached" });
    assert.equal(existsSync(path("renamed.ipynb")), false);
    await page.getByRole("button", { name: "sub", exact: true }).click();
    await page.getByRole("button", { name: "Up to the folder above" }).click();
    await page.getByRole("link", { name: "work.ipynb" }).waitFor();
    await leave(one);
  });
});
