import { checkNumber, checkOptions } from "../core/check";
import { compareTexts } from "../core/compareTexts";
import type { Explanation, Reason } from "./explainInWords";

/** Options of {@link alike}. */
export interface AlikeOptions {
  /** Share of a score that the reasons which are compared must make up, the largest first. @default 0.6 */
  readonly share?: number;
}

/** Rows that are odd for the same reasons: one line for an analyst. */
export interface AlikeGroup {
  /** The member with the highest score; the first of equals. */
  readonly first: Explanation;
  /** Places in the given list, in its order. */
  readonly members: readonly number[];
  /** What they have in common; "(each its own)" where the column is common and the value is not. */
  readonly because: readonly { readonly column: string; readonly seen: string }[];
}

/** Stands for values that only one of the rows has. */
const ITS_OWN = "(each its own)";

/**
 * Joins explained rows that are odd for the same reasons, so that forty similar rows are one line.
 *
 * Compared are the reasons that make up most of a score: the same columns with the same values are the same group. A
 * value that no other row has, such as a random name, is no difference as long as another reason is shared. No distance,
 * no threshold on scores: why two rows stand together can be read. Groups by their highest score, then by order. O(rows).
 *
 * @example
 * const row = (name, score) => ({ row: 0, score, sentence: "", reasons: [{ column: "name", share: score / 2, seen: name }, { column: "program", share: score / 2, seen: "a.exe" }] })
 * alike([row("x", 4), row("y", 8), row("z", 2)]).map((group) => group.members) // [[0, 1, 2]]
 */
export function alike(explanations: readonly Explanation[], options: AlikeOptions = {}): AlikeGroup[] {
  checkOptions("alike", options, ["share"]);
  const share = checkNumber("alike", "share", options.share ?? 0.6, 0, 1);
  const leading = explanations.map((one) => leadingReasons(one, share));
  const counts = new Map<string, number>();
  for (const reason of leading.flat()) counts.set(keyOf(reason), (counts.get(keyOf(reason)) ?? 0) + 1);
  const groups = new Map<string, { members: number[]; because: AlikeGroup["because"] }>();
  leading.forEach((reasons, i) => {
    const isShared = (reason: Reason) => counts.get(keyOf(reason))! > 1;
    const anyShared = reasons.some(isShared);
    const because = reasons
      .map((reason) => ({
        column: reason.column,
        seen: anyShared && !isShared(reason) ? ITS_OWN : reason.seen,
      }))
      .sort((a, b) => compareTexts(a.column, b.column));
    const key = JSON.stringify(because.map(({ column, seen }) => [column, seen]));
    const group = groups.get(key) ?? { members: [], because };
    group.members.push(i);
    groups.set(key, group);
  });
  return Array.from(groups.values(), ({ members, because }) => ({
    first: explanations[members.reduce((a, b) => (explanations[b]!.score > explanations[a]!.score ? b : a))]!,
    members,
    because,
  })).sort((a, b) => b.first.score - a.first.score || a.members[0]! - b.members[0]!);
}

function leadingReasons({ reasons, score }: Explanation, share: number): Reason[] {
  let told = 0;
  return reasons.filter((reason, place) => {
    const isNeeded = place === 0 || told < share * score;
    told += reason.share;
    return isNeeded;
  });
}

function keyOf({ column, seen }: Reason): string {
  return JSON.stringify([column, seen]);
}
