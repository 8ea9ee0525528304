import { domainToASCII } from "node:url";
import { parse } from "tldts";

const MAX_NAME = 512;
const LABEL = /^[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?$/;

/**
 * A domain name in the form that is compared (lower case, ASCII, no dots at its ends, no `*.`), or undefined when it
 * is none. Its last label must not be a number.
 *
 * @example
 * canonicalDomain("Evil.Example.COM.") // "evil.example.com"
 * canonicalDomain("*.m\u00fcnchen.de") // "xn--mnchen-3ya.de"
 * canonicalDomain("no such name") // undefined
 */
export function canonicalDomain(text: string): string | undefined {
  let name = text
    .slice(0, MAX_NAME)
    .replace(/^\*?\.+/, "")
    .replace(/\.+$/, "")
    .toLowerCase();
  if (/[^\x21-\x7e]/.test(name)) name = /\s/.test(name) ? "" : domainToASCII(name);
  const labels = name.split(".");
  if (labels.length < 2 || name.length > 253 || /^\d+$/.test(labels.at(-1)!)) return undefined;
  return labels.every((label) => LABEL.test(label)) ? name : undefined;
}

/**
 * Whether a domain name ends in a suffix of the public list, and whether it is such a suffix itself.
 *
 * `none` is an unknown suffix, as in `evil.exe`; those of examples and own networks (`local`) count as known; `suffix` is one that strangers register names under, as in `co.uk` or
 * `github.io`.
 *
 * @example
 * suffixOf("evil.co.uk") // "known"
 * suffixOf("co.uk") // "suffix"
 * suffixOf("evil.exe") // "none"
 *
 * Source: https://publicsuffix.org, the copy inside tldts.
 */
export function suffixOf(domain: string): "known" | "suffix" | "none" {
  const { isIcann, isPrivate, publicSuffix } = parse(domain, SETTINGS);
  if (!isIcann && !isPrivate) return SPECIAL.test(domain) ? "known" : "none";
  return publicSuffix === domain ? "suffix" : "known";
}

// Names of examples, tests, own networks and other roots: no public suffixes, and yet no file endings.
const SPECIAL = /\.(?:example|test|invalid|local|localdomain|lan|internal|intranet|corp|home|i2p|bit)$/;

const SETTINGS = { allowPrivateDomains: true, extractHostname: false, validateHostname: false } as const;
