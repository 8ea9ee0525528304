import { visible } from "../../core/html";

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Elements that outputs may use: structure and phrasing, nothing that loads, runs, or takes input. */
export const htmlElements = words(`
  table caption colgroup col thead tbody tfoot tr th td div span p b strong i em u s small sub sup mark
  code pre kbd samp var abbr progress meter details summary br hr ul ol li dl dt dd h1 h2 h3 h4 h5 h6
  blockquote figure figcaption section wbr time`);

/** Elements that markdown makes beside these. */
export const markdownElements = words("a img del input");

/** Shapes inside an `svg` element. */
export const svgElements = words("svg g path rect circle ellipse line polyline polygon text tspan");

/** Elements without content. */
export const voidElements = words("br hr col wbr img input");

const ATTRIBUTES: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  ["td", words("colspan rowspan")],
  ["th", words("colspan rowspan scope")],
  ["col", words("span")],
  ["progress", words("value max")],
  ["meter", words("value min max low high optimum")],
  ["details", words("open")],
  ["ol", words("start")],
]);
const SVG_ATTRIBUTES = words(`
  viewbox preserveaspectratio width height d x y x1 y1 x2 y2 cx cy r rx ry dx dy points fill stroke stroke-width
  stroke-dasharray stroke-linecap stroke-linejoin fill-opacity stroke-opacity opacity transform text-anchor
  dominant-baseline font-size font-weight font-family`);
const STYLES = words(`
  color background background-color width min-width max-width height min-height max-height text-align font-weight
  font-style font-size font-family font-variant-numeric line-height padding padding-left padding-right padding-top
  padding-bottom margin margin-left margin-right margin-top margin-bottom border border-left border-right border-top
  border-bottom border-color border-collapse border-spacing border-radius white-space vertical-align display gap
  overflow-wrap word-break opacity text-decoration`);
// No url(), no expressions, no escapes: names, numbers, colours and a few functions of them.
const PLAIN_VALUE = /^[\w\s#%.,()+/-]*$/;
const FUNCTIONS = words("rgb rgba hsl hsla calc min max linear-gradient translate rotate scale matrix");
const PICTURE = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]*$/;
const LINK = /^(?:https?:\/\/|mailto:|#)[^\s\u0000-\u001f]*$/i;

/**
 * The allowed attributes of a start tag, ready to be written; the others are dropped.
 *
 * Undefined when the tag makes no sense without what was dropped (a picture from elsewhere): show it as text.
 *
 * @example
 * safeAttributes("td", [["onclick", "x"], ["colspan", "2"]], false) // " colspan=\"2\""
 */
export function safeAttributes(
  element: string,
  attributes: readonly (readonly [string, string])[],
  markdown: boolean,
): string | undefined {
  const kept = new Map<string, string>();
  for (const [name, value] of attributes) {
    const safe = safeValue(element, name, value, markdown);
    if (safe !== undefined && !kept.has(name)) kept.set(name, safe);
  }
  if (element === "img" && !kept.has("src")) return undefined;
  if (element === "input" && attributes.find(([name]) => name === "type")?.[1] !== "checkbox")
    return undefined;
  if (element === "input") return ' type="checkbox" disabled';
  if (element === "a" && kept.has("href")) kept.set("rel", "noreferrer noopener");
  return [...kept].map(([name, value]) => ` ${name}="${quote(value)}"`).join("");
}

function safeValue(element: string, name: string, value: string, markdown: boolean): string | undefined {
  if (name === "class") return safeClasses(value);
  if (name === "style") return safeStyle(value);
  if (name === "title" || name === "role" || /^aria-[a-z]+$/.test(name)) return value;
  if (svgElements.has(element) && SVG_ATTRIBUTES.has(name)) return isPlain(value) ? value : undefined;
  if (ATTRIBUTES.get(element)?.has(name)) return /^[\w.-]{0,20}$/.test(value) ? value : undefined;
  if (!markdown) return undefined;
  if (name === "id") return /^h[1-6]$/.test(element) ? value : undefined;
  if (element === "a" && name === "href") return LINK.test(value) ? value : undefined;
  if (element === "img" && name === "src") return PICTURE.test(value) ? value : undefined;
  return element === "img" && name === "alt" ? value : undefined;
}

/** Only classes with our prefixes: an output cannot dress up as a part of the page. */
function safeClasses(value: string): string | undefined {
  const kept = value.split(/\s+/).filter((name) => /^(?:hb|huntbook)-[\w-]{1,40}$/.test(name));
  return kept.length > 0 ? kept.join(" ") : undefined;
}

function safeStyle(value: string): string | undefined {
  const kept = value.split(";").flatMap((declaration) => {
    const [property, content, ...rest] = declaration.split(":").map((part) => part.trim());
    const known = property !== undefined && STYLES.has(property.toLowerCase());
    const plain = content !== undefined && rest.length === 0 && isPlain(content);
    return known && plain ? [`${property}:${content}`] : [];
  });
  return kept.length > 0 ? kept.join(";") : undefined;
}

function isPlain(value: string): boolean {
  if (!PLAIN_VALUE.test(value)) return false;
  const calls = value.match(/[\w-]+(?=\()/g) ?? [];
  return calls.every((call) => FUNCTIONS.has(call.toLowerCase()));
}

/** A value that came out of HTML source, where entities are already written as entities. */
function quote(value: string): string {
  return visible(value).replace(/[<>"]/g, (c) => (c === '"' ? "&quot;" : c === "<" ? "&lt;" : "&gt;"));
}
