import type { Test } from "../rule/model";
import type { AtomTable } from "./compileTest";

/** Atoms of which one at least must hold, or the test cannot. */
export interface Anchors {
  readonly atoms: readonly number[];
  /** The shortest literal among them: the longer, the rarer. */
  readonly strength: number;
}

/**
 * The atoms that make it worthwhile to look at a test: the set with the longest literals; undefined when the test may
 * hold without any of them.
 *
 * `strengthOf` gives the length of an atom's literal, 0 for an atom that no index finds. O(parts).
 */
export function anchorsOf(
  test: Test,
  table: AtomTable,
  strengthOf: (atom: number) => number,
): Anchors | undefined {
  if (test.kind === "not") return undefined;
  if (test.kind === "atom") {
    const number = table.numberOf(test);
    const strength = strengthOf(number);
    return strength === 0 ? undefined : { atoms: [number], strength };
  }
  const parts = test.items.map((item) => anchorsOf(item, table, strengthOf));
  if (test.kind === "and") {
    let best: Anchors | undefined;
    for (const part of parts) if (part !== undefined && isBetter(part, best)) best = part;
    return best;
  }
  const atoms: number[] = [];
  let strength = Number.POSITIVE_INFINITY;
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const atom of part.atoms) atoms.push(atom);
    strength = Math.min(strength, part.strength);
  }
  return { atoms, strength };
}

function isBetter(one: Anchors, other: Anchors | undefined): boolean {
  if (other === undefined || one.strength > other.strength) return true;
  return one.strength === other.strength && one.atoms.length < other.atoms.length;
}
