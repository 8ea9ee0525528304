/** Which ASCII characters make up words: letters, digits, `_`, `-` and `.`; all beyond ASCII do. */
const WORD = new Uint8Array(128);
for (const c of "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.")
  WORD[c.charCodeAt(0)] = 1;

/** Takes a word, or the rest of one behind a dot, by its hash and its place in the text. */
export type WordSink = (hash: number, start: number, end: number) => void;

/**
 * Whether a character of a text is part of a word; nothing before the beginning and behind the end is.
 *
 * @example
 * isWord("a/b", 0) // true
 * isWord("a/b", 1) // false
 */
export function isWord(text: string, at: number): boolean {
  const c = text.charCodeAt(at);
  return c >= 128 || WORD[c] === 1;
}

/**
 * The hash of a word in lower case, as {@link scanWords} hands it out.
 *
 * @example
 * wordHash("evil.example") === wordHash("evil.example") // true
 */
export function wordHash(word: string): number {
  let hash = SEED;
  for (let i = word.length - 1; i >= 0; i--) hash = Math.imul(hash ^ word.charCodeAt(i), PRIME);
  return hash;
}

const SEED = 0x811c9dc5 | 0;
const PRIME = 0x01000193;
const DOT = 46;
const DASH = 45;

/**
 * Hands out every word of a text, and of each word every rest behind a dot (`a.b.c`, `b.c`, `c`): what a domain, a
 * file or a task name may be. Dots and dashes at a word's end are left out. Text is taken as lower case.
 *
 * Words come from the right, so that one pass has the hashes of all rests. No memory is taken. O(length).
 */
export function scanWords(text: string, sink: WordSink): void {
  let hash = SEED;
  let end = -1;
  for (let i = text.length - 1; i >= 0; i--) {
    let c = text.charCodeAt(i);
    if (c < 128 && WORD[c] === 0) {
      if (end >= 0) sink(hash, i + 1, end);
      end = -1;
      continue;
    }
    if (end < 0) {
      if (c === DOT || c === DASH) continue;
      end = i + 1;
      hash = SEED;
    } else if (c === DOT) sink(hash, i + 1, end);
    if (c >= 65 && c <= 90) c += 32;
    hash = Math.imul(hash ^ c, PRIME);
  }
  if (end >= 0) sink(hash, 0, end);
}

/**
 * The whole words of a text, in lower case.
 *
 * @example
 * wordsOf("Evil Tool.exe.") // ["tool.exe", "evil"]
 */
export function wordsOf(text: string): string[] {
  const lower = text.toLowerCase();
  const words: string[] = [];
  scanWords(lower, (_, start, end) => {
    if (start === 0 || !isWord(lower, start - 1)) words.push(lower.slice(start, end));
  });
  return words;
}
