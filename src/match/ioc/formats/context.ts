const TECHNIQUE = /\bT1\d{3}(?:[./]\d{3})?\b/g;
const MOST_TECHNIQUES = 50;
const MAX_TITLE = 200;

/**
 * The ATT&CK techniques that texts name, each once.
 *
 * @example
 * techniquesIn(["T1195.002 and T1195/002", null, "T1053"]) // ["T1195.002", "T1053"]
 */
export function techniquesIn(texts: readonly unknown[]): string[] {
  const found = new Set<string>();
  for (const text of texts) {
    if (typeof text !== "string") continue;
    for (const [technique] of text.slice(0, 20_000).matchAll(TECHNIQUE))
      found.add(technique.replace("/", "."));
  }
  return [...found].slice(0, MOST_TECHNIQUES);
}

/**
 * A title from the first of some texts that is one: blanks joined, at most 200 characters; null without any.
 *
 * @example
 * titleOf([undefined, "", " a \n b "]) // "a b"
 */
export function titleOf(texts: readonly unknown[]): string | null {
  for (const text of texts) {
    if (typeof text !== "string" && typeof text !== "number") continue;
    const title = String(text)
      .slice(0, 2 * MAX_TITLE)
      .replace(/\s+/g, " ")
      .trim();
    if (title !== "") return title.length > MAX_TITLE ? `${title.slice(0, MAX_TITLE - 1)}…` : title;
  }
  return null;
}

/**
 * A confidence or score on a scale from 0 to `top` as a level; null without a number.
 *
 * @example
 * levelOf(80, 100) // "high"
 * levelOf("4", 10) // "medium"
 */
export function levelOf(score: unknown, top: number): "low" | "medium" | "high" | null {
  const share =
    typeof score === "number" || (typeof score === "string" && score.trim() !== "")
      ? +score / top
      : Number.NaN;
  if (Number.isNaN(share)) return null;
  return share >= 0.7 ? "high" : share >= 0.4 ? "medium" : "low";
}

/** A value as an object whose names may be asked for; undefined for anything else. */
export function objectOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : undefined;
}

/** A value as a list; a single value is a list of one, and nothing an empty one. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : value === undefined || value === null ? [] : [value];
}

/** A text property; undefined for anything else. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}
