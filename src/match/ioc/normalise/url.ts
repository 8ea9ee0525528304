import { canonicalDomain } from "./domainName";
import { canonicalIp } from "./ipAddress";

/** A URL taken apart, in the form that is compared; the scheme is left out, since lists and logs differ in it. */
export interface UrlParts {
  readonly host: string;
  /** Empty for the scheme's own. */
  readonly port: string;
  /** Lower case, percent signs resolved, no slash at the end; empty for the whole host. */
  readonly path: string;
  /** With its question mark; empty for none. */
  readonly query: string;
}

const SHAPE =
  /^(?:([a-z][a-z0-9+.-]{1,15}):\/\/)?(?:[^/?#@\s]{0,256}@)?(\[[0-9a-f:.]+\]|[^/?#:\s]+)(?::(\d{1,5}))?([/?#].*)?$/is;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443", ftp: "21" };

/**
 * A URL in its parts, with or without a scheme; undefined when the host is neither a name nor an address. O(length).
 *
 * @example
 * urlParts("HTTP://user@Evil.example:80/A%62c/?q=1#top") // { host: "evil.example", port: "", path: "/abc", query: "?q=1" }
 * urlParts("evil.example/agenda.html").path // "/agenda.html"
 */
export function urlParts(text: string): UrlParts | undefined {
  const match = SHAPE.exec(text);
  if (match === null) return undefined;
  const [, scheme = "", name, port = "", rest = ""] = match;
  const bare = name!.replace(/^\[|\]$/g, "");
  const host = canonicalIp(bare) ?? canonicalDomain(bare);
  if (host === undefined) return undefined;
  const [, path = "", query = ""] = /^([^?#]*)(\?[^#]*)?/s.exec(rest)!;
  const usual = DEFAULT_PORTS[scheme.toLowerCase()] ?? "";
  return {
    host,
    port: port === usual || (scheme === "" && (port === "80" || port === "443")) ? "" : port,
    path: resolved(path).replace(/\/+$/, "").toLowerCase(),
    query: query === "?" ? "" : resolved(query).toLowerCase(),
  };
}

/**
 * A URL's parts as one text again, for comparing.
 *
 * @example
 * urlKey({ host: "evil.example", port: "8080", path: "/a", query: "" }) // "evil.example:8080/a"
 */
export function urlKey({ host, port, path, query }: UrlParts): string {
  return `${host}${port === "" ? "" : `:${port}`}${path}${query}`;
}

/** Percent signs are resolved where they hide a plain ASCII character; all others stay. */
function resolved(text: string): string {
  return text.replace(/%(2[1-9a-f]|[3-6][0-9a-f]|7[0-9a-e])/gi, (found, hex: string) => {
    const c = String.fromCharCode(Number.parseInt(hex, 16));
    return "%?#&=/+".includes(c) ? found : c;
  });
}
