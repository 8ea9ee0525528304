import { describe } from "../../../core/check";
import type { RuleWork } from "../pipeline/ruleWork";
import { parseCondition } from "./condition";
import { draftTest } from "./draftTest";
import type { Test } from "./model";
import { applyModifiers, type Scalar } from "./modifiers";
import type { Placeholders } from "./placeholders";
import { SigmaError } from "./sigmaError";
import { joined, negated, testOf } from "./testOf";

type Keys = readonly (string | number)[];

/** Most values that one rule may hold. */
const MAX_VALUES = 200_000;
const MAX_NESTING = 16;

/** What the fields of a rule go through, and what fills their placeholders. */
export interface ReadContext {
  readonly work: RuleWork;
  readonly placeholders: Placeholders;
}

/**
 * The test of a `detection` (or of a filter): its named parts joined by its condition; several conditions by `or`;
 * with the parts that pipelines add. Null when pipelines drop all of it.
 *
 * Throws a {@link SigmaError} whose keys lead to the fault, from `keys` on.
 */
export function detectionTest(
  detection: Readonly<Record<string, unknown>>,
  keys: Keys,
  context: ReadContext,
): Test | null {
  const reader = new DetectionReader(context);
  const named = new Map<string, Test | null>();
  for (const [name, part] of Object.entries(detection)) {
    if (name === "condition" || name === "timeframe") continue;
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
  return joined("and", [joined("or", tests), ...reader.added()]);
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
  /** The steps of pipelines from this number on change what is read. */
  private from = 0;

  constructor(private readonly context: ReadContext) {}

  /** The parts that pipelines add. */
  added(): (Test | null)[] {
    return this.context.work.added.map(({ fields, negated: isNot, from }) => {
      this.from = from;
      const test = this.part(fields, "add_condition", [], 0);
      return isNot ? negated(test) : test;
    });
  }

  /** A map is joined by `and`, a list by `or`; plain values are looked for in the whole event. */
  part(part: unknown, name: string, keys: Keys, depth: number): Test | null {
    if (depth > MAX_NESTING) throw new SigmaError("sigma: detection must not be nested deeper", keys);
    if (Array.isArray(part)) {
      if (part.length === 0) throw new SigmaError(`sigma: ${name} must have values, got an empty list`, keys);
      if (part.every(isScalar)) return this.field("", name, part, keys);
      const items = part.map((item, i) =>
        isScalar(item)
          ? this.field("", name, [item], [...keys, i])
          : this.part(item, name, [...keys, i], depth + 1),
      );
      return joined("or", items);
    }
    if (isScalar(part)) return this.field("", name, [part], keys);
    const items = Object.entries(part as object).map(([key, value]) =>
      this.field(key, name, value, [...keys, key]),
    );
    if (items.length === 0) throw new SigmaError(`sigma: ${name} must have fields, got an empty map`, keys);
    return joined("and", items);
  }

  private field(key: string, name: string, value: unknown, keys: Keys): Test | null {
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
      const { work, placeholders } = this.context;
      const items = work.itemsOf(field === "" ? null : field, draft, this.from);
      return joined(
        "or",
        items.map((item) => draftTest(item.field, item.draft, placeholders)),
      );
    });
  }
}

function isScalar(value: unknown): value is Scalar {
  return value === null || typeof value !== "object";
}
