import type { Atom, Match, Test } from "../rule/model";

/** Answers whether an atom, by its number, holds for the event at hand. */
export type AtomProbe = (atom: number) => boolean;
/** A test whose atoms are numbers. */
export type CompiledTest = (probe: AtomProbe) => boolean;

/** Atoms of many rules, each once. */
export class AtomTable {
  readonly atoms: Atom[] = [];
  private readonly numbers = new Map<string, number>();

  /** The number of an atom; equal atoms have the same. */
  numberOf(atom: Atom): number {
    const key = keyOf(atom);
    let number = this.numbers.get(key);
    if (number === undefined) {
      number = this.atoms.length;
      this.atoms.push(atom);
      this.numbers.set(key, number);
    }
    return number;
  }
}

function keyOf({ field, match }: Atom): string {
  return `${field ?? ""}\u0000${JSON.stringify(compact(match))}`;
}

function compact(match: Match): unknown {
  if (match.kind !== "text") return match;
  const { cased, atStart, atEnd, segments } = match.pattern;
  return [cased, atStart, atEnd, segments.map((segment) => segment.text ?? segment.tokens)];
}

/** A closure for a test: cheap parts are asked first, since order changes no result. */
export function compileTest(test: Test, table: AtomTable): CompiledTest {
  if (test.kind === "atom") {
    const number = table.numberOf(test);
    return (probe) => probe(number);
  }
  if (test.kind === "not") {
    const item = compileTest(test.item, table);
    return (probe) => !item(probe);
  }
  const parts = [...test.items].sort((a, b) => cost(a) - cost(b)).map((item) => compileTest(item, table));
  if (test.kind === "and") {
    return (probe) => {
      for (const part of parts) if (!part(probe)) return false;
      return true;
    };
  }
  return (probe) => {
    for (const part of parts) if (part(probe)) return true;
    return false;
  };
}

const COSTS: Readonly<Record<Match["kind"], number>> = {
  placeholder: 0,
  exists: 1,
  null: 1,
  text: 2,
  compare: 3,
  time: 3,
  cidr: 4,
  fieldref: 5,
  regex: 1000,
};

function cost(test: Test): number {
  if (test.kind === "atom") return COSTS[test.match.kind];
  if (test.kind === "not") return cost(test.item);
  return test.items.reduce((sum, item) => sum + cost(item), 0);
}
