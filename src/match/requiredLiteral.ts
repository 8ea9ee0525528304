import { foldCase } from "./foldCase";

/**
 * The longest piece of text that every match of a regular expression must contain, in folded case ({@link foldCase});
 * empty when there is none to be sure of.
 *
 * For a pre-filter: a text whose folded form lacks it cannot match, so that the expression need not run. It may be
 * shorter than possible (groups and classes are skipped), but never wrong. O(pattern).
 *
 * @example
 * requiredLiteral("(?i)\\\\ProcDump(64)?\\.(exe|zip)") // "\\procdump"
 * requiredLiteral("a|b") // ""
 */
export function requiredLiteral(pattern: string): string {
  let best = "";
  let run = "";
  const endRun = () => {
    if (run.length > best.length) best = run;
    run = "";
  };
  for (let i = 0; i < pattern.length; ) {
    const atom = atomAt(pattern, i);
    if (atom === undefined) return "";
    const repeat = REPEAT.exec(pattern.slice(atom.end, atom.end + 16))?.[0] ?? "";
    if (atom.literal === undefined || MAYBE_NONE.test(repeat)) endRun();
    else {
      run += atom.literal;
      if (repeat !== "") endRun();
    }
    i = atom.end + repeat.length;
  }
  endRun();
  return foldCase(best);
}

/** One unit of a pattern; `literal` is the character that it stands for, if it does. */
interface Atom {
  readonly end: number;
  readonly literal: string | undefined;
}

const REPEAT = /^(?:[*+?]|\{\d+(?:,\d*)?\})\??/;
const MAYBE_NONE = /^(?:[*?]|\{0)/;

/** The atom at a place; undefined where nothing can be said: an alternative, a pattern that is not understood. */
function atomAt(pattern: string, i: number): Atom | undefined {
  const c = pattern[i]!;
  if (c === "|") return undefined;
  if (c === "(") return groupAt(pattern, i);
  if (c === "[") return { end: classEnd(pattern, i), literal: undefined };
  if (c === "\\") return escapeAt(pattern, i);
  const special = ".^$)*+?{}".includes(c);
  // A character beyond U+FFFF is two units: neither may be taken for a whole one that a repeat stands behind.
  const surrogate = c >= "\ud800" && c <= "\udfff";
  return { end: i + 1, literal: special || surrogate ? undefined : c };
}

/** A group is skipped whole. Inline flags change nothing that matters to folded text, but for `x`, which RE2 lacks. */
function groupAt(pattern: string, start: number): Atom | undefined {
  let depth = 0;
  for (let i = start; i < pattern.length; ) {
    const c = pattern[i]!;
    if (c === "\\") i = escapeAt(pattern, i)?.end ?? pattern.length;
    else if (c === "[") i = classEnd(pattern, i);
    else {
      if (c === "(") depth += 1;
      if (c === ")") depth -= 1;
      i += 1;
      if (depth === 0) return isRepeatedFlag(pattern, start, i) ? undefined : { end: i, literal: undefined };
    }
  }
  return undefined;
}

/** What repeats behind flags alone, as in `ab(?i)*`, is the atom before them. */
function isRepeatedFlag(pattern: string, start: number, end: number): boolean {
  return /^\(\?[A-Za-z-]*\)$/.test(pattern.slice(start, end)) && REPEAT.test(pattern.slice(end, end + 16));
}

function classEnd(pattern: string, start: number): number {
  let i = start + 1;
  if (pattern[i] === "^") i += 1;
  if (pattern[i] === "]") i += 1;
  while (i < pattern.length && pattern[i] !== "]") {
    if (pattern[i] === "\\") i += 2;
    else if (pattern.startsWith("[:", i)) i = Math.max(i + 2, pattern.indexOf(":]", i) + 2);
    else i += 1;
  }
  return i + 1;
}

/** `\.` stands for itself; letters and digits stand for classes, and `\Q…\E` is left to the expression. */
function escapeAt(pattern: string, i: number): Atom | undefined {
  const c = pattern[i + 1];
  if (c === undefined || c === "Q") return undefined;
  if (!/[A-Za-z0-9]/.test(c)) return { end: i + 2, literal: c };
  const long = /^\\(?:x\{[^}]*\}|x[0-9A-Fa-f]{2}|[pP]\{[^}]*\}|[pP].|[0-7]{1,3}|.)/s.exec(
    pattern.slice(i, i + 64),
  );
  return { end: i + (long?.[0].length ?? 2), literal: undefined };
}
