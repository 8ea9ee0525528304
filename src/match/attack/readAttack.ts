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
    const whole: unknown = JSON.parse(text);
    return partsOf(isPart(whole) && Array.isArray(whole.objects) ? whole.objects : [whole].flat());
  } catch {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    return partsOf(
      lines.map((line, i): unknown => {
        try {
          return JSON.parse(line);
        } catch {
          throw new SyntaxError(
            `readAttack: line ${i + 1} of ${describe(path)} must be JSON, got ${describe(line)}`,
          );
        }
      }),
    );
  }
}

/** What of a list is an object. */
function partsOf(list: unknown): Part[] {
  return Array.isArray(list) ? list.filter(isPart) : [];
}

function isPart(value: unknown): value is Part {
  return typeof value === "object" && value !== null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function fromStix(object: Part): Technique | undefined {
  if (object.type !== "attack-pattern") return undefined;
  const reference = partsOf(object.external_references).find((one) => one.source_name === "mitre-attack");
  const id = reference?.external_id;
  if (!isText(id)) return undefined;
  const tactics = partsOf(object.kill_chain_phases)
    .filter((phase) => phase.kill_chain_name === "mitre-attack")
    .map((phase) => phase.phase_name)
    .filter(isText);
  return { id, name: isText(object.name) ? object.name : id, tactics };
}

function fromLine(object: Part): Technique | undefined {
  const id = object.id ?? object.technique;
  if (!isText(id) || !/^T\d{4}(\.\d{3})?$/.test(id) || !isText(object.name)) return undefined;
  return {
    id,
    name: object.name,
    tactics: Array.isArray(object.tactics) ? object.tactics.filter(isText) : [],
  };
}
