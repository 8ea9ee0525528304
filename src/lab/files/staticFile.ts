import { createHash } from "node:crypto";
import { readFile, realpath } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { extname, join } from "node:path";
import { frameHeaders, labHeaders, scriptHeaders } from "../security/headers";
import { pathParts, realPathInside } from "../security/realPathInside";
import { FILE_TYPES } from "./answerFile";

/** The built page; built and source files lie equally deep. */
const BUNDLE = join(__dirname, "..", "..", "..", "src", "lab", "bundle");

/** Answers with the notebook page; false when it is not there. */
export async function answerLabPage(response: ServerResponse, port: number): Promise<boolean> {
  const page = await readFile(join(BUNDLE, "index.html")).catch(() => undefined);
  if (page === undefined) return false;
  response.writeHead(200, { ...labHeaders(port), "Content-Length": page.length });
  response.end(page);
  return true;
}

/** Answers with a file that the notebook page loads, `/static/…`; false when there is none of this name. */
export async function answerStatic(response: ServerResponse, pathname: string): Promise<boolean> {
  const path = await staticPath(pathname);
  if (path === undefined) return false;
  const bytes = await readFile(path);
  const tag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
  const type = FILE_TYPES[extname(path)] ?? "application/octet-stream";
  const headers = path.endsWith("frame.html") ? frameHeaders() : scriptHeaders(type);
  // Asked for each time, sent once.
  const isKnown = response.req.headers["if-none-match"] === tag;
  response.writeHead(isKnown ? 304 : 200, {
    ...headers,
    "Cache-Control": "no-cache",
    ETag: tag,
    ...(isKnown ? {} : { "Content-Length": bytes.length }),
  });
  response.end(isKnown || response.req.method === "HEAD" ? undefined : bytes);
  return true;
}

async function staticPath(pathname: string): Promise<string | undefined> {
  if (pathname === "/static/plotly.min.js") return require.resolve("plotly.js-dist-min");
  const parts = pathParts(pathname);
  if (parts?.[0] !== "static" || parts[1] !== "lab" || parts.length < 3) return undefined;
  const root = await realpath(BUNDLE).catch(() => undefined);
  if (root === undefined) return undefined;
  const path = await realPathInside(root, join(root, ...parts.slice(2)));
  return path === root ? undefined : path;
}
