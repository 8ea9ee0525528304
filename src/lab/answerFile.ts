import { createReadStream } from "node:fs";
import { readdir, realpath, stat } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join, sep } from "node:path";
import { pipeline } from "node:stream/promises";
import { commonHeaders } from "./headers";
import { type Entry, indexPage } from "./pages";

const TYPES: Readonly<Record<string, string>> = {
  ".html": "text/html; charset=utf-8",
  ".ipynb": "application/json; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
};

/**
 * Answers with the file or the list of a folder at a URL's path inside `root`; false when there is none to show.
 *
 * `root` must be a real path. What lies outside it, also through symbolic links, and hidden files do not exist here.
 */
export async function answerFile(response: ServerResponse, root: string, pathname: string): Promise<boolean> {
  const path = await findInside(root, pathname);
  if (path === undefined) return false;
  const info = await stat(path);
  if (info.isDirectory()) return answerFolder(response, root, path, pathname);
  if (!info.isFile()) return false;
  const type = TYPES[extname(path).toLowerCase()];
  response.writeHead(200, {
    ...commonHeaders(type ?? "application/octet-stream"),
    "Content-Length": info.size,
    // What a browser cannot show is for saving.
    ...(type === undefined || path.endsWith(".ipynb") ? { "Content-Disposition": "attachment" } : {}),
  });
  if (response.req.method === "HEAD") response.end();
  // At most the announced length, should the file grow meanwhile.
  else await pipeline(createReadStream(path, { end: Math.max(0, info.size - 1) }), response);
  return true;
}

async function findInside(root: string, pathname: string): Promise<string | undefined> {
  const parts = decodePath(pathname)
    ?.split("/")
    .filter((part) => part !== "");
  const isOdd = (part: string) => part.startsWith(".") || /[\\:\u0000]/.test(part);
  return parts === undefined || parts.some(isOdd) ? undefined : realPathInside(root, join(root, ...parts));
}

/** Where a path really leads, when that is inside `root` and not hidden there. */
async function realPathInside(root: string, path: string): Promise<string | undefined> {
  const real = await realpath(path).catch(() => undefined);
  const isInside = real === root || real?.startsWith(root.endsWith(sep) ? root : root + sep);
  if (real === undefined || !isInside) return undefined;
  const parts = real.slice(root.length).split(sep);
  return parts.some((part) => part.startsWith(".")) ? undefined : real;
}

async function answerFolder(
  response: ServerResponse,
  root: string,
  path: string,
  pathname: string,
): Promise<boolean> {
  const names = (await readdir(path)).filter((name) => !name.startsWith(".")).sort();
  const entries: Entry[] = [];
  for (const name of names) {
    const real = await realPathInside(root, join(path, name));
    const info = real === undefined ? undefined : await stat(real);
    if (info === undefined || !(info.isFile() || info.isDirectory())) continue;
    entries.push({ name, isFolder: info.isDirectory(), size: info.size, modified: info.mtime });
  }
  response.writeHead(200, commonHeaders("text/html; charset=utf-8"));
  response.end(response.req.method === "HEAD" ? undefined : indexPage(pathname, entries));
  return true;
}

function decodePath(pathname: string): string | undefined {
  try {
    return decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
}
