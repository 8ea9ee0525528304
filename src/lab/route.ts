import type { IncomingMessage, ServerResponse } from "node:http";
import { answerApi, sendApiError } from "./api/answerApi";
import type { Lab } from "./api/lab";
import { answerFile } from "./files/answerFile";
import { messagePage } from "./files/pages";
import { answerLabPage, answerStatic } from "./files/staticFile";
import { HttpError, toHttpError } from "./httpError";
import { checkHost, checkOrigin } from "./security/checkRequest";
import type { Door } from "./security/door";
import { pageHeaders } from "./security/headers";

/** What a server serves, and to whom. */
export interface Site {
  readonly lab: Lab;
  /** The folder of notebooks, a real path. */
  readonly root: string;
  /** The folder of finished pages, a real path; undefined for none. */
  readonly pages: string | undefined;
  readonly door: Door;
  port(): number;
}

/** Answers a request; never rejects. */
export async function answer(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isApi = /^\/api(\/|\?|$)/.test(request.url ?? "");
  try {
    await answerOrThrow(site, request, response);
  } catch (error) {
    if (response.headersSent) {
      response.destroy();
      return;
    }
    const fault = toHttpError(error);
    // Browsers read no answer before they have sent all.
    request.resume();
    if (isApi) sendApiError(response, fault);
    else sendErrorPage(response, fault);
  }
}

/** The address of a request. Throws an `HttpError` when it names another origin or cannot be read. */
export function addressOf({ url = "" }: IncomingMessage): URL {
  // A target such as "//host" or "http://host" would name another origin.
  if (!/^\/(?!\/)/.test(url) || !URL.canParse(url, "http://127.0.0.1"))
    throw new HttpError(400, "This address cannot be read.", "address");
  return new URL(url, "http://127.0.0.1");
}

async function answerOrThrow(site: Site, request: IncomingMessage, response: ServerResponse): Promise<void> {
  checkHost(request, site.port());
  const url = addressOf(request);
  const isApi = url.pathname === "/api" || url.pathname.startsWith("/api/");
  if (isApi) checkOrigin(request);
  else refuseWriting(request, response);
  if (!isApi && site.door.hasToken(url)) return welcome(site, response, url);
  if (!site.door.hasCookie(request, site.port())) {
    const text = "Open the address that was printed in the terminal: it holds the key to this server.";
    throw new HttpError(403, text, "key");
  }
  if (isApi) return answerApi(site.lab, request, response, url);
  if (!(await show(site, response, url.pathname)))
    throw new HttpError(404, "There is no such page here.", "missing");
}

function refuseWriting({ method }: IncomingMessage, response: ServerResponse): void {
  if (method === "GET" || method === "HEAD") return;
  response.setHeader("Allow", "GET, HEAD");
  throw new HttpError(405, "Pages can only be read.", "method");
}

async function show({ root, pages, port }: Site, response: ServerResponse, path: string): Promise<boolean> {
  if (path === "/" || path === "/lab" || path.startsWith("/lab/")) return answerLabPage(response, port());
  if (path.startsWith("/static/")) return answerStatic(response, path);
  if (isBelow(path, "/files")) return answerFile(response, { root, base: "/files" }, path);
  if (pages === undefined || !isBelow(path, "/pages")) return false;
  return answerFile(response, { root: pages, base: "/pages" }, path);
}

function isBelow(path: string, base: string): boolean {
  return path === base || path.startsWith(`${base}/`);
}

/**
 * Sets the cookie and takes the token out of the address.
 *
 * Not by a redirect: when a link in another web page led here, browsers leave a strict cookie out of it.
 */
function welcome({ door, port }: Site, response: ServerResponse, url: URL): void {
  response.writeHead(200, { ...pageHeaders(), "Set-Cookie": door.cookieFor(port()) });
  response.end(messagePage("One moment", "Opening the page.", url.pathname));
}

function sendErrorPage(response: ServerResponse, { status, message }: HttpError): void {
  response.writeHead(status, pageHeaders());
  response.end(messagePage(String(status), message));
}
