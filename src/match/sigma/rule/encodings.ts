import type { Encoding } from "./modifiers";

/**
 * What a text looks like after some encodings, one text for each place at which Base64 may have found it.
 *
 * `utf16*` make bytes of text; Base64 encodes bytes (UTF-8 unless something else came first); bytes without Base64
 * become characters U+0000 to U+00FF. O(n).
 *
 * @example
 * encodedTexts("http://", ["base64offset"]) // ["aHR0cDovL", "h0dHA6Ly", "odHRwOi8v"]
 * encodedTexts("cmd", ["utf16le", "base64"]) // ["YwBtAGQA"]
 *
 * Source: Sigma specification 2.1, appendix on modifiers, "Encoding".
 */
export function encodedTexts(text: string, encodings: readonly Encoding[]): string[] {
  let bytes: Buffer = Buffer.from(text, "utf8");
  for (const [i, encoding] of encodings.entries()) {
    if (encoding === "base64") bytes = Buffer.from(bytes.toString("base64"), "latin1");
    else if (encoding === "base64offset") {
      const rest = encodings.slice(i + 1);
      return [0, 1, 2].flatMap((offset) =>
        rest.length === 0 ? [atOffset(bytes, offset)] : encodedTexts(atOffset(bytes, offset), rest),
      );
    } else bytes = utf16(bytes.toString("utf8"), encoding);
  }
  return [bytes.toString("latin1")];
}

/** The characters of Base64 that depend on these bytes alone, when `offset` others stand in front. */
function atOffset(bytes: Buffer, offset: number): string {
  const base64 = Buffer.concat([Buffer.alloc(offset), bytes])
    .toString("base64")
    .replace(/=+$/, "");
  const start = [0, 2, 3][offset]!;
  const partial = (bytes.length + offset) % 3;
  return base64.slice(start, partial === 0 ? undefined : -1);
}

function utf16(text: string, encoding: Encoding): Buffer {
  const little = Buffer.from(text, "utf16le");
  if (encoding === "utf16be") return little.swap16();
  return encoding === "utf16" ? Buffer.concat([Buffer.from([0xff, 0xfe]), little]) : little;
}
