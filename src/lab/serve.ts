import { randomBytes, timingSafeEqual } from "node:crypto";
import { realpath } from "node:fs/promises";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { checkInteger, checkOptions } from "../core/check";
import { answerFile } from "./answerFile";
import { commonHeaders } from "./headers";
import { messagePage } from "./pages";

/** Options of {@link serve}. */
export interface ServeOptions {
  /** Port; 0 for any free one. @default 0 */
  readonly port?: number;
}

/** A running server. */
export interface PageServer {
  readonly port: number;
  /** Address of a page, with the token that opens the door: for the person at this machine only. */
  url(path?: string): string;
  close(): Promise<void>;
}

const COOKIE_LIFE = "HttpOnly; SameSite=Strict; Path=/";

/**
 * Serves a folder of finished pages to the person at this machine: on 127.0.0.1, read only.
 *
 * Who has no cookie must bring the token of the printed address once. Only GET and HEAD; only for our own host name,
 * so that a web site whose name was pointed at 127.0.0.1 gets nothing; only files inside the folder, also behind
 * symbolic links; no hidden files. Throws when the folder does not exist or the port is taken.
 */
export async function serve(folder: string, options: ServeOptions = {}): Promise<PageServer> {
  checkOptions("serve", options, ["port"]);
  const { port = 0 } = options;
  checkInteger("serve", "port", port, 0, 65_535);
  const root = await realpath(folder);
  const keys = { token: secret(), cookie: secret() };
  const server = createServer((request, response) => {
    answer(request, response, { root, keys, port: portOf(server) }).catch(() => {
      if (response.headersSent) response.destroy();
      else fail(response, 500, "This page could not be read.");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    port: portOf(server),
    url: (path = "/") => {
      const url = new URL(`http://127.0.0.1:${portOf(server)}`);
      url.pathname = path;
      url.searchParams.set("token", keys.token);
      return url.href;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Site {
  readonly root: string;
  readonly keys: { readonly token: string; readonly cookie: string };
  readonly port: number;
}

async function answer(request: IncomingMessage, response: ServerResponse, site: Site): Promise<void> {
  if (request.method !== "GET" && request.method !== "HEAD") {
    response.setHeader("Allow", "GET, HEAD");
    return fail(response, 405, "This server only shows pages.");
  }
  if (!isOurHost(request.headers.host, site.port)) {
    return fail(response, 403, "This server answers at 127.0.0.1 only.");
  }
  const url = readUrl(request.url ?? "");
  if (url === undefined) return fail(response, 400, "This address cannot be read.");
  const cookieName = `huntbook-${site.port}`;
  const token = url.searchParams.get("token");
  if (token !== null && isSame(token, site.keys.token))
    return welcome(response, url, cookieName, site.keys.cookie);
  if (!isSame(cookieOf(request, cookieName), site.keys.cookie)) {
    return fail(
      response,
      403,
      "Open the address that was printed in the terminal: it holds the key to this server.",
    );
  }
  if (!(await answerFile(response, site.root, url.pathname)))
    fail(response, 404, "There is no such page here.");
}

/**
 * Sets the cookie and takes the token out of the address.
 *
 * Not by a redirect: when a link in another web page led here, browsers leave a strict cookie out of it.
 */
function welcome(response: ServerResponse, url: URL, cookieName: string, cookie: string): void {
  response.writeHead(200, {
    ...commonHeaders("text/html; charset=utf-8"),
    "Set-Cookie": `${cookieName}=${cookie}; ${COOKIE_LIFE}`,
  });
  response.end(messagePage("One moment", "Opening the page.", url.pathname));
}

function fail(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, commonHeaders("text/html; charset=utf-8"));
  response.end(messagePage(String(status), text));
}

function readUrl(target: string): URL | undefined {
  // A target such as "//host" or "http://host" would name another origin.
  if (!/^\/(?!\/)/.test(target)) return undefined;
  return URL.canParse(target, "http://127.0.0.1") ? new URL(target, "http://127.0.0.1") : undefined;
}

function isOurHost(host: string | undefined, port: number): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}`;
}

function cookieOf(request: IncomingMessage, name: string): string {
  const parts = (request.headers.cookie ?? "").split(";").map((part) => part.trim());
  return parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1) ?? "";
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
