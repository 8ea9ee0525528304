import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { IncomingMessage } from "node:http";

/** Who may come in, and how a page proves it. */
export interface Door {
  /** The key of the printed address; works until the server ends. */
  readonly token: string;
  /** The `Set-Cookie` value for who brought the token. */
  cookieFor(port: number): string;
  hasToken(url: URL): boolean;
  hasCookie(request: IncomingMessage, port: number): boolean;
}

const COOKIE_LIFE = "HttpOnly; SameSite=Strict; Path=/";

/** A door with two new secrets of 192 bits: one for the address, one for the cookie. */
export function newDoor(): Door {
  const [token, cookie] = [secret(), secret()];
  return {
    token,
    cookieFor: (port) => `${cookieName(port)}=${cookie}; ${COOKIE_LIFE}`,
    hasToken: (url) => isSame(url.searchParams.get("token") ?? "", token),
    hasCookie: (request, port) =>
      cookieValues(request, cookieName(port)).some((value) => isSame(value, cookie)),
  };
}

/** Cookies know no ports, so each server on this machine needs a name of its own. */
function cookieName(port: number): string {
  return `huntbook-${port}`;
}

function cookieValues(request: IncomingMessage, name: string): string[] {
  const parts = (request.headers.cookie ?? "").split(";").map((part) => part.trim());
  return parts.filter((part) => part.startsWith(`${name}=`)).map((part) => part.slice(name.length + 1));
}

/** In the same time whatever is given: hashes have one length. */
function isSame(given: string, expected: string): boolean {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}

function secret(): string {
  return randomBytes(24).toString("base64url");
}
