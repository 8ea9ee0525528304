import type { ListSink } from "../collector";
import { classify, SELF_EVIDENT } from "../normalise/classify";
import { refang } from "../normalise/refang";

const MOST_VALUES = 5_000_000;
const MAX_DEPTH = 64;
/** Names of keys that number things: hexadecimal digits there are no hashes of files. */
const NUMBERING =
  /^_|(?:^|_)(?:id|uuid|guid|key|etag|checksum|version|date|time|timestamp|seen|created|modified)$/i;

/**
 * JSON as it is found: whole, as lines, or the inside of an object or an array whose brackets were lost on the way.
 *
 * Answers what was mended, for an issue. Throws a `SyntaxError` for what is not even that.
 *
 * @example
 * parseLooseJson('"a": 1').value // { a: 1 }
 * parseLooseJson('{"a": 1}\n{"a": 2}').mended // "read as JSON lines"
 */
export function parseLooseJson(text: string): { readonly value: unknown; readonly mended?: string } {
  const bare = text.replace(/^\ufeff/, "").trim();
  const whole = tryJson(bare);
  if ("value" in whole) return whole;
  const inside = bare.replace(/,$/, "");
  for (const [open, close, mended] of MENDINGS) {
    const attempt = tryJson(open + inside + close);
    if ("value" in attempt) return { value: attempt.value, mended };
  }
  const lines = bare.split(/\r?\n/).filter((line) => line.trim() !== "");
  const values = lines.map((line) => tryJson(line.replace(/,$/, "")));
  if (lines.length > 1 && values.every((value) => "value" in value)) {
    return {
      value: values.map((value) => (value as { value: unknown }).value),
      mended: "read as JSON lines",
    };
  }
  throw new SyntaxError(`readJson: not JSON: ${whole.fault}`);
}

const MENDINGS = [
  ["{", "}", "not quite JSON: its outer braces were missing"],
  ["{", "", "not quite JSON: its first brace was missing"],
  ["", "}", "not quite JSON: its last brace was missing"],
  ["", "]}", "not quite JSON: its last brackets were missing"],
  ["{", "]}", "not quite JSON: its outer brackets were missing"],
  ["[", "]", "not quite JSON: its outer brackets were missing"],
] as const;

/**
 * Takes from any JSON the values that have the form of an indicator beyond doubt: hashes, addresses, names, URLs.
 * Keys that number things are passed over. Throws a `RangeError` beyond 5 million values or 64 levels.
 */
export function readLooseJson(value: unknown, sink: ListSink): void {
  let seen = 0;
  const visit = (item: unknown, key: string, depth: number): void => {
    if (depth > MAX_DEPTH) throw new RangeError(`readJson: levels must be at most ${MAX_DEPTH}, got more`);
    if (Array.isArray(item)) for (const part of item) visit(part, key, depth + 1);
    else if (typeof item === "object" && item !== null) {
      for (const [name, part] of Object.entries(item)) visit(part, name, depth + 1);
    } else if (typeof item === "string" && !NUMBERING.test(key)) {
      seen += 1;
      if (seen > MOST_VALUES)
        throw new RangeError(`readJson: values must be at most ${MOST_VALUES}, got more`);
      const type = classify(refang(item));
      if (SELF_EVIDENT.has(type))
        sink.add({ type, value: item, field: key || "value", place: `value ${seen}` });
    }
  };
  visit(value, "", 0);
}

function tryJson(text: string): { readonly value: unknown } | { readonly fault: string } {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch (error) {
    return { fault: (error as Error).message.replace(/\s+/g, " ").slice(0, 160) };
  }
}
