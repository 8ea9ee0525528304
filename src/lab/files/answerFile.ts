import { createReadStream } from "node:fs";
import { readdir, stat } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { pipeline } from "node:stream/promises";
import { fileHeaders, pageHeaders } from "../security/headers";
import { pathParts, realPathInside } from "../security/realPathInside";
import { type Entry, indexPage } from "./pages";

/** What browsers are told about files, by ending. */
export const FILE_TYPES: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ipynb": "application/json; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".jsonl": "text/plain; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
  ".md": "text/plain; charset=utf-8",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".svg": "image/svg+xml",
};

/** A folder of files to show. */
export interface FileMount {
  /** Its real path. */
  readonly root: string;
  /** Where it stands in addresses: "/files". */
  readonly base: string;
}

/**
 * Answers with the file or the list of a folder at a URL's path below a mount; false when there is none to show.
 *
 * What lies outside, also through symbolic links, and hidden files do not exist here.
 */
export async function answerFile(
  response: ServerResponse,
  mount: FileMount,
  pathname: string,
): Promise<boolean> {
  const parts = pathParts(pathname.slice(mount.base.length));
  const path = parts === undefined ? undefined : await realPathInside(mount.root, join(mount.root, ...parts));
  if (path === undefined) return false;
  const info = await stat(path);
  if (info.isDirectory()) return answerFolder(response, mount, path, pathname);
  if (!info.isFile()) return false;
  const type = FILE_TYPES[extname(path).toLowerCase()];
  response.writeHead(200, {
    ...fileHeaders(type ?? "application/octet-stream"),
    "Content-Length": info.size,
    // What a browser cannot show is for saving.
    ...(type === undefined || path.endsWith(".ipynb") ? { "Content-Disposition": "attachment" } : {}),
  });
  if (response.req.method === "HEAD") response.end();
  // At most the announced length, should the file grow meanwhile.
  else await pipeline(createReadStream(path, { end: Math.max(0, info.size - 1) }), response);
  return true;
}

async function answerFolder(
  response: ServerResponse,
  { root, base }: FileMount,
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
  response.writeHead(200, pageHeaders());
  response.end(response.req.method === "HEAD" ? undefined : indexPage(pathname, entries, base));
  return true;
}
