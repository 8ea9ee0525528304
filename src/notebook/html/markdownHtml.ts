import { Marked, type Tokens } from "marked";
import { escapeHtml } from "../../core/html";
import type { MimeData } from "../nbformat";
import { highlight } from "./highlight";
import { sanitizeHtml } from "./sanitizeHtml";

/** A heading with its place in the page. */
export interface Heading {
  readonly id: string;
  readonly depth: number;
  /** Plain text, not escaped. */
  readonly text: string;
}

/** Options of {@link markdownHtml}. */
export interface MarkdownOptions {
  /** Pictures that the text names as `attachment:name`. @default none */
  readonly attachments?: Readonly<Record<string, MimeData>>;
  /** Takes the headings as they come and gives each its id; without it headings have none. */
  readonly onHeading?: (text: string, depth: number) => string;
}

// Above this a text is shown as it is: nobody reads it, and a parser need not either.
const MAX_LENGTH = 1_000_000;

/**
 * Markdown (GitHub's flavour) as safe HTML: raw HTML in it passes the same allow-list as outputs, so that a fold
 * (`<details>`) works and a script shows as text; links lead to http, https and mailto only; pictures must be
 * inside the notebook.
 *
 * @example
 * markdownHtml("*a* [b](javascript:alert(1))") // "<p><em>a</em> <a>b</a></p>\n"
 */
export function markdownHtml(source: string, options: MarkdownOptions = {}): string {
  if (source.length > MAX_LENGTH) return `<pre>${escapeHtml(source)}</pre>`;
  const marked = new Marked({ gfm: true, async: false });
  marked.use({
    renderer: {
      heading(token: Tokens.Heading) {
        const id = options.onHeading?.(plainText(token.tokens), token.depth);
        const attribute = id === undefined ? "" : ` id="${escapeHtml(id)}"`;
        return `<h${token.depth}${attribute}>${this.parser.parseInline(token.tokens)}</h${token.depth}>\n`;
      },
      code: ({ text, lang }: Tokens.Code) =>
        `<pre><code>${/^(ts|typescript|js|javascript)\b/.test(lang ?? "") ? highlight(text) : escapeHtml(text)}</code></pre>\n`,
      image: ({ href, text }: Tokens.Image) => picture(href, text, options.attachments ?? {}),
    },
  });
  return sanitizeHtml(marked.parse(source) as string, { markdown: true });
}

/** The title of a notebook's first cell: the text of a leading `# heading`, and the source without it. */
export function splitTitle(source: string): { title: string; rest: string } | undefined {
  const [first] = new Marked({ gfm: true }).lexer(source.slice(0, MAX_LENGTH));
  if (first?.type !== "heading" || first.depth !== 1) return undefined;
  return { title: plainText(first.tokens ?? []), rest: source.slice(first.raw.length) };
}

function picture(href: string, text: string, attachments: Readonly<Record<string, MimeData>>): string {
  const name = href.startsWith("attachment:") ? decode(href.slice("attachment:".length)) : "";
  const [mime, data] = Object.entries(attachments[name] ?? {})[0] ?? [];
  const source = mime === undefined ? href : `data:${mime};base64,${String(data).replace(/\s+/g, "")}`;
  if (!source.startsWith("data:"))
    return `<em>[picture outside the notebook: ${escapeHtml(text || href)}]</em>`;
  return `<img src="${escapeHtml(source)}" alt="${escapeHtml(text)}">`;
}

function plainText(tokens: readonly { type: string; raw: string }[]): string {
  return tokens
    .map((token) => {
      const { tokens: inner, text } = token as { tokens?: { type: string; raw: string }[]; text?: string };
      return inner !== undefined ? plainText(inner) : unescapeHtml(text ?? token.raw);
    })
    .join("")
    .trim();
}

/** marked hands inline text with its entities as they were written. */
function unescapeHtml(text: string): string {
  const named: Record<string, string> = {
    "&lt;": "<",
    "&gt;": ">",
    "&quot;": '"',
    "&#39;": "'",
    "&amp;": "&",
  };
  return text.replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => named[entity]!);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
