import type { Random } from "../core/random";

/** A random (version 4) GUID in upper case, without braces. */
export function guid(random: Random): string {
  const hex = hexDigits(random, 32);
  const variant = "89AB"[random.integer(4)];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

/** `length` random upper-case hexadecimal digits. */
export function hexDigits(random: Random, length: number): string {
  return characters(random, length, "0123456789ABCDEF");
}

/** `length` random characters of an alphabet. */
export function characters(random: Random, length: number, alphabet: string): string {
  let text = "";
  for (let i = 0; i < length; i++) text += alphabet[random.integer(alphabet.length)];
  return text;
}

/** A random domain or machine SID, without a relative id: `S-1-5-21-a-b-c`. */
export function accountDomainSid(random: Random): string {
  const part = () => 100_000_000 + random.integer(3_900_000_000);
  return `S-1-5-21-${part()}-${part()}-${part()}`;
}

/** A process or thread id: a multiple of 4, as Windows gives them out. */
export function processId(random: Random): number {
  return 400 + 4 * random.integer(2400);
}

/** `expected` of something as a whole number: its integer part, plus one with the probability of the rest. */
export function wholeNumber(random: Random, expected: number): number {
  const whole = Math.floor(expected);
  return whole + (random.next() < expected - whole ? 1 : 0);
}
