import type { IndicatorType } from "../indicator";
import { classify } from "../normalise/classify";
import { canonicalCidr } from "../normalise/ipAddress";
import type { Comparison } from "./pattern";

/** What one value of a comparison comes down to: an indicator that may occur in any text column. */
export interface Atom {
  readonly type: IndicatorType;
  readonly value: string;
}

/** Types by object and property, STIX's and OpenIOC's; the first that fits counts. */
const TYPES: readonly (readonly [RegExp, IndicatorType | "hash" | "address" | "guess"])[] = [
  [/^domain-name:value$/, "domain"],
  [/^ipv[46]-addr:value$/, "address"],
  [/^url:value$/, "url"],
  [/^email-addr:value$|^email-message:(?:from|sender)_ref\.value$|^Email\/(?:From|To)$/, "email"],
  [/^(?:file|artifact|x509-certificate):.*hashes\b|\/(?:md5|sha1|sha256)(?:sum)?$/i, "hash"],
  [
    /^windows-registry-key:key$|^RegistryItem\/(?:Path|KeyPath)$|^reg(?:istry)?KeyEvent\/(?:path|keyPath)$/i,
    "registry",
  ],
  [/^mutex:name$|\/HandleList\/Handle\/Name$/, "mutex"],
  [/^directory:path$|^file:.*parent_directory_ref\.path$/, "path"],
  [/\/(?:FullPath|FilePath|processPath|filePath|path)$/i, "path"],
  [
    /^(?:file|process):(?:.*\.)?name$|\/(?:FileName|parentProcess|process|DllName|OriginalFilename)$/i,
    "filename",
  ],
  [/^ProcessItem\/name$|\/MemorySection\/Name$/, "filename"],
  [/^network-traffic:(?:src|dst)_ref\.value$/, "guess"],
  [/^(?:DnsEntryItem|dnsLookupEvent|urlMonitorEvent|Network)\/(?:Host|RecordName|hostname|DNS)$/i, "domain"],
  [/^PortItem\/(?:remote|local)IP$|\/(?:remote|local)IpAddress$/i, "address"],
  [/^(?:user-account|windows-registry-key|software|windows-service|service):/, "name"],
  [/^process:(?:command_line|arguments)|^ProcessItem\/arguments$|user-agent|^UrlHistoryItem\/URL$/i, "text"],
  [/\/(?:httpHeader|string|ValueName|name|descriptiveName|serviceDLL|FileDescription)$/i, "text"],
  [/^email-message:(?:subject|body)|^event:data$/, "text"],
];

/**
 * The type of indicator that a property of an object is, or undefined for one that is none (a size, a port, a time).
 *
 * @example
 * typeOfProperty("file", "hashes.SHA-256", "0".repeat(64)) // "sha256"
 * typeOfProperty("network-traffic", "dst_port", "443") // undefined
 */
export function typeOfProperty(object: string, property: string, value: string): IndicatorType | undefined {
  const path = property.startsWith(`${object}/`) ? property : `${object}:${property}`;
  const type = TYPES.find(([expression]) => expression.test(path))?.[1];
  if (type === "address") return canonicalCidr(value) === undefined ? "ip" : "cidr";
  if (type !== "hash" && type !== "guess") return type;
  if (/imphash/i.test(property)) return "imphash";
  const seen = classify(value);
  return type === "guess" || /^(?:md5|sha)/.test(seen) ? seen : "md5";
}

/**
 * The indicators of which one must occur where a comparison holds, or undefined when there are none: for numbers,
 * orders, `!=`, `EXISTS`, and expressions on unknown properties.
 *
 * @example
 * atomsOf({ object: "file", property: "name", operator: "LIKE", values: ["%evil%"] }) // [{ type: "text", value: "evil" }]
 */
export function atomsOf(comparison: Comparison): Atom[] | undefined {
  const atoms: Atom[] = [];
  for (const value of comparison.values) {
    const atom = typeof value === "string" ? atomOf(comparison, value) : undefined;
    if (atom === undefined) return undefined;
    atoms.push(atom);
  }
  return atoms.length === 0 ? undefined : atoms;
}

function atomOf({ object, property, operator }: Comparison, value: string): Atom | undefined {
  const type = typeOfProperty(object, property, value);
  const isName = type === "filename" || type === "path";
  switch (operator) {
    case "=":
    case "IN":
      return type === undefined ? undefined : { type, value };
    case "ISSUBSET":
      return type === "ip" || type === "cidr"
        ? { type: value.includes("/") ? "cidr" : "ip", value }
        : undefined;
    case "LIKE":
      return type === undefined ? undefined : likeAtom(value);
    case "MATCHES":
      return type === undefined
        ? undefined
        : { type: "regex", value: isName ? nameExpression(value) : value };
    case "CONTAINS":
      // A domain is contained in its sub-domains; as text it would also be contained in strangers' names.
      return type === "domain" ? { type, value } : { type: "text", value };
    case "STARTS":
      return { type: "regex", value: `(?i)${START}${quoted(value)}` };
    case "ENDS":
      return { type: "regex", value: `(?i)${quoted(value)}${END}` };
    default:
      return undefined;
  }
}

// Where a name begins and ends inside a longer value, such as a path or a command line.
const START = "(?:^|[\\\\/\\s\"'=,;(\\[])";
const END = "(?:$|[\\s\"',;)\\]])";

function likeAtom(value: string): Atom {
  const inner = value.replace(/^%+|%+$/g, "");
  if (!/[%_]/.test(inner) && value.startsWith("%") && value.endsWith("%"))
    return { type: "text", value: inner };
  const middle = inner.replace(/[^%_]+|%|_/g, (part) =>
    part === "%" ? ".*" : part === "_" ? "." : quoted(part),
  );
  const start = value.startsWith("%") ? "" : START;
  return { type: "regex", value: `(?is)${start}${middle}${value.endsWith("%") ? "" : END}` };
}

/** An expression for a whole name, for a value in which the name is only a part. */
function nameExpression(expression: string): string {
  const open = expression.startsWith("^") ? `${START}${expression.slice(1)}` : expression;
  return open.endsWith("$") && !open.endsWith("\\$") ? `${open.slice(0, -1)}${END}` : open;
}

function quoted(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&");
}
