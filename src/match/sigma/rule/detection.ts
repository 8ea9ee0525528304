import { describe } from "../../../core/check";
import { parseCondition } from "./condition";
import { draftTest, type Placeholders } from "./draftTest";
import type { Test } from "./model";
import { applyModifiers, type Scalar } from "./modifiers";
import { SigmaError } from "./sigmaError";
import { testOf } from "./testOf";

type Keys = readonly (string | number)[];

/** Most values that one rule may hold. */
const MAX_VALUES = 200_000;
const MAX_NESTING = 16;

/**
 * The test of a `detection` (or of a filter): its named parts joined by its condition; several conditions by `or`.
 *
 * Throws a {@link SigmaError} whose keys lead to the fault, from `keys` on.
 */
export function detectionTest(
  detection: Readonly<Record<string, unknown>>,
  keys: Keys,
  placeholders: Placeholders,
  other: readonly string[] = [],
): Test {
  const reader = new DetectionReader(placeholders);
  const named = new Map<string, Test>();
  for (const [name, part] of Object.entries(detection)) {
    if (name === "condition" || name === "timeframe" || other.includes(name)) continue;
    named.set(name, reader.part(part, name, [...keys, name], 0));
  }
  const conditions = [detection.condition].flat();
  if (conditions.length === 0 || conditions[0] === undefined) {
    throw new SigmaError("sigma: detection must have a condition, got none", keys);
  }
  const tests = conditions.map((condition) => {
    const place = [...keys, "condition"];
    if (typeof condition !== "string") {
      throw new SigmaError(`sigma: condition must be text, got ${describe(condition)}`, place);
    }
    return placed(place, () => testOf(parseCondition(condition), named));
  });
  return tests.length === 1 ? tests[0]! : { kind: "or", items: tests };
}

/** Gives the faults of some work a place, unless they have one. */
export function placed<T>(keys: Keys, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof SigmaError) || error.keys.length > 0) throw error;
    throw new SigmaError(error.message, keys, error.offset);
  }
}

class DetectionReader {
  private values = 0;

  constructor(private readonly placeholders: Placeholders) {}

  /** A map is joined by `and`, a list by `or`; plain values are looked for in the whole event. */
  part(part: unknown, name: string, keys: Keys, depth: number): Test {
    if (depth > MAX_NESTING) throw new SigmaError("sigma: detection must not be nested deeper", keys);
    if (Array.isArray(part)) {
      if (part.length === 0) throw new SigmaError(`sigma: ${name} must have values, got an empty list`, keys);
      if (part.every(isScalar)) return this.field("", name, part, keys);
      const items = part.map((item, i) =>
        isScalar(item)
          ? this.field("", name, [item], [...keys, i])
          : this.part(item, name, [...keys, i], depth + 1),
      );
      return items.length === 1 ? items[0]! : { kind: "or", items };
    }
    if (isScalar(part)) return this.field("", name, [part], keys);
    const items = Object.entries(part as object).map(([key, value]) =>
      this.field(key, name, value, [...keys, key]),
    );
    if (items.length === 0) throw new SigmaError(`sigma: ${name} must have fields, got an empty map`, keys);
    return items.length === 1 ? items[0]! : { kind: "and", items };
  }

  private field(key: string, name: string, value: unknown, keys: Keys): Test {
    const values = Array.isArray(value) ? value : [value];
    this.values += values.length;
    if (this.values > MAX_VALUES) {
      throw new SigmaError(`sigma: rule must have at most ${MAX_VALUES} values, got more`, keys);
    }
    const [field, ...modifiers] = key.split("|") as [string, ...string[]];
    const place = key === "" ? name : `${name}.${field}`;
    const odd = values.find((one) => !isScalar(one));
    if (odd !== undefined) {
      throw new SigmaError(
        `sigma: values of ${place} must be text, numbers, true, false or null, got ${describe(odd)}`,
        keys,
      );
    }
    return placed(keys, () => {
      const draft = applyModifiers(place, modifiers, values as Scalar[]);
      return draftTest(field === "" ? null : field, draft, this.placeholders);
    });
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value !== "object";
}
