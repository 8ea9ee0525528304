import { StringDecoder } from "node:string_decoder";

/** Longest line that is kept; longer ones are reported and skipped. */
export const MAX_LINE = 16 * 2 ** 20;

/** One line of text with its number from 1; `text` is undefined when the line was too long to keep. */
export interface Line {
  readonly number: number;
  readonly text: string | undefined;
}

/**
 * Splits bytes into lines of UTF-8 text, without line ends and byte order mark, a batch for each block of bytes.
 *
 * Memory is bounded by the block size and {@link MAX_LINE}. O(bytes).
 */
export async function* lines(bytes: AsyncIterable<Buffer>, maxLine = MAX_LINE): AsyncGenerator<Line[]> {
  const decoder = new StringDecoder("utf8");
  let rest = "";
  let skipping = false;
  let number = 0;
  const finish = (text: string): Line => {
    number += 1;
    const tooLong = skipping || text.length > maxLine;
    skipping = false;
    if (number === 1 && text.startsWith("\ufeff")) text = text.slice(1);
    return { number, text: tooLong ? undefined : text.endsWith("\r") ? text.slice(0, -1) : text };
  };
  for await (const block of bytes) {
    const parts = decoder.write(block).split("\n");
    parts[0] = rest + parts[0]!;
    rest = parts.pop()!;
    const batch = parts.map(finish);
    if (skipping || rest.length > maxLine) {
      skipping = true;
      rest = "";
    }
    if (batch.length > 0) yield batch;
  }
  rest += decoder.end();
  if (rest !== "" || skipping) yield [finish(rest)];
}
