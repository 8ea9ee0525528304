import { SigmaError } from "./sigmaError";

/** Values for placeholders, by name without the percent signs. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

/** Most values that the placeholders of one value may make. */
const MAX_FILLED = 100_000;

/**
 * The names of placeholders in a value, each once.
 *
 * @example
 * placeholdersIn("%servers%.%domain%") // ["servers", "domain"]
 *
 * Source: Sigma specification 2.1, modifier `expand`.
 */
export function placeholdersIn(text: string): string[] {
  return [...new Set([...text.matchAll(/%([^%\s]+)%/g)].map((found) => found[1]!))];
}

/**
 * Every value that a text makes with the values of its placeholders; those that have none stay.
 *
 * Throws a {@link SigmaError} when they would be more than 100,000.
 *
 * @example
 * fillPlaceholders("%a%-%b%", (name) => (name === "a" ? ["1", "2"] : undefined)) // ["1-%b%", "2-%b%"]
 */
export function fillPlaceholders(
  text: string,
  valuesOf: (name: string) => readonly string[] | undefined,
): string[] {
  let texts = [text];
  for (const name of placeholdersIn(text)) {
    const values = valuesOf(name);
    if (values === undefined) continue;
    if (texts.length * values.length > MAX_FILLED) {
      throw new SigmaError(`sigma: placeholders of a value must make at most ${MAX_FILLED} values, got more`);
    }
    texts = texts.flatMap((one) => values.map((put) => one.replaceAll(`%${name}%`, () => put)));
  }
  return texts;
}
