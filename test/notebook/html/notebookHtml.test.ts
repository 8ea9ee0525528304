import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { notebookHtml } from "../../../src/notebook/html/notebookHtml";
import type { Cell, Notebook, Output } from "../../../src/notebook/nbformat";
import { openBrowser } from "../../browser";
import { makeFolder } from "../testFolder";

const EVIL = "<img src=x onerror=alert(1)>";
const SHOWN = "&lt;img src=x onerror=alert(1)&gt;";
const markdown = (source: string): Cell => ({ cell_type: "markdown", metadata: {}, source });
const code = (source: string, ...outputs: Output[]): Cell => ({
  ...{ cell_type: "code", source, outputs, execution_count: 1 },
  metadata: {
    execution: {
      "iopub.status.busy": "2026-01-01T00:00:00.000Z",
      "shell.execute_reply": "2026-01-01T00:00:02.250Z",
    },
  },
});
const display = (data: Record<string, unknown>): Output => ({
  output_type: "display_data",
  data,
  metadata: {},
});
const figure = (type: string) =>
  display({
    "application/vnd.plotly.v1+json": {
      data: [{ type, x: [1, 2, 3], y: [3, 1, 2] }],
      layout: { height: 300 },
      config: {},
    },
    "text/plain": `[figure] Three of ${EVIL}`,
  });

const NOTEBOOK: Notebook = {
  nbformat: 4,
  nbformat_minor: 4,
  metadata: {
    kernelspec: { name: "tslab", display_name: "TypeScript", language: "typescript" },
    huntbook: { run: { started: "2026-01-01T10:20:30.000Z", seconds: 12.34 } },
  },
  cells: [
    markdown(`# Which ${"`tasks`"} are odd?\n\n${EVIL}`),
    markdown(`## Data\n\n[a](javascript:alert(1))\n\n## Data\n\n### ${EVIL}`),
    code(`const a = "${EVIL}"`, display({ "text/html": `<table><tr><td>${SHOWN}</td></tr></table>${EVIL}` })),
    code("plot()", figure("bar"), figure("scatter")),
    code("print()", { output_type: "stream", name: "stdout", text: EVIL }),
    code("fail()", { output_type: "error", ename: "E", evalue: EVIL, traceback: ["E", EVIL] }),
    { cell_type: "raw", metadata: {}, source: EVIL },
  ],
};

