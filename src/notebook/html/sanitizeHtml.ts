import { visible } from "../../core/html";
import { htmlElements, markdownElements, safeAttributes, svgElements, voidElements } from "./allowed";

/** Options of {@link sanitizeHtml}. */
export interface SanitizeOptions {
  /** Also allow what markdown makes: links to http, https and mailto, pictures inside the page, ids. @default false */
  readonly markdown?: boolean;
}

// Longer tags and deeper nesting than any output of ours; both keep hostile input linear.
const MAX_TAG = 20_000;
const MAX_DEPTH = 100;
const NAME = /[a-zA-Z][a-zA-Z0-9-]*/y;
const ATTRIBUTE = /\s*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/y;
const TAG_END = /[\s]*(\/?)>/y;

interface Tag {
  readonly name: string;
  readonly closing: boolean;
  readonly selfClosing: boolean;
  readonly attributes: readonly (readonly [string, string])[];
  readonly end: number;
}

/**
 * HTML with allowed elements, attributes and style properties only; everything else is shown as text.
 *
 * Scripts, handlers, links and pictures of an output cannot survive, since every tag is written anew from a list of
 * what is allowed. Elements are closed where they should be, so that an output cannot leave its place. O(n).
 *
 * @example
 * sanitizeHtml("<b>1</b><img src=x onerror=alert(1)>") // "<b>1</b>&lt;img src=x onerror=alert(1)&gt;"
 * sanitizeHtml("<td class='hb-n evil' onclick=x>2") // "<td class=\"hb-n\">2</td>"
 */
export function sanitizeHtml(html: string, options: SanitizeOptions = {}): string {
  const text = html.replace(/\r\n?/g, "\n");
  const open: string[] = [];
  const out: string[] = [];
  // Looked up once: text full of unclosed comments must not be searched to its end again and again.
  const lastCommentEnd = text.lastIndexOf("-->");
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf("<", at);
    out.push(safeText(text.slice(at, next < 0 ? text.length : next)));
    if (next < 0) break;
    const isComment = next + 4 <= lastCommentEnd && text.startsWith("<!--", next);
    const commentEnd = isComment ? text.indexOf("-->", next + 4) : -1;
    const tag = commentEnd < 0 ? readTag(text, next) : undefined;
    at = commentEnd < 0 ? (tag?.end ?? next + 1) : commentEnd + 3;
    if (commentEnd >= 0) continue;
    const written = tag && writeTag(tag, open, options.markdown === true);
    out.push(written ?? safeText(text.slice(next, at)));
  }
  while (open.length > 0) out.push(`</${open.pop()}>`);
  return out.join("");
}

/** The tag in safe form, or undefined when it is not allowed and must be shown as text. Keeps `open` up to date. */
function writeTag(tag: Tag, open: string[], markdown: boolean): string | undefined {
  const isSvg = svgElements.has(tag.name) && (tag.name === "svg" || open.includes("svg"));
  if (!isSvg && !htmlElements.has(tag.name) && !(markdown && markdownElements.has(tag.name)))
    return undefined;
  if (tag.closing) return closeTag(tag.name, open);
  const attributes = safeAttributes(tag.name, tag.attributes, markdown);
  if (attributes === undefined || open.length >= MAX_DEPTH) return undefined;
  const start = `<${tag.name}${attributes}>`;
  if (voidElements.has(tag.name)) return start;
  if (isSvg && tag.selfClosing) return `${start}</${tag.name}>`;
  open.push(tag.name);
  return start;
}

/** Closes the element and what is open inside it; an end without a beginning is dropped. */
function closeTag(name: string, open: string[]): string {
  const from = open.lastIndexOf(name);
  if (from < 0) return "";
  return open
    .splice(from)
    .reverse()
    .map((element) => `</${element}>`)
    .join("");
}

function readTag(text: string, start: number): Tag | undefined {
  const closing = text[start + 1] === "/";
  NAME.lastIndex = start + (closing ? 2 : 1);
  const name = NAME.exec(text)?.[0].toLowerCase();
  if (name === undefined) return undefined;
  let at = NAME.lastIndex;
  const attributes: [string, string][] = [];
  while (at - start < MAX_TAG) {
    TAG_END.lastIndex = at;
    const end = TAG_END.exec(text);
    if (end !== null)
      return { name, closing, selfClosing: end[1] === "/", attributes, end: TAG_END.lastIndex };
    ATTRIBUTE.lastIndex = at;
    const match = ATTRIBUTE.exec(text);
    if (match === null) return undefined;
    attributes.push([match[1]!.toLowerCase(), match[2] ?? match[3] ?? match[4] ?? ""]);
    at = ATTRIBUTE.lastIndex;
  }
  return undefined;
}

/** Text of HTML source: entities stay, nothing in it can begin a tag. */
function safeText(text: string): string {
  return visible(text).replace(/[<>]/g, (c) => (c === "<" ? "&lt;" : "&gt;"));
}
