import { type Attack, attackTags } from "../attack/attack";
import type { Rule } from "./rule/model";
import type { NotRun } from "./run/plan";

/** What became of the rules about one technique. */
export interface TechniqueCoverage {
  readonly technique: string;
  readonly name: string | null;
  readonly rules: number;
  /** Rules that had events and fields to look at. */
  readonly ran: number;
  /** Rules with hits. */
  readonly fired: number;
  /** Hits of all these rules. */
  readonly hits: number;
}

/** What the rules could see. */
export interface Coverage {
  readonly rules: number;
  readonly ran: number;
  readonly fired: number;
  /** Share of rules that could not run: 0 to 1. */
  readonly lost: number;
  /** Rules that did not run, by kind of reason. */
  readonly lostBy: Readonly<Record<NotRun["kind"], number>>;
  readonly techniques: readonly TechniqueCoverage[];
}

/** Counts what ran, what fired and what could not be seen; techniques in order of their ids. O(rules). */
export function coverageOf(
  rules: readonly Rule[],
  notRun: readonly NotRun[],
  hits: ReadonlyMap<string, number>,
  attack: Attack,
): Coverage {
  const counted = rules.filter((rule) => rule.kind !== "filter");
  const lost = new Set(notRun.map(({ rule }) => rule));
  const lostIds = new Set([...lost].map(({ id }) => id));
  const lostBy = { "log source": 0, field: 0, feature: 0 };
  for (const { kind } of notRun) lostBy[kind] += 1;
  const techniques = new Map<
    string,
    { name: string | null; rules: number; ran: number; fired: number; hits: number }
  >();
  for (const rule of counted) {
    for (const { technique, name } of attackTags(rule.tags, attack)) {
      if (technique === null) continue;
      const row = techniques.get(technique) ?? { name, rules: 0, ran: 0, fired: 0, hits: 0 };
      techniques.set(technique, row);
      const count = hits.get(rule.id) ?? 0;
      row.rules += 1;
      row.ran += lostIds.has(rule.id) ? 0 : 1;
      row.fired += count > 0 ? 1 : 0;
      row.hits += count;
    }
  }
  return {
    rules: counted.length,
    ran: counted.length - lost.size,
    fired: counted.filter((rule) => (hits.get(rule.id) ?? 0) > 0).length,
    lost: counted.length === 0 ? 0 : lost.size / counted.length,
    lostBy,
    techniques: [...techniques]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([technique, row]) => ({ technique, ...row })),
  };
}
