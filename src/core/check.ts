import { didYouMean } from "./suggest";

/** Throws a `TypeError` when `options` has a key that is not in `known`, and suggests the nearest one. */
export function checkOptions(where: string, options: object, known: readonly string[]): void {
  for (const key of Object.keys(options)) {
    if (!known.includes(key)) {
      throw new TypeError(
        `${where}: options must be among ${known.join(", ")}, got ${JSON.stringify(key)}${didYouMean(key, known)}`,
      );
    }
  }
}

/** Throws unless `value` is an integer of at least `minimum` (and at most `maximum`); returns it. */
export function checkInteger(
  where: string,
  name: string,
  value: unknown,
  minimum: number,
  maximum = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== "number" || !Number.isInteger(value)) {
    throw new TypeError(`${where}: ${name} must be an integer, got ${describe(value)}`);
  }
  if (value < minimum || value > maximum) {
    const range = maximum === Number.MAX_SAFE_INTEGER ? `at least ${minimum}` : `in [${minimum}, ${maximum}]`;
    throw new RangeError(`${where}: ${name} must be ${range}, got ${value}`);
  }
  return value;
}

/** Throws unless `value` is a finite number in [minimum, maximum]; returns it. */
export function checkNumber(
  where: string,
  name: string,
  value: unknown,
  minimum = -Number.MAX_VALUE,
  maximum = Number.MAX_VALUE,
): number {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    throw new TypeError(`${where}: ${name} must be a finite number, got ${describe(value)}`);
  }
  if (value < minimum || value > maximum) {
    throw new RangeError(`${where}: ${name} must be in [${minimum}, ${maximum}], got ${value}`);
  }
  return value;
}

/** A short name of any value for error messages. */
export function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (value === null || typeof value !== "object") return String(value);
  return Array.isArray(value) ? `an array of ${value.length}` : (value.constructor?.name ?? "an object");
}
