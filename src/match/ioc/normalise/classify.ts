import type { IndicatorType } from "../indicator";
import { canonicalDomain, suffixOf } from "./domainName";
import { canonicalCidr, canonicalIp } from "./ipAddress";

/** Hash types by their number of hexadecimal digits. */
export const HASH_BY_LENGTH: ReadonlyMap<number, IndicatorType> = new Map([
  [32, "md5"],
  [40, "sha1"],
  [56, "sha224"],
  [64, "sha256"],
  [96, "sha384"],
  [128, "sha512"],
]);

/** Types whose form says what they are, whatever stands around them. */
export const SELF_EVIDENT: ReadonlySet<IndicatorType> = new Set<IndicatorType>([
  "domain",
  "ip",
  "cidr",
  "url",
  "email",
  ...HASH_BY_LENGTH.values(),
  "registry",
]);

const MAX_CLASSIFIED = 4_096;
const HEX = /^[0-9a-f]+$/i;
const EMAIL = /^[^\s@<>"]{1,64}@([^\s@<>"/]{1,253})$/;
const REGISTRY = /^\\?(?:hkey_[a-z_]{4,20}|hk(?:lm|cu|cr|u|cc):?|registry\\(?:machine|user))\\/i;
const PATH =
  /^(?:[a-z]:[\\/]|%[a-z0-9_()]{2,24}%[\\/]|\\\\|\\?systemroot\\|\\device\\|\/(?:bin|boot|dev|etc|home|lib|mnt|opt|private|proc|root|sbin|srv|sys|tmp|usr|users|var|library|applications)\/)/i;
const MUTEX = /^(?:\\sessions\\\d{1,3}\\|\\)?(?:basenamedobjects|global|local)\\/i;
const FILE_ENDING =
  /\.(?:7z|aspx?|bat|bin|cab|chm|cmd|cpl|dat|dll|dmp|docx?|docm|exe|hta|img|iso|jar|jse?|jsp|lnk|log|msi|msp|ocx|pdf|php|pptx?|ps1|psm1|py|rar|rtf|scr|sh|sys|tmp|txt|vb[es]?|war|wsf|xlsx?|xlsm|xml|zip)$/i;
/** Suffixes of the public list that files end in far more often than domain names in a list of indicators. */
const FILE_OR_DOMAIN = /\.(?:zip|sh|py|app|mov|bat|cab)$/i;

/**
 * What a bare value of a list is, seen from its form alone; `name` when it could be anything.
 *
 * @example
 * classify("evil.example.com") // "domain"
 * classify("d41d8cd98f00b204e9800998ecf8427e") // "md5"
 * classify("10.0.0.1:3389") // "ip"
 * classify("evil.exe") // "filename"
 * classify("GameOver") // "name"
 */
export function classify(value: string): IndicatorType {
  if (value.length > MAX_CLASSIFIED) return "name";
  if (HEX.test(value) && HASH_BY_LENGTH.has(value.length)) return HASH_BY_LENGTH.get(value.length)!;
  if (canonicalIp(withoutPort(value)) !== undefined) return "ip";
  if (canonicalCidr(value) !== undefined) return "cidr";
  if (REGISTRY.test(value)) return "registry";
  if (MUTEX.test(value)) return "mutex";
  if (/^[a-z][a-z0-9+.-]{1,15}:\/\//i.test(value)) return "url";
  const mail = EMAIL.exec(value);
  if (mail !== null && canonicalDomain(mail[1]!) !== undefined) return "email";
  if (PATH.test(value) || /^\\[^\\]+\\|[^\\]\\[^\\]/.test(value)) return "path";
  if (/^[^\s/]+\.[a-z0-9-]{2,63}\.?(?::\d{1,5})?(?:\/\S*)?$/i.test(value)) return dotted(value);
  return FILE_ENDING.test(value) ? "filename" : "name";
}

/**
 * An address without what a list or a log attaches to it: a port, brackets.
 *
 * @example
 * withoutPort("10.0.0.1:3389") // "10.0.0.1"
 * withoutPort("[2001:db8::1]:443") // "2001:db8::1"
 */
export function withoutPort(value: string): string {
  const bracketed = /^\[([0-9A-Fa-f:.%]+)\](?::\d{1,5})?$/.exec(value);
  if (bracketed !== null) return bracketed[1]!;
  return /^\d+\.\d+\.\d+\.\d+:\d{1,5}$/.test(value) ? value.slice(0, value.indexOf(":")) : value;
}

/** A domain, a URL without its scheme, or a file name: the public suffix list decides. */
function dotted(value: string): IndicatorType {
  const slash = value.indexOf("/");
  const host = canonicalDomain((slash < 0 ? value : value.slice(0, slash)).replace(/:\d{1,5}$/, ""));
  const known = host !== undefined && suffixOf(host) !== "none";
  if (slash >= 0) return known ? "url" : "name";
  if (known && !FILE_OR_DOMAIN.test(value)) return "domain";
  return /\.[a-z0-9]{1,5}$/i.test(value) ? "filename" : "name";
}
