import { StringDecoder } from "node:string_decoder";
import type { IssueSink } from "../core/issue";
import { lines, MAX_LINE } from "./lines";

const TOO_LONG = `longer than ${MAX_LINE} characters`;

/** A JSON value and where it stands: the line of a text file, or the place in an array. */
export interface JsonValue {
  readonly value: unknown;
  readonly record: number;
}

/**
 * The values of JSON lines; empty lines are passed over, bad ones become issues. Bounded memory. O(bytes).
 */
export async function* jsonLines(
  bytes: AsyncIterable<Buffer>,
  path: string,
  issues: IssueSink,
): AsyncGenerator<JsonValue[]> {
  for await (const batch of lines(bytes)) {
    const values: JsonValue[] = [];
    for (const { number, text } of batch) {
      if (text === undefined) {
        issues({
          path,
          place: `line ${number}`,
          reason: `line is longer than ${MAX_LINE} characters`,
          lost: 1,
        });
      } else if (text.trim() !== "") {
        parse(text, `line ${number}`, path, issues, (value) => values.push({ value, record: number }));
      }
    }
    yield values;
  }
}

/**
 * The values of a JSON array, or of JSON objects written one behind the other over several lines each.
 *
 * Values are cut out by brackets and strings and parsed one by one, so that one bad value does not lose the
 * others and memory holds one of them (at most {@link MAX_LINE} characters). O(bytes).
 */
export async function* jsonValues(
  bytes: AsyncIterable<Buffer>,
  path: string,
  issues: IssueSink,
): AsyncGenerator<JsonValue[]> {
  const decoder = new StringDecoder("utf8");
  const splitter = new ValueSplitter();
  let record = 0;
  const take = (texts: readonly (string | undefined)[]): JsonValue[] => {
    const values: JsonValue[] = [];
    for (const text of texts) {
      record += 1;
      if (text === undefined) issues({ path, place: `value ${record}`, reason: TOO_LONG, lost: 1 });
      else parse(text, `value ${record}`, path, issues, (value) => values.push({ value, record }));
    }
    return values;
  };
  for await (const block of bytes) yield take(splitter.push(decoder.write(block)));
  yield take(splitter.push(decoder.end()));
  const fault = splitter.fault();
  if (fault !== undefined) issues({ path, place: `value ${record + 1}`, reason: fault, lost: 1 });
}

/** Cuts text into top-level objects; knows strings, escapes and depth, nothing else of JSON. */
class ValueSplitter {
  private depth = 0;
  private text = "";
  private inString = false;
  private escaped = false;
  private isTooLong = false;

  /** Takes the next piece of text and returns the objects that end in it; undefined stands for one too long to keep. */
  push(piece: string): (string | undefined)[] {
    const whole: (string | undefined)[] = [];
    let from = this.depth > 0 ? 0 : -1;
    for (let i = 0; i < piece.length; i++) {
      const c = piece.charCodeAt(i);
      if (this.inString) {
        this.stringCharacter(c);
      } else if (c === 0x22) {
        this.inString = true;
      } else if (c === 0x7b) {
        if (this.depth === 0) from = i;
        this.depth += 1;
      } else if (c === 0x7d && this.depth > 0) {
        this.depth -= 1;
        if (this.depth === 0) whole.push(this.take(piece.slice(from, i + 1)));
      }
    }
    if (this.depth > 0) this.keep(piece.slice(from));
    return whole;
  }

  /** What is wrong at the end of the text, if anything. */
  fault(): string | undefined {
    return this.depth > 0 || this.inString ? "file ends inside a value" : undefined;
  }

  private stringCharacter(c: number): void {
    if (this.escaped) this.escaped = false;
    else if (c === 0x5c) this.escaped = true;
    else if (c === 0x22) this.inString = false;
  }

  private keep(piece: string): void {
    this.isTooLong ||= this.text.length + piece.length > MAX_LINE;
    this.text = this.isTooLong ? "" : this.text + piece;
  }

  private take(end: string): string | undefined {
    this.keep(end);
    const value = this.isTooLong ? undefined : this.text;
    this.text = "";
    this.isTooLong = false;
    return value;
  }
}

/** A number long enough to lose digits, where it can only be one: the quick look that most texts pass without a hit. */
const LONG_NUMBER = /\d{16}\s*[,}\]]/;
/**
 * JSON in which whole numbers beyond 2^53 are texts, so that they keep their digits. O(n).
 *
 * @example
 * wholeDigits('{"a":9007199254740993,"b":1}') // "{\"a\":\"9007199254740993\",\"b\":1}"
 */
export function wholeDigits(json: string): string {
  if (!LONG_NUMBER.test(json)) return json;
  const token = /"|-?\d[\d.eE+-]*/g;
  let text = "";
  let written = 0;
  for (let found = token.exec(json); found !== null; found = token.exec(json)) {
    const [number] = found;
    if (number === '"') token.lastIndex = endOfText(json, token.lastIndex);
    else if (number.length >= 16 && /^-?\d+$/.test(number) && !Number.isSafeInteger(Number(number))) {
      text += `${json.slice(written, found.index)}"${number}"`;
      written = token.lastIndex;
    }
  }
  return text + json.slice(written);
}

/** The place behind the quote that ends the text from `start` on; one that a backslash stands before is part of it. */
function endOfText(json: string, start: number): number {
  for (let quote = json.indexOf('"', start); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let before = quote;
    while (before > start && json[before - 1] === "\\") before--;
    if ((quote - before) % 2 === 0) return quote + 1;
  }
  return json.length;
}

function parse(
  text: string,
  place: string,
  path: string,
  issues: IssueSink,
  take: (value: unknown) => void,
): void {
  let value: unknown;
  try {
    value = JSON.parse(wholeDigits(text));
  } catch (error) {
    issues({ path, place, reason: `not JSON: ${(error as Error).message.slice(0, 120)}`, lost: 1 });
    return;
  }
  take(value);
}
