/**
 * Whether a text matches a pattern with `*` and `?`, character by character: `[...text]` for characters beyond U+FFFF.
 *
 * Linear in the text for each star, never exponential.
 *
 * @example
 * matchGlob("a.evtx", "*.evtx") // true
 */
export function matchGlob(text: ArrayLike<string>, pattern: ArrayLike<string>): boolean {
  let i = 0;
  let j = 0;
  let star = -1;
  let mark = 0;
  while (i < text.length) {
    if (j < pattern.length && (pattern[j] === "?" || (pattern[j] === text[i] && pattern[j] !== "*"))) {
      i += 1;
      j += 1;
    } else if (pattern[j] === "*") {
      star = j;
      mark = i;
      j += 1;
    } else if (star >= 0) {
      mark += 1;
      i = mark;
      j = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[j] === "*") j += 1;
  return j === pattern.length;
}
