import { execFileSync } from "node:child_process";
import { type Browser, chromium } from "playwright-core";

const FLAGS = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the Chromium or Chrome that `CHROME_PATH` names or that is on the path; undefined, said aloud, when there is none. */
export async function openBrowser(): Promise<Browser | undefined> {
  const executablePath = findBrowser();
  if (executablePath === undefined) {
    console.log("    (skipped: no chromium or google-chrome on the path)");
    return undefined;
  }
  return chromium.launch({ executablePath, args: FLAGS });
}

function findBrowser(): string | undefined {
  if (process.env.CHROME_PATH) return process.env.CHROME_PATH;
  const find = process.platform === "win32" ? "where" : "which";
  for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
    try {
      return execFileSync(find, [name], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] })
        .split("\n")[0]!
        .trim();
    } catch {
      // Not this one.
    }
  }
  return undefined;
}
