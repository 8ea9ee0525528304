import type { Test } from "../rule/model";
import type { AtomTable } from "./compileTest";

/** Atoms of which one at least must hold, or the test cannot. */
export interface Anchors {
  readonly atoms: readonly number[];
  /** How often one of them is expected to be found, for each event. */
  readonly cost: number;
}

/**
 * The atoms that make it worthwhile to look at a test: the set that is found least often; undefined when the test may
 * hold without any of them.
 *
 * `costOf` gives the expected finds of an atom for each event, undefined for an atom that no index finds. O(parts).
 */
export function anchorsOf(
  test: Test,
  table: AtomTable,
  costOf: (atom: number) => number | undefined,
): Anchors | undefined {
  if (test.kind === "not") return undefined;
  if (test.kind === "atom") {
    const number = table.numberOf(test);
    const cost = costOf(number);
    return cost === undefined ? undefined : { atoms: [number], cost };
  }
  const parts = test.items.map((item) => anchorsOf(item, table, costOf));
  if (test.kind === "and") {
    let best: Anchors | undefined;
    for (const part of parts)
      if (part !== undefined && (best === undefined || part.cost < best.cost)) best = part;
    return best;
  }
  const atoms: number[] = [];
  let cost = 0;
  for (const part of parts) {
    if (part === undefined) return undefined;
    for (const atom of part.atoms) atoms.push(atom);
    cost += part.cost;
  }
  return { atoms, cost };
}
