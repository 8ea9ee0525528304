import { describe } from "../../../core/check";
import { didYouMean } from "../../../core/suggest";
import { linearRegex } from "../../linearRegex";
import { SigmaError } from "../rule/sigmaError";

/** The parameters of a step or a condition, as YAML has them, and where they stand. */
export class Params {
  constructor(
    readonly values: Readonly<Record<string, unknown>>,
    readonly keys: readonly (string | number)[],
  ) {}

  /** A map below a key, or the list's member. Throws a {@link SigmaError} for anything else. */
  map(key: string | number, value: unknown = this.values[key]): Params {
    if (typeof value !== "object" || value === null || Array.isArray(value))
      throw this.fault(key, "be a map");
    return new Params(value as Readonly<Record<string, unknown>>, [...this.keys, key]);
  }

  text(key: string, fallback?: string): string {
    const value = this.values[key] ?? fallback;
    if (typeof value === "string" || typeof value === "number") return String(value);
    throw this.fault(key, "be text");
  }

  flag(key: string): boolean {
    const value = this.values[key] ?? false;
    if (typeof value !== "boolean") throw this.fault(key, "be true or false");
    return value;
  }

  /** One text or several. */
  texts(key: string): string[] {
    const values = [this.values[key] ?? []].flat();
    if (values.length === 0) throw this.fault(key, "hold text");
    return values.map(String);
  }

  oneOf<T extends string>(key: string, choices: readonly T[], fallback: T): T {
    const value = this.values[key] ?? fallback;
    const found = choices.find((choice) => choice === value);
    if (found === undefined) throw this.fault(key, `be one of ${choices.join(", ")}`);
    return found;
  }

  /** A regular expression that runs in linear time. */
  regex(key: string): string {
    const source = this.text(key);
    try {
      linearRegex(source);
    } catch (error) {
      throw new SigmaError(
        `sigma: ${key} must be a regular expression: ${(error as Error).message.replace(/^linearRegex: /, "")}`,
        [...this.keys, key],
      );
    }
    return source;
  }

  /** The members of a list or of a map; none where the key is absent. */
  members(key: string): Params[] {
    const value = this.values[key] ?? [];
    if (typeof value !== "object") throw this.fault(key, "be a list");
    const below = new Params(value as Readonly<Record<string, unknown>>, [...this.keys, key]);
    return Object.entries(value as object).map(([name, member]) =>
      below.map(Array.isArray(value) ? Number(name) : name, member),
    );
  }

  /** The fault of a name that is not known, with a suggestion. */
  unknown(key: string, known: Iterable<string>): SigmaError {
    const names = [...known];
    const name = this.text(key);
    return new SigmaError(
      `sigma: ${key} must be one of ${names.join(", ")}, got ${describe(name)}${didYouMean(name, names)}`,
      [...this.keys, key],
    );
  }

  fault(key: string | number, must: string): SigmaError {
    const value = this.values[key];
    const got = value === undefined ? "none" : describe(value);
    return new SigmaError(`sigma: ${key} must ${must}, got ${got}`, [
      ...this.keys,
      ...(value === undefined ? [] : [key]),
    ]);
  }
}
