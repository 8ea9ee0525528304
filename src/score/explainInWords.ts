import { checkInteger, checkOptions } from "../core/check";
import { visible } from "../core/html";
import type { Matrix } from "../core/matrix";
import type { Sequences } from "../core/sequences";
import type { Columns } from "../core/table";
import { takeRows } from "../detect/collapse";
import type { Model } from "../detect/detector";

/** Why a row has its score: one column of it. */
export interface Reason {
  readonly column: string;
  /** Share of the score, in the model's unit. */
  readonly share: number;
  readonly seen: string;
  /** What the model would expect here given the rest of the row; undefined when it cannot say. */
  readonly usual?: string;
}

/** Why a row has its score, as data and as a sentence. */
export interface Explanation {
  readonly row: number;
  readonly score: number;
  /** The largest shares first. */
  readonly reasons: readonly Reason[];
  readonly sentence: string;
}

/** Options of {@link explainInWords}. */
export interface ExplainOptions {
  /** Rows of `x` to explain. @default all */
  readonly rows?: ArrayLike<number>;
  /** Most reasons a row; those below a twentieth of the score are left out. @default 3 */
  readonly top?: number;
  /** What a value of a matrix column stands for; an encoder's `text`. @default levels and plain numbers */
  readonly text?: (matrixColumn: number, value: number) => string;
  /** The rows before encoding, so that an unseen level shows as what it was. @default the encoded values */
  readonly seen?: Columns;
  /** [matrix columns]; an encoder's `sources`: shares of columns made of the same one are summed. @default none are */
  readonly sources?: readonly string[];
  /** Which rows of `x` follow which, for a model that judges rows among those before and after. @default every row alone */
  readonly sequences?: Sequences;
}

const SMALLEST_SHARE = 0.05;
const LONGEST_VALUE = 100;

/**
 * Says for each row which columns make its score, what stands there and what usually does.
 *
 * Sentence: `command: "C:\TMP\x.exe" (14.2 of 22.8 bits; usually "%windir%\system32\sc.exe"), user: …`. Values are
 * made safe for a terminal; escape them for HTML. [rows]. Costs an `explain` of these rows, and their expectation; with
 * `sequences`, of all rows.
 */
export function explainInWords(model: Model, x: Matrix, options: ExplainOptions = {}): Explanation[] {
  checkOptions("explainInWords", options, ["rows", "top", "text", "seen", "sources", "sequences"]);
  const { rows = Array.from({ length: x.rows }, (_, i) => i), top = 3, text = plainText(x), seen } = options;
  checkInteger("explainInWords", "top", top, 1);
  const part = takeRows(x, rows);
  const { scores, shares, expected } = judged(model, x, part, rows, options.sequences);
  const width = x.columns.length;
  const groups = groupsOf(x, options.sources);
  return Array.from(scores, (score, i) => {
    const shareOf = (j: number) => shares.data[i * width + j]!;
    const reasons = groups
      .map((group) => ({ ...group, share: group.members.reduce((sum, j) => sum + shareOf(j), 0) }))
      .sort((a, b) => b.share - a.share || a.members[0]! - b.members[0]!)
      .slice(0, top)
      .filter(({ share }, place) => place === 0 || share >= SMALLEST_SHARE * score)
      .map(({ name, members, share }): Reason => {
        const j = members.reduce((most, other) => (shareOf(other) > shareOf(most) ? other : most));
        const original = seenText(seen, name, rows[i]!);
        const column = original === undefined ? x.columns[j]!.name : name;
        // What is usual is said of one matrix column; beside the value of all of them it would compare unlike things.
        const isAlone = original === undefined || members.length === 1;
        const usual = expected === undefined || !isAlone ? undefined : text(j, expected.data[i * width + j]!);
        return { column, share, seen: original ?? text(j, part.data[i * width + j]!), usual };
      });
    return { row: rows[i]!, score, reasons, sentence: sentenceOf(reasons, score, model.unit) };
  });
}

interface Judged {
  readonly scores: ArrayLike<number>;
  readonly shares: Matrix;
  readonly expected: Matrix | undefined;
}

/** What the model says of some rows: asked of these alone, or of all where a row is judged among others. */
function judged(
  model: Model,
  x: Matrix,
  part: Matrix,
  rows: ArrayLike<number>,
  sequences: Sequences | undefined,
): Judged {
  if (sequences === undefined) {
    return { scores: model.score(part), shares: model.explain(part), expected: model.expect?.(part) };
  }
  const scores = model.score(x, sequences);
  const expected = model.expect?.(x, sequences);
  return {
    scores: Array.from(rows, (row) => scores[row]!),
    shares: takeRows(model.explain(x, sequences), rows),
    expected: expected && takeRows(expected, rows),
  };
}

/** Matrix columns by the column that they were made of; each on its own without sources. */
function groupsOf(x: Matrix, sources: readonly string[] | undefined) {
  const groups = new Map<string, number[]>();
  x.columns.forEach(({ name }, j) => {
    const key = sources?.[j] ?? name;
    groups.set(key, [...(groups.get(key) ?? []), j]);
  });
  return Array.from(groups, ([name, members]) => ({ name, members }));
}

function sentenceOf(reasons: readonly Reason[], score: number, unit: string): string {
  return reasons
    .map(({ column, share, seen, usual }, place) => {
      const part = amountText(share, score);
      const amount = place === 0 ? `${part} of ${amountText(score, score)} ${unit}` : `${part} ${unit}`;
      const instead = usual === undefined || usual === seen ? "" : `; usually ${quote(usual)}`;
      return `${visible(column)}: ${quote(seen)} (${amount}${instead})`;
    })
    .join(", ");
}

/** One decimal; as many more as a score below 1 needs to show two digits. */
function amountText(share: number, score: number): string {
  const size = Math.abs(score);
  const decimals = size >= 1 || size === 0 ? 1 : Math.min(9, 1 - Math.floor(Math.log10(size)));
  return share.toFixed(decimals);
}

function quote(value: string): string {
  const shown = visible(value);
  return `"${shown.length > LONGEST_VALUE ? `${shown.slice(0, LONGEST_VALUE)}…` : shown}"`;
}

function plainText(x: Matrix): (matrixColumn: number, value: number) => string {
  return (j, value) => {
    const { type } = x.columns[j]!;
    return type.kind === "category" ? type.levels[value]! : String(value);
  };
}

/** The value before encoding; undefined when it is missing or the column is not among them. */
function seenText(seen: Columns | undefined, name: string, row: number): string | undefined {
  const column = seen?.columns.get(name);
  if (column?.kind === "category") return column.levels[column.codes[row]!];
  const value = column?.values[row];
  if (value === undefined || Number.isNaN(value)) return undefined;
  return column!.kind === "time" ? timeText(value) : String(value);
}

function timeText(time: number): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? String(time) : date.toISOString();
}
