/** What JSON writes with a backslash: quotes, control characters, and halves of surrogate pairs. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/**
 * A text as JSON writes it, in quotes.
 *
 * @example
 * quoted("a\n") // "\"a\\n\""
 */
export function quoted(text: string): string {
  return ESCAPED.test(text) ? wellFormed(JSON.stringify(text)) : `"${text}"`;
}

/**
 * JSON text in which halves of surrogate pairs are the replacement character: strict readers refuse them, and one
 * task with such a name must not hide all others.
 *
 * @example
 * wellFormed('"\\ud800"') // "\"\ufffd\""
 */
export function wellFormed(json: string): string {
  if (!json.includes("\\ud")) return json;
  return json.replace(
    /(\\\\)|\\ud[89a-f][0-9a-f]{2}/g,
    (_, backslash: string | undefined) => backslash ?? "\ufffd",
  );
}
