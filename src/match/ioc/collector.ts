import type { IssueSink } from "../../core/issue";
import type { Indicator, IndicatorType, LeftOut, ListReport } from "./indicator";
import { normalise } from "./normalise/normalise";
import { refang } from "./normalise/refang";
import type { Pattern } from "./stix/pattern";

/** One entry of a list, as its reader found it. */
export interface Entry {
  /** Undefined for what cannot be matched; `unused` says why. */
  readonly type: IndicatorType | undefined;
  readonly value: string;
  readonly field: string;
  /** Where in the list, for reports. */
  readonly place: string;
  readonly title?: string | null | undefined;
  readonly level?: string | null | undefined;
  readonly attack?: readonly string[] | undefined;
  readonly validFrom?: number | null | undefined;
  readonly validUntil?: number | null | undefined;
  readonly pattern?: Pattern | undefined;
  readonly except?: string | undefined;
  /** The second half of an entry that holds two values; reports count the entry once. */
  readonly isPart?: boolean;
  /** Why the list itself calls it harmless. */
  readonly benign?: string | undefined;
  readonly unused?: string | undefined;
}

/** Takes the entries of one list. */
export interface ListSink {
  readonly list: string;
  readonly issues: IssueSink;
  add(entry: Entry): void;
  /** Counts a STIX pattern and its comparisons, each written as object, property and value. */
  addPattern(comparisons: readonly string[]): void;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Collects the entries of all lists: normalises, joins duplicates, keeps benign and unusable ones apart. */
export class Collector {
  readonly indicators: Writable<Indicator>[] = [];
  readonly leftOut: LeftOut[] = [];
  readonly report: ListReport[] = [];
  private readonly places = new Map<string, number>();

  constructor(private readonly issues: IssueSink) {}

  /** Runs the reader of one list and adds a line to the report. */
  read(list: string, format: string, reader: (sink: ListSink) => void): void {
    const found = new Map<string, number>();
    const counts = { entries: 0, used: 0, duplicates: 0, benign: 0, unused: 0 };
    const comparisons = new Set<string>();
    let patterns = 0;
    const lists = [list];
    const finish = () => {
      const stix = patterns > 0 ? { patterns, comparisons: comparisons.size } : {};
      this.report.push({ list, format, found: Object.fromEntries(found), ...counts, ...stix });
    };
    try {
      reader({
        list,
        issues: this.issues,
        add: (entry) => {
          counts.entries += 1;
          if (!entry.isPart) found.set(entry.field, (found.get(entry.field) ?? 0) + 1);
          counts[this.take(entry, lists)] += 1;
        },
        addPattern: (parts) => {
          patterns += 1;
          for (const part of parts) comparisons.add(part);
        },
      });
    } finally {
      finish();
    }
  }

  private take(entry: Entry, lists: readonly string[]): "used" | "duplicates" | "benign" | "unused" {
    const { type, field, place } = entry;
    const value = type === "regex" || type === "pattern" ? entry.value : refang(entry.value);
    const leave = (why: LeftOut["why"], reason: string) =>
      this.leftOut.push({
        why,
        reason,
        type: type ?? null,
        value: entry.value,
        field,
        list: lists[0]!,
        place,
      });
    if (type === undefined) {
      leave("unused", entry.unused ?? "not matched");
      return "unused";
    }
    const normal = entry.unused === undefined ? normalise(type, value) : { unused: entry.unused };
    if (entry.benign !== undefined) {
      leave("benign", entry.benign);
      return "benign";
    }
    if ("unused" in normal) {
      leave("unused", normal.unused);
      return "unused";
    }
    const key = `${type} ${normal.value}${entry.except === undefined ? "" : `\n${entry.except}`}`;
    const before = this.places.get(key);
    if (before === undefined) {
      this.places.set(key, this.indicators.length);
      this.indicators.push(made(entry, type, normal.value, lists));
      return "used";
    }
    merge(this.indicators[before]!, entry, lists);
    leave("duplicate", `named before by ${this.indicators[before]!.lists[0]}`);
    return "duplicates";
  }
}

const NONE: readonly string[] = [];

function made(entry: Entry, type: IndicatorType, value: string, lists: readonly string[]): Indicator {
  return {
    type,
    value,
    original: entry.value,
    field: entry.field,
    lists,
    title: entry.title || null,
    level: entry.level ?? null,
    attack: entry.attack ?? NONE,
    validFrom: entry.validFrom ?? null,
    validUntil: entry.validUntil ?? null,
    pattern: entry.pattern,
    except: entry.except,
  };
}

/** An indicator that several entries name is valid as long as any of them says. */
function merge(known: Writable<Indicator>, entry: Entry, lists: readonly string[]): void {
  if (!known.lists.includes(lists[0]!)) known.lists = [...known.lists, ...lists];
  known.title ??= entry.title || null;
  known.level ??= entry.level ?? null;
  const fresh = (entry.attack ?? NONE).filter((technique) => !known.attack.includes(technique));
  if (fresh.length > 0) known.attack = [...known.attack, ...fresh];
  known.validFrom = wider(Math.min, known.validFrom, entry.validFrom);
  known.validUntil = wider(Math.max, known.validUntil, entry.validUntil);
}

function wider(
  pick: (a: number, b: number) => number,
  a: number | null,
  b: number | null | undefined,
): number | null {
  return a === null || b === null || b === undefined ? null : pick(a, b);
}
