import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";

/**
 * Opens a notebook's finished page from its file and waits until its figures are drawn. `seen` is what a page must not
 * do: ask for anything but itself, open a dialog, or throw.
 */
export async function openOfflinePage(
  browser: Browser,
  path: string,
): Promise<{ page: Page; seen: string[] }> {
  const seen: string[] = [];
  const page = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  const own = pathToFileURL(path).href;
  page.on("dialog", (dialog) => {
    seen.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("pageerror", (error) => seen.push(`error ${error.message}`));
  await page.route("**/*", (route) => {
    if (route.request().url() === own) return route.continue();
    seen.push(`request ${route.request().url()}`);
    return route.abort();
  });
  await page.goto(own);
  await page.waitForSelector("html[data-figures=ready]");
  return { page, seen };
}
