import { linearRegex } from "../../linearRegex";
import type { ListSink } from "../collector";
import { classify } from "../normalise/classify";
import { refang } from "../normalise/refang";
import { levelOf, techniquesIn, titleOf } from "./context";

/**
 * Which of LOKI's lists a file is, by its name or by what its head says of its format; `plain` otherwise. The head
 * counts only in comments.
 *
 * @example
 * lokiKind("iocs/filename-iocs.txt", "") // "filename"
 * lokiKind("my.txt", "") // "plain"
 */
export function lokiKind(path: string, text: string): "filename" | "keyword" | "plain" {
  const name = path.replace(/^.*[\\/]/, "").toLowerCase();
  const head = text
    .slice(0, 4_000)
    .split("\n")
    .filter((line) => line.startsWith("#"))
    .join("\n");
  if (/filename-?iocs?/.test(name) || /^#\s*REGEX;SCORE/m.test(head)) return "filename";
  if (/^(?:malicious-?)?keywords?\b/.test(name) || /^#\s*MALICIOUS KEYWORDS/m.test(head)) return "keyword";
  return "plain";
}

const SENTENCE = /^(?:\S+\s+){4}\S/;

/**
 * Reads a list of one indicator a line; comments begin with `#` or `//`. What stands before a semicolon, a comma or a
 * tab is the indicator where it has the form of one, and the rest its title, as in LOKI's lists of hashes and C2s.
 */
export function readPlainList(text: string, sink: ListSink): void {
  let title: string | null = null;
  eachLine(text, (line, number) => {
    if (line === "") title = null;
    else if (/^(?:#|\/\/)/.test(line)) title = titleOf([line.replace(/^[#/\s]+/, "")]) ?? title;
    else addLine(line, number, title, sink);
  });
}

function addLine(line: string, number: number, above: string | null, sink: ListSink): void {
  const place = `line ${number}`;
  if (line.length > MAX_LINE) {
    const unused = `a line of more than ${MAX_LINE} characters`;
    sink.add({ type: undefined, value: line.slice(0, 100), field: "line", place, unused });
    return;
  }
  const { value, comment } = splitComment(line);
  const type = classify(refang(value));
  const score = /^\d{1,3}$/.test(comment) ? comment : undefined;
  sink.add({
    type,
    value,
    field: "line",
    place,
    unused: type === "name" && SENTENCE.test(value) ? "a sentence rather than an indicator" : undefined,
    title: score === undefined ? (titleOf([comment]) ?? above) : above,
    level: levelOf(score, 100),
    attack: techniquesIn([comment, above]),
  });
}

const MAX_LINE = 8_192;

/** The comment behind a sign or a tab; a value that has no form of its own keeps its whole line. */
function splitComment(line: string): { readonly value: string; readonly comment: string } {
  const whole = { value: line, comment: "" };
  const end = line.search(/[\s;,#|]/);
  if (end <= 0) return whole;
  const value = line.slice(0, end);
  const rest = line.slice(end).trimStart();
  const blanks = line.slice(end, line.length - rest.length);
  const isSign = /^[;,|]/.test(rest) || (rest.startsWith("#") && blanks !== "");
  if (!isSign && !blanks.includes("\t")) return whole;
  const type = classify(refang(value));
  if (type === "name" || type === "path") return whole;
  return { value, comment: (isSign ? rest.slice(1) : rest).trim() };
}

/**
 * Reads LOKI's list of file names: an expression of RE2 a line, a score, and an expression that must not match.
 *
 * An expression that RE2 refuses (look-around, say) is unused, with the reason.
 *
 * Source: LOKI, signature-base, iocs/filename-iocs.txt.
 */
export function readLokiFilenames(text: string, sink: ListSink): void {
  let title: string | null = null;
  eachLine(text, (line, number) => {
    if (line.startsWith("#")) title = titleOf([line.replace(/^[#\s]+/, "")]) ?? title;
    if (line === "" || line.startsWith("#")) return;
    const [, expression = line, score, except] = /^(.*?);(-?\d{1,3})(?:;(.*))?$/.exec(line) ?? [];
    sink.add({
      type: "regex",
      value: expression,
      except: except || undefined,
      field: "regex",
      place: `line ${number}`,
      title,
      level: levelOf(score, 100),
      attack: techniquesIn([title]),
      unused: faultOf(expression) ?? (except ? faultOf(except) : undefined),
    });
  });
}

/** Reads LOKI's list of keywords: each may occur anywhere in a value, in any case. */
export function readKeywords(text: string, sink: ListSink): void {
  let title: string | null = null;
  eachLine(text, (line, number) => {
    if (line.startsWith("#")) title = titleOf([line.replace(/^[#\s]+/, "")]) ?? title;
    else if (line !== "")
      sink.add({ type: "text", value: line, field: "keyword", place: `line ${number}`, title });
  });
}

function eachLine(text: string, visit: (line: string, number: number) => void): void {
  let number = 0;
  for (let start = text.startsWith("\ufeff") ? 1 : 0; start < text.length; ) {
    const end = text.indexOf("\n", start);
    const stop = end < 0 ? text.length : end;
    number += 1;
    visit(text.slice(start, stop).trim(), number);
    start = stop + 1;
  }
}

function faultOf(expression: string): string | undefined {
  try {
    linearRegex(expression);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
