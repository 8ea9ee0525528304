import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import type { LabServer } from "../../src/lab/startLab";

/** What a test does on a page of the lab. */
export interface LabPage {
  readonly page: Page;
  /** What the browser's console said that somebody should look into. */
  readonly complaints: string[];
  cell(index: number): Locator;
  /** The text of a cell's outputs. */
  output(index: number): Locator;
  /** What a cell's outputs say. */
  said(index: number): Promise<string>;
  /** Puts a text into a cell in place of what is there, and stays inside. */
  type(index: number, text: string): Promise<void>;
  /** Runs a cell and waits until the kernel is ready again. */
  run(index: number): Promise<void>;
  /** Presses a button of the toolbar, by its command. */
  press(command: string): Promise<void>;
  /** Waits for what the head says of the kernel: "idle", "busy", "none" … */
  kernel(status: string): Promise<void>;
  /** Waits for what the head says of the file: "saved", "changed", "failed", "conflict". */
  saved(state: string): Promise<void>;
}

/** A browser's profile that has been let in. */
export async function enter(browser: Browser, lab: LabServer, options: object = {}): Promise<BrowserContext> {
  const context = await browser.newContext({ viewport: { width: 1366, height: 800 }, ...options });
  const page = await context.newPage();
  await page.goto(lab.url("/lab"));
  await page.waitForURL(/\/lab$/);
  await page.close();
  return context;
}

/** Opens a notebook of the lab; without a path its list. */
export async function openLab(context: BrowserContext, lab: LabServer, path?: string): Promise<LabPage> {
  const page = await context.newPage();
  page.setDefaultTimeout(20_000);
  const complaints: string[] = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  await page.goto(`http://127.0.0.1:${lab.port}/lab${path === undefined ? "" : `/tree/${path}`}`);
  return labPage(page, complaints);
}

/** The same helpers for a page that is open already. */
export function labPage(page: Page, complaints: string[] = []): LabPage {
  const cell = (index: number) => page.locator(".jp-Notebook .jp-Cell").nth(index);
  const kernel = (status: string) => page.locator(`.hb-kernel[data-status="${status}"]`).waitFor();
  return {
    page,
    complaints,
    cell,
    output: (index) => cell(index).locator(".jp-OutputArea-output"),
    said: async (index) =>
      (await cell(index).locator(".jp-OutputArea-output").allTextContents()).join("").trim(),
    async type(index, text) {
      await cell(index).locator(".cm-content").click();
      await page.keyboard.press("Control+A");
      await page.keyboard.press("Delete");
      await page.keyboard.insertText(text);
    },
    async run(index) {
      await cell(index).locator(".jp-InputPrompt").click();
      await page.keyboard.press("Control+Enter");
      await cell(index).locator('.jp-InputPrompt:text-matches("\\\\[\\\\d+\\\\]")').waitFor();
      await kernel("idle");
    },
    press: (command) => page.locator(`[data-command="${command}"]`).click(),
    kernel,
    saved: (state) => page.locator(`.hb-saved[data-state="${state}"]`).waitFor(),
  };
}
