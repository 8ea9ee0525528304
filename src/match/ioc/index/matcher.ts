import { foldCase } from "../../foldCase";
import { type LinearRegex, linearRegex } from "../../linearRegex";
import { requiredLiteral } from "../../requiredLiteral";
import type { Indicator } from "../indicator";
import { canonicalIp, ipv4Number } from "../normalise/ipAddress";
import { urlKey, urlParts } from "../normalise/url";
import { IpIndex } from "./ipIndex";
import { keyWord } from "./keyWord";
import { LiteralIndex } from "./literalIndex";
import { type Occurrence, occurrence } from "./occurrence";
import { ValueForms } from "./valueForms";
import { WordIndex } from "./wordIndex";
import { isWord, scanWords } from "./words";

/** An indicator found in a value. */
export interface Match extends Occurrence {
  /** Place of the indicator in the list that the matcher was made of. */
  readonly id: number;
}

/** Keeps a match of each of some indicators. */
type Note = (ids: readonly number[] | undefined, seen: Occurrence) => void;

const NONE: Match[] = [];

/** Under a host of URLs stands no indicator but this mark: the URL itself is looked up then. */
const URL_HOST = -1;
const MOST_MATCHES = 1_000;

/**
 * Finds indicators in values: words are looked up, texts and expressions are searched for behind a filter, so that
 * the cost follows the length of the values and hardly the number of indicators.
 */
export class Matcher {
  private readonly words = new WordIndex();
  private readonly ips = new IpIndex();
  private readonly literals = new LiteralIndex();
  private readonly urls = new Map<string, number[]>();
  /** Expressions without a text that every match must have: they run on every value. */
  private readonly always: number[] = [];
  private readonly expressions = new Map<
    number,
    { readonly is: LinearRegex; readonly isNot?: LinearRegex }
  >();

  constructor(private readonly indicators: readonly Indicator[]) {
    const wordFor = keyWord(indicators);
    indicators.forEach((indicator, id) => {
      this.add(indicator, id, wordFor);
    });
    this.words.seal();
    this.literals.seal();
  }

  /** Every indicator that a value holds, each once, at most a thousand. */
  match(text: string): Match[] {
    return this.mayMatch(text) ? this.search(text) : NONE;
  }

  /** Whether a JSON text may hold an indicator in one of its values; false is certain. Much cheaper than parsing. */
  mayMatchJson(json: string): boolean {
    return this.mayMatch(json.includes("\\") ? unescaped(json) : json);
  }

  /** Most values of a log hold nothing: this says so in one pass that takes no memory. */
  private mayMatch(text: string): boolean {
    if (this.always.length > 0) return true;
    const lower = lowered(text);
    const { words, ips } = this;
    let may = false;
    scanWords(lower, (hash, start, end) => {
      if (may) return;
      if (words.mayHave(hash)) may = words.get(lower.slice(start, end).toLowerCase()) !== undefined;
      if (!may && ips.hasV4 && mayBeIp(lower, start, end)) may = ips.hasNumber(ipv4Number(lower, start, end));
    });
    if (!may && ips.hasV6) {
      this.matchV6(text, (ids) => {
        may ||= ids !== undefined && ids.length > 0;
      });
    }
    if (!may && !this.literals.isEmpty) {
      this.literals.find(foldCase(text), () => {
        may = true;
      });
    }
    return may;
  }

  private search(text: string): Match[] {
    const forms = new ValueForms(text);
    const found = new Map<number, Match>();
    const tried = new Set<number>();
    const attempt = (id: number) => {
      if (tried.has(id) || found.size >= MOST_MATCHES) return;
      tried.add(id);
      const seen = this.verify(id, forms);
      if (seen !== undefined) found.set(id, { id, ...seen });
    };
    const note: Note = (ids, seen) => {
      for (const id of ids ?? []) if (!found.has(id)) found.set(id, { id, ...seen });
    };
    const lower = lowered(text);
    scanWords(lower, (hash, start, end) => {
      if (this.words.mayHave(hash)) {
        const ids = this.words.get(lower.slice(start, end).toLowerCase());
        if (typeof ids === "number") this.candidate(ids, forms, start, attempt, note);
        else if (ids !== undefined) for (const id of ids) this.candidate(id, forms, start, attempt, note);
      }
      if (this.ips.hasV4 && mayBeIp(text, start, end)) {
        const address = text.slice(start, end);
        this.noteIps(this.ips.find(address), address, hasPort(text, end), note);
      }
    });
    if (this.ips.hasV6) this.matchV6(text, note);
    if (!this.literals.isEmpty) this.literals.find(forms.folded, attempt);
    this.always.forEach(attempt);
    return [...found.values()];
  }

  private add(indicator: Indicator, id: number, wordFor: (indicator: Indicator) => string | undefined): void {
    const { type, value } = indicator;
    if (type === "pattern") return;
    if (type === "ip" || type === "cidr") this.ips.add(value, id);
    else if (type === "url") this.addUrl(value, id);
    else if (type === "text") this.literals.add(foldCase(value), id);
    else if (type === "regex") {
      const literal = requiredLiteral(value);
      if (literal === "") this.always.push(id);
      else this.literals.add(literal, id);
    } else {
      const word = wordFor(indicator);
      if (word === undefined) this.literals.add(foldCase(value), id);
      else this.words.add(word, id);
    }
  }

