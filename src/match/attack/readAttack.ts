import { readFileSync, statSync } from "node:fs";
import { describe } from "../../core/check";
import type { Attack, Technique } from "./attack";

/** Largest file that is read; the enterprise bundle has about 50 MB. */
const MAX_FILE = 512 * 2 ** 20;

/**
 * Reads techniques from a STIX 2 bundle of ATT&CK, or from JSON lines with `id` (or `technique`), `name`, `tactics`.
 *
 * Revoked and deprecated techniques are kept: rules still name them. Throws a `SyntaxError` for a file that holds no
 * technique, and what the file system throws.
 *
 * Source: https://github.com/mitre/cti/blob/master/USAGE.md
 */
export function readAttack(path: string): Attack {
  const { size } = statSync(path);
  if (size > MAX_FILE)
    throw new RangeError(`readAttack: file must be at most ${MAX_FILE} bytes, got ${size}`);
  const text = readFileSync(path, "utf8");
  const techniques = new Map<string, Technique>();
  for (const object of objectsOf(text, path)) {
    const technique = fromStix(object) ?? fromLine(object);
    if (technique !== undefined) techniques.set(technique.id, technique);
  }
  if (techniques.size === 0) {
    throw new SyntaxError(`readAttack: file must hold ATT&CK techniques, got none in ${describe(path)}`);
  }
  return techniques;
}

type Part = Readonly<Record<string, unknown>>;

function objectsOf(text: string, path: string): Part[] {
  try {
    const whole = JSON.parse(text) as Part | Part[];
    return Array.isArray(whole) ? whole : Array.isArray(whole.objects) ? (whole.objects as Part[]) : [whole];
  } catch {
    return text
      .split("\n")
      .filter((line) => line.trim() !== "")
      .map((line, i) => {
        try {
          return JSON.parse(line) as Part;
        } catch {
          throw new SyntaxError(
            `readAttack: line ${i + 1} of ${describe(path)} must be JSON, got ${describe(line)}`,
          );
        }
      });
  }
}

function fromStix(object: Part): Technique | undefined {
  if (object.type !== "attack-pattern" || !Array.isArray(object.external_references)) return undefined;
  const reference = (object.external_references as Part[]).find((one) => one.source_name === "mitre-attack");
  if (typeof reference?.external_id !== "string") return undefined;
  const phases = Array.isArray(object.kill_chain_phases) ? (object.kill_chain_phases as Part[]) : [];
  const tactics = phases
    .filter((phase) => phase.kill_chain_name === "mitre-attack")
    .map((phase) => String(phase.phase_name));
  return { id: reference.external_id, name: String(object.name), tactics };
}

function fromLine(object: Part): Technique | undefined {
  const id = object.id ?? object.technique;
  if (typeof id !== "string" || !/^T\d{4}(\.\d{3})?$/.test(id) || typeof object.name !== "string")
    return undefined;
  return { id, name: object.name, tactics: Array.isArray(object.tactics) ? object.tactics.map(String) : [] };
}
