import type { Row } from "../../core/table";

/** A technique of ATT&CK. */
export interface Technique {
  /** `T1053`, or `T1053.005` for a sub-technique. */
  readonly id: string;
  readonly name: string;
  /** Short names, such as `privilege-escalation`. */
  readonly tactics: readonly string[];
}

/** Techniques by id. */
export type Attack = ReadonlyMap<string, Technique>;

/** What a rule's tags say, with names. */
export interface AttackTag {
  /** Null for a tag that names a tactic only. */
  readonly technique: string | null;
  readonly name: string | null;
  /** Names of tactics, such as `Privilege Escalation`. */
  readonly tactics: readonly string[];
}

/**
 * The techniques and tactics that the tags of a rule name.
 *
 * A technique that `attack` does not know has no name, and the tactics that the rule's other tags name. O(tags).
 *
 * @example
 * attackTags(["attack.execution", "attack.t1053.005"], new Map()) // [{ technique: "T1053.005", name: null, tactics: ["Execution"] }]
 */
export function attackTags(tags: readonly string[], attack: Attack): AttackTag[] {
  const techniques: string[] = [];
  const tactics: string[] = [];
  for (const tag of tags) {
    const found = /^attack\.(?:(t\d{4}(?:\.\d{3})?)|([a-z][a-z_-]*))$/i.exec(tag);
    if (found?.[1] !== undefined) techniques.push(found[1].toUpperCase());
    else if (found?.[2] !== undefined) tactics.push(tacticName(found[2]));
  }
  if (techniques.length === 0) return tactics.length === 0 ? [] : [{ technique: null, name: null, tactics }];
  return [...new Set(techniques)].map((technique) => {
    const known = attack.get(technique);
    return {
      technique,
      name: known?.name ?? null,
      tactics: known === undefined ? tactics : known.tactics.map(tacticName),
    };
  });
}

/**
 * A tactic's name as ATT&CK writes it.
 *
 * @example
 * tacticName("command-and-control") // "Command and Control"
 */
export function tacticName(short: string): string {
  return short
    .toLowerCase()
    .split(/[-_]/)
    .map((word) => (word === "and" ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join(" ");
}

/** Techniques as rows: `technique`, `name`, `tactics`. */
export function attackRows(attack: Attack): Row[] {
  return [...attack.values()].map(({ id, name, tactics }) => ({
    technique: id,
    name,
    tactics: tactics.map(tacticName),
  }));
}
