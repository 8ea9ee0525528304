import { visible } from "../core/html";

/** Longest tick label, in characters; longer ones keep their end, which is where Windows names differ. */
export const LABEL_LENGTH = 34;
/** Longest label of prose, such as a rule's title; longer ones keep their start. */
const PROSE_LENGTH = 48;
/** Longest text in a hover box or title, in characters. */
export const TEXT_LENGTH = 300;
const LINE_LENGTH = 70;

/**
 * Text from evidence as Plotly text: shown as it is, never read as markup.
 *
 * Plotly reads pseudo-HTML (`<b>`, `<a href>`, `<br>`), entities, `%{…}` templates and, where a page has MathJax,
 * `$…$`. All five characters become numeric entities, which Plotly turns back into plain text after it has looked
 * for markup. Control characters become visible. O(n).
 *
 * @example
 * plotText("<b>&") // "&#60;b&#62;&#38;"
 */
export function plotText(value: unknown): string {
  const text = visible(String(value ?? "")).replace(/\s+/g, " ");
  return text.replace(/[<>&%$]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/**
 * Text from evidence cut to `length` characters from the left: the end of a path tells more than its start. O(length).
 *
 * @example
 * keepEnd("\\Microsoft\\Windows\\Update", 8) // "…\\Update"
 */
export function keepEnd(value: unknown, length = LABEL_LENGTH): string {
  const characters = Array.from(String(value ?? ""));
  return characters.length <= length ? characters.join("") : `…${characters.slice(1 - length).join("")}`;
}

/**
 * A tick or point label: cut from the left, then escaped.
 *
 * @example
 * tickText("<b>") // "&#60;b&#62;"
 */
export function tickText(value: unknown, length = LABEL_LENGTH): string {
  return plotText(keepEnd(value, length));
}

/**
 * A label for a row of its own: a path keeps its end, prose such as a rule's title its start and more of it.
 *
 * @example
 * rowText("Task runs a program") // "Task runs a program"
 */
export function rowText(value: unknown): string {
  const text = String(value ?? "");
  const isProse = /\S \S+ \S/.test(text) && !/[\\/]/.test(text);
  if (!isProse) return tickText(text);
  const characters = Array.from(text);
  if (characters.length <= PROSE_LENGTH) return plotText(text);
  return plotText(`${characters.slice(0, PROSE_LENGTH - 1).join("")}…`);
}

/**
 * The full text for a hover box: escaped, at most {@link TEXT_LENGTH} characters, broken into lines of 70. O(n).
 *
 * @example
 * hoverText("a$b") // "a&#36;b"
 */
export function hoverText(value: unknown): string {
  const characters = Array.from(keepEnd(value, TEXT_LENGTH));
  const lines: string[] = [];
  for (let i = 0; i < characters.length; i += LINE_LENGTH) {
    lines.push(plotText(characters.slice(i, i + LINE_LENGTH).join("")));
  }
  return lines.join("<br>");
}

/**
 * A whole number with thousands separated, for captions and axis titles.
 *
 * @example
 * count(12345) // "12,345"
 */
export function count(n: number): string {
  return Math.round(n).toLocaleString("en-US");
}

/**
 * A number with its noun, in the plural where it needs one.
 *
 * @example
 * plural(1, "value") // "1 value"
 */
export function plural(n: number, noun: string): string {
  return `${count(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/**
 * A part of a whole in words; of nothing it is 0 %.
 *
 * @example
 * share(1, 3) // "33 %"
 */
export function share(part: number, whole: number): string {
  return `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
}

/**
 * The text with a capital letter first, for titles.
 *
 * @example
 * capital("task") // "Task"
 */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