  private addUrl(value: string, id: number): void {
    const host = /^[^/:?]+(?::[0-9a-f:]*(?=\/|$))?/.exec(value)![0];
    const ids = this.urls.get(value);
    if (ids !== undefined) ids.push(id);
    else this.urls.set(value, [id]);
    const word = host.split(":")[0]!;
    const known = this.words.get(word);
    const isMarked = known === URL_HOST || (Array.isArray(known) && known.includes(URL_HOST));
    if (!isMarked) this.words.add(word, URL_HOST);
  }

  private candidate(
    id: number,
    forms: ValueForms,
    start: number,
    attempt: (id: number) => void,
    note: Note,
  ): void {
    if (id !== URL_HOST) attempt(id);
    else if (!isWord(forms.text, start - 1)) this.matchUrl(forms.text, start, note);
  }

  /** The URL from a host on, as it stands and without what may be added to it. */
  private matchUrl(text: string, start: number, note: Note) {
    const [written] = URL_END.exec(text.slice(start, start + MAX_URL))!;
    const scheme = /([a-z][a-z0-9+.-]{1,15}:\/\/)(?:[^\s/@]{0,64}@)?$/i.exec(
      text.slice(Math.max(0, start - 90), start),
    );
    const parts = urlParts(`${scheme?.[1] ?? ""}${written.replace(/[.,;:!)\]}]+$/, "")}`);
    if (parts === undefined) return;
    const matched = urlKey(parts);
    note(this.urls.get(matched), { matched, reason: "same URL" });
    if (parts.query !== "") {
      note(this.urls.get(urlKey({ ...parts, query: "" })), { matched, reason: "same page, other query" });
    }
    if (parts.path !== "" || parts.query !== "") {
      note(this.urls.get(urlKey({ ...parts, path: "", query: "" })), { matched, reason: "on this host" });
    }
  }

  private matchV6(text: string, note: Note): void {
    const first = text.indexOf(":");
    if (first < 0 || text.indexOf(":", first + 1) < 0) return;
    for (const piece of text.split(/[^0-9a-fA-F:.%]+/)) {
      if (piece.length < 3 || piece.length > 60 || !piece.includes(":")) continue;
      const address = canonicalIp(piece);
      if (address !== undefined) this.noteIps(this.ips.find(address), piece, false, note);
    }
  }

  private noteIps(ids: readonly number[], matched: string, withPort: boolean, note: Note): void {
    for (const id of ids) {
      const { type, value } = this.indicators[id]!;
      const reason = type === "cidr" ? `in the network ${value}` : "same address";
      note([id], { matched, reason: withPort ? `${reason}, with a port` : reason });
    }
  }

  private verify(id: number, forms: ValueForms): Occurrence | undefined {
    const indicator = this.indicators[id]!;
    if (indicator.type !== "regex") return occurrence(indicator, forms);
    const { is, isNot } = this.expression(id, indicator);
    if (!is.test(forms.text) || isNot?.test(forms.text)) return undefined;
    return { matched: forms.text.slice(0, MAX_SHOWN), reason: "matches the expression" };
  }

  /** Compiled when a value first comes near it. */
  private expression(id: number, { value, except }: Indicator) {
    const known = this.expressions.get(id);
    if (known !== undefined) return known;
    const made = {
      is: linearRegex(value),
      ...(except === undefined ? {} : { isNot: linearRegex(except) }),
    };
    this.expressions.set(id, made);
    return made;
  }
}

/** Words are told apart in lower case; ASCII is lowered on the way, other letters here, unless that moves places. */
function lowered(text: string): string {
  if (!/[^\0-\x7f]/.test(text)) return text;
  const lower = text.toLowerCase();
  return lower.length === text.length ? lower : text;
}

const MAX_URL = 4_096;
const MAX_SHOWN = 300;
const URL_END = /^[^\s"'<>|\\^`{}]*/;

/** Whether a word has the outline of an IPv4 address; the index decides. */
function mayBeIp(text: string, start: number, end: number): boolean {
  const length = end - start;
  if (length < 7 || length > 15 || !isDigit(text, start) || !isDigit(text, end - 1)) return false;
  return !isWord(text, start - 1) && isDigit(text, start + 1 + (text[start + 1] === "." ? 1 : 0));
}

function isDigit(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return (c >= 48 && c <= 57) || c === 46;
}

function hasPort(text: string, end: number): boolean {
  return text[end] === ":" && /\d/.test(text[end + 1] ?? "");
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** JSON's escapes resolved, for looking only: the quotes that end a value can no longer be told from those inside. */
function unescaped(json: string): string {
  return json.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, hex: string | undefined, sign: string) =>
    hex === undefined ? (ESCAPES[sign] ?? sign) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
