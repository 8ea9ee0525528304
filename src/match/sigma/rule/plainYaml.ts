/** A line with content. */
interface Line {
  readonly number: number;
  readonly indent: number;
  readonly text: string;
}

/** Deepest nesting that is read here. */
const MAX_DEPTH = 20;

/**
 * What the documents of a text of YAML hold, when it keeps to the plain forms that nearly all rules are written in;
 * undefined when any part of it does not, or looks doubtful: then the YAML reader must read the whole text.
 *
 * Plain forms: maps and lists in block form, keys of word characters, values on one line, texts in `|` blocks,
 * comments. The result is the YAML reader's, many times faster; faults and their places are left to that one. O(n).
 */
export function plainYaml(text: string): unknown[] | undefined {
  try {
    return new PlainReader(text).documents();
  } catch (error) {
    if (error instanceof NotPlain) return undefined;
    throw error;
  }
}

class NotPlain extends Error {}

class PlainReader {
  private readonly lines: readonly string[];
  private at = 0;

  constructor(text: string) {
    if (/[\ufeff]|\r(?!\n)/.test(text)) throw new NotPlain();
    this.lines = text.replaceAll("\r\n", "\n").split("\n");
  }

  documents(): unknown[] {
    const found: unknown[] = [];
    for (let line = this.peek(); line !== undefined; line = this.peek()) {
      if (isMark(line)) this.at = line.number + 1;
      else {
        if (line.indent !== 0) throw new NotPlain();
        found.push(this.map(0, 0));
        const next = this.peek();
        if (next !== undefined && !isMark(next)) throw new NotPlain();
      }
    }
    return found;
  }

  /** The next line with content; comments and empty lines are passed over. */
  private peek(): Line | undefined {
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!;
      const indent = indentOf(line);
      if (indent === line.length || line[indent] === "#") continue;
      if (line.includes("\t")) throw new NotPlain();
      return { number: this.at, indent, text: line.slice(indent) };
    }
    return undefined;
  }

  /** A map whose keys stand at an indent; of the first line, only what is behind a list's mark may be given. */
  private map(indent: number, depth: number, first?: string): Record<string, unknown> {
    if (depth > MAX_DEPTH) throw new NotPlain();
    const map: Record<string, unknown> = {};
    let given = first;
    for (;;) {
      const line = given === undefined ? this.peek() : { number: this.at, indent, text: given };
      given = undefined;
      if (line === undefined || line.indent < indent || isMark(line)) return map;
      const entry = ENTRY.exec(line.text);
      if (line.indent > indent || entry === null) throw new NotPlain();
      const key = entry[1]!;
      if (RESERVED.test(key) || Object.hasOwn(map, key)) throw new NotPlain();
      this.at = line.number + 1;
      map[key] = this.value(trimmed(line.text.slice(entry[0].length)), indent, depth, true);
    }
  }

  private list(indent: number, depth: number): unknown[] {
    if (depth > MAX_DEPTH) throw new NotPlain();
    const list: unknown[] = [];
    for (;;) {
      const line = this.peek();
      if (line === undefined || line.indent < indent || isMark(line)) return list;
      if (line.indent > indent) throw new NotPlain();
      // A list within a map stands where the map's keys do: the next key ends it.
      const mark = ITEM.exec(line.text);
      if (mark === null) return list;
      const rest = line.text.slice(mark[0].length);
      if (ENTRY.test(rest)) list.push(this.map(indent + mark[0].length, depth + 1, rest));
      else {
        this.at = line.number + 1;
        list.push(this.value(trimmed(rest), indent, depth, false));
      }
    }
  }

  /** What stands behind a key or a list's mark, or on the lines below. */
  private value(rest: string, indent: number, depth: number, inMap: boolean): unknown {
    if (rest === "|" || rest === "|-") return this.block(indent, rest === "|");
    if (rest !== "" && rest[0] !== "#") return scalarOf(rest);
    const next = this.peek();
    if (next === undefined || isMark(next)) return null;
    const isItem = ITEM.test(next.text);
    if (next.indent > indent) {
      return isItem ? this.list(next.indent, depth + 1) : this.map(next.indent, depth + 1);
    }
    return inMap && isItem && next.indent === indent ? this.list(indent, depth + 1) : null;
  }

  /** The lines of a `|` block: those that stand deeper than what it belongs to. */
  private block(outer: number, endsLine: boolean): string {
    const start = this.at;
    const indent = indentOf(this.lines[start] ?? "");
    if (indent <= outer || indent === this.lines[start]!.length) throw new NotPlain();
    const texts: string[] = [];
    for (; this.at < this.lines.length; this.at++) {
      const line = this.lines[this.at]!;
      const own = indentOf(line);
      if (own === line.length && own <= indent) texts.push("");
      else if (own < indent && own <= outer) break;
      else if (own < indent || line.trim() === "") throw new NotPlain();
      else texts.push(line.slice(indent));
    }
    // Without a line end behind it the last line of a file has none in the block either.
    if (this.at === this.lines.length && this.lines.at(-1) !== "") throw new NotPlain();
    while (texts.at(-1) === "") texts.pop();
    return texts.join("\n") + (endsLine ? "\n" : "");
  }
}

const ENTRY = /^([A-Za-z_][\w.|-]{0,200}) *:(?= |$)/;
const ITEM = /^-(?: +|$)/;
/** Keys that stand for something else than their text, or must not be set on an object. */
const RESERVED = /^(?:null|true|false|__proto__)$/i;

function isMark({ indent, text }: Line): boolean {
  if (indent !== 0 || !/^(?:---|\.\.\.|%)/.test(text)) return false;
  if (trimmed(text) !== "---") throw new NotPlain();
  return true;
}

function indentOf(line: string): number {
  let indent = 0;
  while (line.charCodeAt(indent) === 32) indent += 1;
  return indent;
}

/** Without blanks at both ends; other white space belongs to a value. */
function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 32) end -= 1;
  return text.slice(Math.min(indentOf(text), end), end);
}

function scalarOf(text: string): unknown {
  if (text[0] === "'") {
    const found = /^'((?:[^']|'')*)'(?: +#.*)?$/.exec(text);
    if (found === null) throw new NotPlain();
    return found[1]!.replaceAll("''", "'");
  }
  if (text[0] === '"') {
    const found = /^"([^"\\]*)"(?: +#.*)?$/.exec(text);
    if (found === null) throw new NotPlain();
    return found[1]!;
  }
  const comment = text.indexOf(" #");
  const plain = comment < 0 ? text : trimmed(text.slice(0, comment));
  if (!/^(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s-]))/.test(plain) || /:(?: |$)/.test(plain))
    throw new NotPlain();
  return resolved(plain);
}

/** A plain scalar by YAML's core schema; numbers in other than the everyday forms are left to the YAML reader. */
function resolved(plain: string): unknown {
  if (/^(?:null|Null|NULL|~)$/.test(plain)) return null;
  if (/^(?:true|True|TRUE)$/.test(plain)) return true;
  if (/^(?:false|False|FALSE)$/.test(plain)) return false;
  if (/^(?:0|[1-9]\d{0,14})$/.test(plain)) return Number(plain);
  if (NUMBER.test(plain)) throw new NotPlain();
  return plain;
}

const NUMBER = /^[-+]?(?:0o[0-7]+|0x[\da-f]+|(?:\.\d+|\d+(?:\.\d*)?)(?:e[-+]?\d+)?|\.inf|\.nan)$/i;
