import { join } from "node:path";
import { after, before } from "mocha";
import type { Browser, Page } from "playwright-core";
import { openBrowser } from "../browser";
import { type Server, startServer, type Workplace, workplace } from "./jupyter";

/** Which page of which server. */
export interface NotebookPageOptions {
  readonly command: string;
  readonly app: Parameters<typeof startServer>[1];
  /** The page's address on the server. */
  readonly path: string;
  /** The cells of `try.ipynb`. */
  readonly cells: readonly string[];
  /** The name of the picture that is left in `HUNTBOOK_SCREENSHOTS`, where that is set. */
  readonly picture: string;
  /** Resolves when the page takes what it is told. */
  ready(page: Page): Promise<unknown>;
}

/**
 * Has a notebook open in a browser while the tests of a `describe` run; they are skipped where there is no browser.
 * Call it inside `describe`, and what it returns inside the tests.
 */
export function notebookPage(options: NotebookPageOptions): () => { page: Page; place: Workplace } {
  let place: Workplace | undefined;
  let server: Server | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;
  before(async function () {
    browser = await openBrowser();
    if (browser === undefined) this.skip();
    place = await workplace(...options.cells);
    server = await startServer(options.command, options.app, place);
    page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    await page.goto(server.page(options.path));
    await options.ready(page);
  });
  after(async () => {
    if (process.env.HUNTBOOK_SCREENSHOTS) {
      await page?.screenshot({ path: join(process.env.HUNTBOOK_SCREENSHOTS, options.picture) });
    }
    await browser?.close();
    await server?.stop();
    place?.remove();
  });
  return () => ({ page: page!, place: place! });
}
