import { foldCase } from "../../foldCase";
import { requiredLiteral } from "../../requiredLiteral";
import type { Match } from "../rule/model";
import { DASH, matchesText, type TextPattern } from "../rule/textPattern";
import type { FieldValue } from "./eventFields";
import { LiteralIndex } from "./literalIndex";

/** Values longer than this are searched anew each time. */
const CACHED_LENGTH = 512;
/** Values whose result is kept, of one field. */
const CACHED_VALUES = 20_000;

type Check = (original: string, folded: string, start: number) => boolean;

interface Entry {
  readonly literal: string;
  readonly id: number;
  readonly check: Check;
  /** The check looks at the whole value: once is enough. */
  readonly once: boolean;
}

/**
 * Tells which of many patterns a value of one field has, in one pass over the value.
 *
 * A regular expression is only told to be possible: its longest certain literal occurs. Results of short values are
 * kept, since logs repeat them.
 */
export class FieldIndex {
  private readonly exact = new Map<string, number[]>();
  private readonly entries: Entry[] = [];
  private literals: LiteralIndex | undefined;
  private readonly kept = new Map<string, readonly number[]>();
  /** The search in which an entry was settled last. */
  private settled = new Int32Array(0);
  private searches = 0;

  /**
   * Adds a match under an id; returns its strength, the length of its literal in characters, or 0 when it cannot be
   * found here.
   */
  add(match: Match, id: number): number {
    if (match.kind === "text") return this.addText(match.pattern, id);
    if (match.kind !== "regex") return 0;
    const literal = foldCase(requiredLiteral(match.source));
    if (literal === "") return 0;
    this.entries.push({ literal, id, check: startsAt(literal), once: false });
    return literal.length;
  }

  /** Must be called once everything is added. */
  build(): void {
    this.literals = new LiteralIndex(this.entries.map((entry) => entry.literal));
    this.settled = new Int32Array(this.entries.length);
  }

  /** The ids of what a value has; of several values, all of theirs. */
  idsOf(value: FieldValue): readonly number[] {
    if (typeof value === "string") return this.idsOfText(value);
    return value ? value.flatMap((one) => this.idsOfText(one)) : NONE;
  }

  private idsOfText(value: string): readonly number[] {
    if (value.length > CACHED_LENGTH) return this.search(value);
    let ids = this.kept.get(value);
    if (ids === undefined) {
      ids = this.search(value);
      if (this.kept.size >= CACHED_VALUES) this.kept.clear();
      this.kept.set(value, ids);
    }
    return ids;
  }

  private search(value: string): readonly number[] {
    const folded = foldCase(value);
    const ids = [...(this.exact.get(folded) ?? [])];
    const { entries, settled } = this;
    const serial = ++this.searches;
    this.literals!.search(folded, (i, start) => {
      if (settled[i] === serial) return;
      const { id, check, once } = entries[i]!;
      const isFound = check(value, folded, start);
      if (isFound) ids.push(id);
      if (isFound || once) settled[i] = serial;
    });
    return ids.length === 0 ? NONE : ids;
  }

  private addText(pattern: TextPattern, id: number): number {
    const { segments, atStart, atEnd, cased } = pattern;
    const [first] = segments;
    if (first === undefined) {
      if (!atStart || !atEnd) return 0;
      this.exact.set("", [...(this.exact.get("") ?? []), id]);
      return 1;
    }
    if (segments.length === 1 && first.text !== undefined && !cased) {
      if (atStart && atEnd) this.exact.set(first.text, [...(this.exact.get(first.text) ?? []), id]);
      else
        this.entries.push({
          literal: first.text,
          id,
          check: simpleCheck(first.text, atStart, atEnd),
          once: false,
        });
      return first.text.length;
    }
    const literal = longestLiteral(pattern);
    if (literal === "") return 0;
    this.entries.push({ literal, id, check: (original) => matchesText(pattern, original), once: true });
    return literal.length;
  }
}

const NONE: readonly number[] = [];

function startsAt(literal: string): Check {
  return (_, folded, start) => folded.startsWith(literal, start);
}

function simpleCheck(literal: string, atStart: boolean, atEnd: boolean): Check {
  return (_, folded, start) =>
    (!atStart || start === 0) &&
    (!atEnd || start + literal.length === folded.length) &&
    folded.startsWith(literal, start);
}

/** The longest run of plain characters and dashes, in folded case; the search takes every dash for any other. */
function longestLiteral({ segments }: TextPattern): string {
  let best = "";
  for (const { tokens } of segments) {
    let run = "";
    for (const token of [...tokens, -1]) {
      if (token === DASH) run += "-";
      else if (token >= 0) run += String.fromCharCode(token);
      else {
        if (run.length > best.length) best = run;
        run = "";
      }
    }
  }
  return foldCase(best);
}