describe("notebookHtml", () => {
  it("notebookHtml(notebook) has title, facts, contents with own ids, seconds, and the title once", () => {
    const html = notebookHtml(NOTEBOOK);
    assert.match(html, /<title>Which tasks are odd\?<\/title>/);
    assert.equal(html.match(/<h1/g)?.length, 1);
    const facts = [...html.matchAll(/<dt>([^<]+)<\/dt><dd>([^<]+)<\/dd>/g)].map((match) => match.slice(1));
    assert.deepEqual(facts, [
      ["Run", "2026-01-01 10:20 UTC"],
      ["Took", "12.3 s"],
      ["Kernel", "TypeScript (tslab)"],
      ["Code cells", "4"],
    ]);
    const links = [...html.matchAll(/<a href="#(s-[^"]+)"/g)].map((match) => match[1]);
    assert.deepEqual(links, ["s-data", "s-data.2", "s-img-src-x-onerror-alert-1"]);
    for (const id of links) assert.ok(html.includes(` id="${id}"`));
    assert.match(html, /<span class="took">2\.3 s<\/span>/);
  });

  it("notebookHtml(notebook) allows only its own scripts, by hash, and holds Plotly once", () => {
    const html = notebookHtml(NOTEBOOK);
    const [, policy] = /Content-Security-Policy" content="([^"]+)"/.exec(html) ?? [];
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map((match) => match[1]!);
    const hashes = scripts.map(
      (script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`,
    );
    assert.equal(scripts.length, 2);
    assert.equal(
      policy,
      `default-src 'none'; script-src ${hashes.join(" ")}; style-src 'unsafe-inline'; img-src data: blob:; base-uri 'none'; form-action 'none'`,
    );
    assert.equal(html.match(/plotly\.js v\d/g)?.length, 1);
    assert.doesNotMatch(scripts.join(""), /<!--|<script/i);
  });

  it("notebookHtml(notebook) leaves Plotly out without figures, and lets it compile only for traces that need it", () => {
    const small = notebookHtml({ ...NOTEBOOK, cells: NOTEBOOK.cells.slice(0, 3) });
    assert.ok(small.length < 50_000);
    const compiled = notebookHtml({ ...NOTEBOOK, cells: [code("plot()", figure("scattergl"))] });
    assert.match(compiled.slice(0, 1000), /script-src [^;]* 'unsafe-eval';/);
  });

  it("notebookHtml(notebook, options) of an empty notebook is a page with the given title", () => {
    const empty: Notebook = { nbformat: 4, nbformat_minor: 4, metadata: {}, cells: [] };
    assert.match(notebookHtml(empty, { fallbackTitle: "<a>" }), /<h1>&lt;a&gt;<\/h1>/);
    assert.throws(
      () => notebookHtml(empty, { title: "a" } as object),
      /^TypeError: notebookHtml: options must be/,
    );
  });
});

describe("notebookHtml in a browser", function () {
  this.timeout(60_000);
  const { folder, remove } = makeFolder();
  let browser: Browser | undefined;

  before(async function () {
    browser = await openBrowser();
    if (browser === undefined) this.skip();
  });
  after(async () => {
    await browser?.close();
    remove();
  });

  it("notebookHtml(notebook) draws its figures without a network and shows hostile names as text", async () => {
    const path = join(folder, "page.html");
    writeFileSync(path, notebookHtml(NOTEBOOK));
    const page = await browser!.newPage({ viewport: { width: 1200, height: 900 } });
    const seen = await watch(page);
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector("html[data-figures=ready]");
    assert.equal(await page.locator(".plot svg .bars path").count(), 3);
    assert.equal(await page.locator(".plot .scatterlayer path.js-line").count(), 1);
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(
      await page.getByText(EVIL, { exact: false }).count(),
      await page.getByText("onerror").count(),
    );
    assert.ok((await page.getByText(EVIL).count()) >= 7);
    await page.getByText("a", { exact: true }).first().click();
    assert.deepEqual(seen, { requests: [], dialogs: [], errors: [] });

    const svg = 'document.querySelector(".plot .main-svg").clientWidth';
    const before = await page.evaluate<number>(svg);
    await page.setViewportSize({ width: 600, height: 900 });
    await until(page, `${svg} < ${before}`);
    assert.ok((await page.evaluate<number>(svg)) <= 600);
    const overflow = await page.evaluate<number>("document.documentElement.scrollWidth - innerWidth");
    assert.ok(overflow <= 0, "the page itself does not scroll sideways");
    await page.close();
  });

  it("notebookHtml(notebook) draws figures in the reader's dark scheme and on light paper", async () => {
    const path = join(folder, "page.html");
    writeFileSync(path, notebookHtml(NOTEBOOK));
    const page = await browser!.newPage({ colorScheme: "dark" });
    await page.goto(pathToFileURL(path).href);
    await page.waitForSelector("html[data-figures=ready]");
    const ink = 'getComputedStyle(document.querySelector(".plot .xtick text")).fill';
    assert.equal(await page.evaluate(ink), "rgb(217, 221, 226)");
    await page.emulateMedia({ media: "print" });
    await until(page, `${ink} === "rgb(31, 36, 43)"`);
    await page.close();
  });
});

/** Refuses and notes every request but the page itself, and notes dialogs and errors. */
async function watch(page: Page): Promise<{ requests: string[]; dialogs: string[]; errors: string[] }> {
  const seen = { requests: [] as string[], dialogs: [] as string[], errors: [] as string[] };
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    return dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.errors.push(error.message));
  await page.route("**/*", (route) => {
    const url = route.request().url();
    if (url.startsWith("file:") && url.endsWith("/page.html")) return route.continue();
    seen.requests.push(url);
    return route.abort();
  });
  return seen;
}

/** Waits for an expression to be true; asked from outside, since the page's own policy forbids evaluating text. */
async function until(page: Page, expression: string): Promise<void> {
  while (!(await page.evaluate<boolean>(expression))) await page.waitForTimeout(50);
}
