import type { IncomingMessage } from "node:http";
import { HttpError } from "../httpError";

const READ_ONLY = ["GET", "HEAD"];

/**
 * Throws unless a request was sent to our own name: a web site whose name was pointed at 127.0.0.1 gets nothing.
 */
export function checkHost({ headers }: IncomingMessage, port: number): void {
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(headers.host ?? ""))
    throw new HttpError(403, "This server answers at 127.0.0.1 only.", "host");
}

/**
 * Throws unless a request comes from a page of ours, or reads and comes from no other site.
 *
 * A strict cookie does not tell ports of one machine apart, so a page on another port would send it along. What changes
 * something must name our own origin, as browsers do by themselves; a program without one says so with the header
 * `X-Huntbook`, which no foreign page can add.
 */
export function checkOrigin(request: IncomingMessage): void {
  const { origin, "sec-fetch-site": site, "x-huntbook": program } = request.headers;
  const isOurs = origin === ourOrigin(request);
  const isForeign = origin !== undefined ? !isOurs : site !== undefined && !isSameOrigin(site);
  const isVouched = isOurs || (origin === undefined && program !== undefined);
  if (isForeign || !(isVouched || READ_ONLY.includes(request.method ?? "")))
    throw new HttpError(403, "This request was not sent by a page of this server.", "origin");
}

/** Throws unless a websocket is opened by a page of ours: browsers send cookies with those of foreign pages, too. */
export function checkSocketOrigin(request: IncomingMessage): void {
  if (request.headers.origin !== ourOrigin(request))
    throw new HttpError(403, "This connection was not opened by a page of this server.", "origin");
}

function ourOrigin({ headers }: IncomingMessage): string {
  return `http://${headers.host}`;
}

/** "none" is the person at the keyboard. */
function isSameOrigin(site: string | string[]): boolean {
  return site === "same-origin" || site === "none";
}
