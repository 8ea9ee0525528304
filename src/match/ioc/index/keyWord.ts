import type { Indicator } from "../indicator";
import { wordsOf } from "./words";

/**
 * Chooses for each indicator the word under which it stands in the index: the one that fewest of the indicators share,
 * so that no word has many to try. Undefined for a value without words.
 *
 * For paths and keys only their last part counts: before it may stand a variable, a drive or a hive in another form.
 */
export function keyWord(indicators: readonly Indicator[]): (indicator: Indicator) => string | undefined {
  const counts = new Map<string, number>();
  for (const indicator of indicators) {
    if (!isPhrase(indicator)) continue;
    for (const word of wordsOf(searched(indicator))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return (indicator) => {
    if (!isPhrase(indicator)) return indicator.value;
    let best: string | undefined;
    for (const word of wordsOf(searched(indicator))) {
      if (best === undefined || rank(word) > rank(best)) best = word;
    }
    return best;
  };

  /** Fewer sharers first, then more characters. */
  function rank(word: string): number {
    return word.length / 1_000 - counts.get(word)!;
  }
}

/** Hashes and domains are one word, and it is their own. */
function isPhrase({ type }: Indicator): boolean {
  return (
    type === "path" ||
    type === "registry" ||
    type === "filename" ||
    type === "name" ||
    type === "mutex" ||
    type === "email"
  );
}

function searched({ type, value }: Indicator): string {
  if (type !== "path" && type !== "registry") return value;
  for (let end = value.length; end > 0; ) {
    const slash = value.lastIndexOf("\\", end - 1);
    const part = value.slice(slash + 1, end);
    if (wordsOf(part).length > 0) return part;
    end = slash;
  }
  return value;
}
