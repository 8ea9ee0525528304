import { foldCase } from "../foldCase";
import { type LinearRegex, linearRegex } from "../linearRegex";
import type { AllowList } from "./allowLists";
import { IpIndex } from "./index/ipIndex";
import { LiteralIndex } from "./index/literalIndex";
import { classify, withoutPort } from "./normalise/classify";
import { canonicalDomain } from "./normalise/domainName";
import { canonicalCidr, canonicalIp } from "./normalise/ipAddress";
import { refang } from "./normalise/refang";
import { urlParts } from "./normalise/url";

/** An entry of a list. */
interface Entry {
  readonly list: AllowList;
  readonly text: string;
}

/** MISP's types for ours; a list of hosts also speaks for URLs on them. */
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  domain: ["domain", "hostname", "domain|ip"],
  ip: ["ip-src", "ip-dst", "domain|ip", "ip-src|port", "ip-dst|port"],
  cidr: ["ip-src", "ip-dst", "domain|ip", "ip-src|port", "ip-dst|port"],
  url: ["url", "uri", "domain", "hostname", "ip-dst", "ip-src"],
  email: ["email", "email-src", "email-dst"],
};
const HOST_ONLY: ReadonlySet<string> = new Set(["domain", "hostname", "ip-dst", "ip-src"]);

/** Entries of allow lists by how they are compared; every look-up is independent of their number, but for `regex`. */
export class AllowIndex {
  private readonly entries: Entry[] = [];
  private readonly exact = new Map<string, number[]>();
  private readonly hosts = new Map<string, number[]>();
  private readonly ips = new IpIndex();
  private readonly parts = new LiteralIndex();
  private readonly expressions: { readonly id: number; readonly is: LinearRegex }[] = [];

  /** Adds a list; entries that are of no use are told. */
  add(list: AllowList, tell: (place: string, reason: string) => void): void {
    list.entries.forEach((text, i) => {
      const id = this.entries.push({ list, text }) - 1;
      const fault = this.addEntry(list, text, id);
      if (fault !== undefined) tell(`entry ${i + 1}`, fault);
    });
  }

  /** To be called once, behind the last `add`. */
  seal(): void {
    this.parts.seal();
  }

  /** The list and the entry that name a value of a type; undefined without one. */
  reason(type: string, value: string): string | undefined {
    const bare = refang(value);
    const lower = bare.toLowerCase();
    const url = type === "url" ? urlParts(bare) : undefined;
    const host = url?.host ?? canonicalDomain(lower);
    const ids = [...(this.exact.get(lower) ?? []), ...this.hostIds(host)];
    const address = canonicalIp(withoutPort(url?.host ?? bare)) ?? canonicalCidr(bare)?.split("/")[0];
    if (address !== undefined) ids.push(...this.ips.find(address));
    this.parts.find(foldCase(bare), (id) => ids.push(id));
    for (const { id, is } of this.expressions) if (is.test(bare)) ids.push(id);
    const id = ids.find((one) => this.counts(one, type, url?.path === "" && url.query === ""));
    if (id === undefined) return undefined;
    const { list, text } = this.entries[id]!;
    return `${list.name}: ${text}`;
  }

  private addEntry(list: AllowList, text: string, id: number): string | undefined {
    const value = text.trim().toLowerCase();
    const kind = list.kind === "plain" ? plainKind(value) : value.startsWith(".") ? "hostname" : list.kind;
    switch (kind) {
      case "cidr": {
        const network = canonicalCidr(value) ?? canonicalIp(value);
        if (network === undefined) return "no address and no network";
        this.ips.add(network, id);
        return undefined;
      }
      case "hostname": {
        const host = canonicalDomain(value);
        if (host === undefined) put(this.exact, value, id);
        else put(this.hosts, host, id);
        return undefined;
      }
      case "substring":
        this.parts.add(foldCase(value), id);
        return undefined;
      case "regex":
        return this.addExpression(text, id);
      default:
        put(this.exact, value, id);
        return undefined;
    }
  }

  /** MISP writes some expressions with slashes and flags around them. */
  private addExpression(text: string, id: number): string | undefined {
    const [, inner = text, flags = ""] = /^\/(.*)\/([a-z]*)$/s.exec(text) ?? [];
    try {
      this.expressions.push({ id, is: linearRegex(inner, { ignoreCase: flags.includes("i") }) });
      return undefined;
    } catch (error) {
      return (error as Error).message;
    }
  }

  private hostIds(host: string | undefined): number[] {
    const ids: number[] = [];
    for (let at = 0; host !== undefined && at >= 0; ) {
      ids.push(...(this.hosts.get(host.slice(at)) ?? []));
      const dot = host.indexOf(".", at);
      at = dot < 0 ? -1 : dot + 1;
    }
    return ids;
  }

  /** A page on a harmless host is not harmless: for a URL with a path, lists of hosts count only if they say `url`. */
  private counts(id: number, type: string, isBareUrl: boolean): boolean {
    const { attributes } = this.entries[id]!.list;
    if (attributes.length === 0) return true;
    const wanted = ATTRIBUTES[type] ?? [type, `filename|${type}`];
    return wanted.some(
      (name) => attributes.includes(name) && (type !== "url" || isBareUrl || !HOST_ONLY.has(name)),
    );
  }
}

function plainKind(value: string): AllowList["kind"] {
  const type = classify(value);
  if (type === "ip" || type === "cidr") return "cidr";
  return type === "domain" ? "hostname" : "string";
}

function put(index: Map<string, number[]>, key: string, id: number): void {
  const ids = index.get(key);
  if (ids === undefined) index.set(key, [id]);
  else ids.push(id);
}
