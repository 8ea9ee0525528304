/** What JSON writes with a backslash: quotes, control characters, and halves of surrogate pairs. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * A text as JSON writes it, in quotes.
 *
 * @example
 * quoted("a\n") // "\"a\\n\""
 */
export function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
