import type { IndicatorType } from "../indicator";
import { HASH_BY_LENGTH, withoutPort } from "./classify";
import { canonicalDomain, suffixOf } from "./domainName";
import { canonicalPath } from "./filePath";
import { canonicalCidr, canonicalIp } from "./ipAddress";
import { canonicalKey } from "./registryKey";
import { urlKey, urlParts } from "./url";

/** A value in the form that is compared, or why it is of no use. */
export type Normalised = { readonly value: string } | { readonly unused: string };

const MAX_VALUE = 8_192;
/** Shorter whole tokens and parts of values occur everywhere. */
const LEAST_NAME = 3;

/**
 * Brings a refanged value of a type into the form that is compared.
 *
 * Says why not for a value that is not of its type, for a public suffix such as `co.uk` (it would match half a
 * country), and for what is too short to mean anything.
 *
 * @example
 * normalise("domain", "Evil.Example.com.") // { value: "evil.example.com" }
 * normalise("domain", "co.uk") // { unused: "a public suffix: strangers register names under it" }
 */
export function normalise(type: IndicatorType, value: string): Normalised {
  if (value === "") return { unused: "an empty value" };
  if (value.length > MAX_VALUE) return { unused: `longer than ${MAX_VALUE} characters` };
  return RULES[type](value);
}

const RULES: Readonly<Record<IndicatorType, (value: string) => Normalised>> = {
  domain,
  ip,
  cidr,
  url,
  email: (value) => {
    const mail = value.toLowerCase().replace(/^mailto:/, "");
    return /^[^\s@]{1,64}@[^\s@]{1,253}$/.test(mail) ? { value: mail } : { unused: "no e-mail address" };
  },
  md5: (value) => hash("md5", value),
  sha1: (value) => hash("sha1", value),
  sha224: (value) => hash("sha224", value),
  sha256: (value) => hash("sha256", value),
  sha384: (value) => hash("sha384", value),
  sha512: (value) => hash("sha512", value),
  imphash: (value) => hash("md5", value),
  path: (value) => token(canonicalPath(value).replace(/\\+$/, "")),
  filename: (value) => token(value.toLowerCase().replace(/^.*[\\/]/s, "")),
  name: (value) => token(value.toLowerCase().replace(/^\\(?=[^\\])/, "")),
  registry: (value) => token(canonicalKey(value)),
  mutex: (value) => token(value.toLowerCase().replace(MUTEX_SPACE, "")),
  text: (value) => token(value.toLowerCase()),
  regex: (value) => ({ value }),
  pattern: (value) => ({ value }),
};

const MUTEX_SPACE = /^(?:\\sessions\\\d{1,3})?\\?(?:basenamedobjects\\)?(?:global\\|local\\)?/;

const OWN_ADDRESSES: ReadonlySet<string> = new Set([
  "0.0.0.0",
  "127.0.0.1",
  "0:0:0:0:0:0:0:0",
  "0:0:0:0:0:0:0:1",
]);

function ip(value: string): Normalised {
  const address = canonicalIp(withoutPort(value));
  if (address === undefined) return { unused: "no IP address" };
  return OWN_ADDRESSES.has(address) ? { unused: "an address that every machine has" } : { value: address };
}

function domain(value: string): Normalised {
  const name = canonicalDomain(value.replace(/:\d{1,5}$/, ""));
  if (name === undefined) return { unused: "no domain name" };
  return suffixOf(name) === "suffix"
    ? { unused: "a public suffix: strangers register names under it" }
    : { value: name };
}

function cidr(value: string): Normalised {
  const network = canonicalCidr(value);
  if (network === undefined) return { unused: "no network" };
  return network.endsWith("/0") ? { unused: "the whole Internet" } : { value: network };
}

function url(value: string): Normalised {
  const parts = urlParts(value);
  if (parts === undefined) return { unused: "no URL with a host" };
  const bare = parts.path === "" && parts.query === "";
  return bare && suffixOf(parts.host) === "suffix"
    ? { unused: "a public suffix: strangers register names under it" }
    : { value: urlKey(parts) };
}

function hash(type: IndicatorType, value: string): Normalised {
  const digits = value.toLowerCase().replace(/^0x/, "");
  if (!/^[0-9a-f]+$/.test(digits) || HASH_BY_LENGTH.get(digits.length) !== type) {
    return { unused: `no ${type.toUpperCase()}: ${digits.length} characters` };
  }
  return EMPTY_FILE.has(digits) ? { unused: "the hash of an empty file" } : { value: digits };
}

const EMPTY_FILE: ReadonlySet<string> = new Set([
  "d41d8cd98f00b204e9800998ecf8427e",
  "da39a3ee5e6b4b0d3255bfef95601890afd80709",
  "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
]);

function token(value: string): Normalised {
  return value.length < LEAST_NAME
    ? { unused: `fewer than ${LEAST_NAME} characters: it would match everywhere` }
    : { value };
}
