import type { Issues } from "../../evidence/issues";
import type { Pattern } from "./stix/pattern";

/** Kinds of indicators that are matched, in the order in which reports list them. */
export const INDICATOR_TYPES = [
  "domain",
  "ip",
  "cidr",
  "url",
  "email",
  "md5",
  "sha1",
  "sha224",
  "sha256",
  "sha384",
  "sha512",
  "imphash",
  "path",
  "filename",
  "name",
  "registry",
  "mutex",
  "text",
  "regex",
  "pattern",
] as const;

/**
 * What an indicator is, and so how it is matched: `name` is a whole token (a task, a service, a pipe), `text` a part
 * of a value, `regex` an expression of RE2, `pattern` several of them joined by operators.
 */
export type IndicatorType = (typeof INDICATOR_TYPES)[number];

/** An observable known to be bad. */
export interface Indicator {
  readonly type: IndicatorType;
  /** In the form that is compared: refanged, and in lower case where case does not matter. */
  readonly value: string;
  /** As the list writes it. */
  readonly original: string;
  /** What the list calls it: a STIX object path, a MISP type, an OpenIOC search term, a CSV column. */
  readonly field: string;
  /** The files that name it, each once. */
  readonly lists: readonly string[];
  /** What it belongs to, in the list's words. */
  readonly title: string | null;
  /** `low`, `medium` or `high`, where the list says. */
  readonly level: string | null;
  /** ATT&CK techniques that the list names, such as `T1053.005`. */
  readonly attack: readonly string[];
  /** Milliseconds since 1970 UTC. */
  readonly validFrom: number | null;
  readonly validUntil: number | null;
  /** What must hold, where one value is not enough. */
  readonly pattern?: Pattern | undefined;
  /** For a `regex`: what must not match the same value. */
  readonly except?: string | undefined;
}

/** Something in a list that is not hunted, and why. */
export interface LeftOut {
  readonly why: "benign" | "duplicate" | "unused";
  readonly reason: string;
  readonly type: IndicatorType | null;
  readonly value: string;
  readonly field: string;
  readonly list: string;
  readonly place: string;
}

/** What one list gave. */
export interface ListReport {
  readonly list: string;
  readonly format: string;
  /** Entries by what the list calls them; duplicates, benign and unused ones too. */
  readonly found: Readonly<Record<string, number>>;
  readonly entries: number;
  readonly used: number;
  readonly duplicates: number;
  readonly benign: number;
  readonly unused: number;
  /** STIX only: patterns, and distinct comparisons (object, property, value) in them. */
  readonly patterns?: number;
  readonly comparisons?: number;
}

/** What {@link readIndicators} gives: nothing of a list is lost without a word. */
export interface IndicatorSet {
  readonly indicators: readonly Indicator[];
  /** Benign rows, duplicates, and what cannot be matched; together with the indicators, every entry of the lists. */
  readonly leftOut: readonly LeftOut[];
  readonly issues: Issues;
  readonly report: readonly ListReport[];
}
