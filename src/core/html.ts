const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * The one place where text from evidence becomes HTML text.
 *
 * Control characters become visible (U+2400 block), so that a log cannot hide or reorder what a reader sees;
 * bidirectional overrides are shown as their code point. Safe in element content and in quoted attributes. O(n).
 *
 * @example
 * escapeHtml("<img src=x>") // "&lt;img src=x&gt;"
 */
export function escapeHtml(value: unknown): string {
  return visible(String(value ?? "")).replace(/[&<>"']/g, (c) => ENTITIES[c]!);
}

/**
 * Text for a terminal: control characters, escape sequences and bidirectional overrides made visible. O(n).
 *
 * @example
 * visible("a\u001b[31mb") // "a␛[31mb"
 */
export function visible(text: string): string {
  return text.replace(CONTROL, (c) => {
    const code = c.charCodeAt(0);
    if (code < 0x20) return String.fromCharCode(0x2400 + code);
    return code === 0x7f ? "\u2421" : `\\u${code.toString(16).padStart(4, "0")}`;
  });
}

/**
 * JSON that may stand in a script element of a page: no `</script>`, no `<!--`, no line separators. O(n).
 *
 * @example
 * scriptJson("</script>") // "\"\\u003c/script\\u003e\""
 */
export function scriptJson(value: unknown): string {
  return JSON.stringify(value).replace(
    /[<>\u2028\u2029]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

// C0 (but tab and newline), DEL, C1, and the bidirectional controls of Unicode TR9.
const CONTROL = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
