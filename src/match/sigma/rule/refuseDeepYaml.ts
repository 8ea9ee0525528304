/** Deepest nesting that is handed to the YAML reader. */
const MAX_DEPTH = 200;

/**
 * Throws a `RangeError` for YAML that nests far deeper than any rule: the reader's time and memory grow with the
 * square of the depth.
 *
 * Counts brackets that are open at once, and list marks and blanks in front of a line's content, whatever they stand
 * in. O(n).
 */
export function refuseDeepYaml(text: string): void {
  let open = 0;
  let indent = 0;
  let isIndent = true;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (c === "[" || c === "{") open += 1;
    else if ((c === "]" || c === "}") && open > 0) open -= 1;
    if (c === "\n") {
      isIndent = true;
      indent = 0;
    } else if (isIndent && " -?:".includes(c)) indent += 1;
    else isIndent = false;
    if (open > MAX_DEPTH || indent > 2 * MAX_DEPTH) {
      throw new RangeError(`readRules: nesting must be at most ${MAX_DEPTH} deep, got more`);
    }
  }
}
