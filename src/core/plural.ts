/**
 * A number with its noun, in the right form.
 *
 * @example
 * plural(1, "line") // "1 line"
 * plural(2, "entry", "entries") // "2 entries"
 */
export function plural(count: number, noun: string, nouns = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : nouns}`;
}
