import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { after, before, describe, it } from "mocha";
import type { Browser, Page } from "playwright-core";
import { figure } from "../../src/plot/figure";
import { longTail } from "../../src/plot/longTail";
import { figureFragment, figurePage } from "../../src/plot/page";
import { rarityScore } from "../../src/plot/rarityScore";
import { openBrowser } from "../browser";
import { HOSTILE } from "./hostile";

const ROOT = join(__dirname, "../..");

describe("figureFragment", () => {
  it("figureFragment(parts) brings Plotly along once a process", () => {
    const script = `const { figure } = require("./src/plot/figure");
      const html = () => figure([], {}, "")[Symbol.for("Jupyter.display")]()["text/html"].length;
      console.log(JSON.stringify([html(), html()]));`;
    const output = execFileSync(process.execPath, ["--require", "tsx/cjs", "-e", script], { cwd: ROOT });
    const [first, second] = JSON.parse(output.toString());
    assert.ok(first > 1_000_000 && second < 10_000, `${first} and ${second} characters`);
  });
  it("figureFragment(parts) of hostile data ends no script early", () => {
    const text = "</script><script>alert(1)</script><!--\u2028\u2029";
    figureFragment(figure([], {}, ""));
    const html = figureFragment(figure([{ name: text }], { title: { text } }, text));
    assert.equal(html.match(/<\/script/g)!.length, 1);
    assert.equal(html.match(/<script/g)!.length, 1);
    assert.doesNotMatch(html, /<!--/);
    assert.doesNotMatch(html.slice(html.indexOf("<script>")), /[\u2028\u2029]/);
  });
  it("figureFragment(parts) of one figure is the same text each time", () => {
    const parts = figure([{ y: [1] }], {}, "x");
    figureFragment(parts);
    assert.equal(figureFragment(parts), figureFragment(parts));
  });
});

describe("figurePage in a browser", () => {
  let browser: Browser | undefined;
  let folder: string;
  const requests: string[] = [];
  const dialogs: string[] = [];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "huntbook-"));
    browser = await openBrowser();
  });
  after(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function open(html: string, colorScheme: "light" | "dark" = "light"): Promise<Page> {
    const path = join(folder, "page.html");
    writeFileSync(path, html);
    const page = await browser!.newPage({ viewport: { width: 500, height: 700 }, colorScheme });
    page.on("request", (request) => requests.push(request.url()));
    page.on("dialog", (dialog) => {
      dialogs.push(dialog.message());
      void dialog.dismiss();
    });
    page.on("pageerror", (error) => dialogs.push(error.message));
    await page.goto(pathToFileURL(path).href);
    return page;
  }

  it("figurePage(figure) draws svg without a single request to a network", async function () {
    if (browser === undefined) return this.skip();
    const page = await open(longTail(["a", "b"], [2, 1]).toHtml());
    await page.waitForSelector("svg.main-svg .bars path");
    assert.equal(await page.locator(".bars .point").count(), 2);
    assert.deepEqual(
      requests.filter((url) => !/^(file|data|blob):/.test(url)),
      [],
    );
    await page.close();
  });

  it("figurePage(figure) shows hostile names literally in labels and hover boxes", async function () {
    if (browser === undefined) return this.skip();
    const rows = HOSTILE.map((_, i) => i);
    const page = await open(
      rarityScore(
        rows.map(() => 1),
        rows,
        { labels: HOSTILE, highlight: rows, title: HOSTILE[0] },
      ).toHtml(),
    );
    await page.waitForSelector(".annotation-text");
    const labels = await page.locator(".annotation-text").allTextContents();
    const ends = HOSTILE.map((text) => (text.length <= 34 ? text : `…${text.slice(-33)}`));
    assert.deepEqual(labels.sort(), ends.sort());
    assert.equal(await page.locator(".gtitle").textContent(), HOSTILE[0]);
    await page.locator(".scatterlayer .point").first().hover({ force: true });
    await page.waitForSelector(".hovertext");
    const hover = (await page.locator(".hovertext").allTextContents()).join("");
    assert.ok(
      HOSTILE.some((text) => hover.includes(text)),
      hover,
    );
    assert.equal(await page.locator("figure img, figure a[href^=javascript], svg a").count(), 0);
    assert.deepEqual(dialogs, []);
    await page.close();
  });

  it("figurePage(figure) takes the text colour of a dark page", async function () {
    if (browser === undefined) return this.skip();
    const page = await open(longTail(["a"], [1]).toHtml(), "dark");
    await page.waitForSelector(".gtitle");
    const fill = await page.evaluate("getComputedStyle(document.querySelector('.gtitle')).fill");
    assert.equal(fill, "rgb(228, 232, 236)");
    await page.close();
  });

  it("figureFragment(parts) on a page without Plotly says what to do, and draws once it comes", async function () {
    if (browser === undefined) return this.skip();
    const parts = figure([{ type: "bar", y: [1] }], {}, "later");
    figureFragment(parts);
    const page = await open(`<!doctype html><body>${figureFragment(parts)}</body>`);
    assert.match(
      (await page.locator("[data-huntbook]").textContent())!,
      /run the notebook again from the top/,
    );
    const library = figurePage(parts).match(/<script>([\s\S]*?)<\/script>/)![1]!;
    await page.evaluate(library);
    await page.waitForSelector("svg.main-svg");
    assert.doesNotMatch((await page.locator("[data-huntbook]").textContent())!, /again from the top/);
    await page.close();
  });
});
