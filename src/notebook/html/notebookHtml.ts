import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { checkOptions } from "../../core/check";
import { escapeHtml } from "../../core/html";
import type { Cell, CodeCell, Notebook } from "../nbformat";
import { highlight } from "./highlight";
import { type Heading, markdownHtml, splitTitle } from "./markdownHtml";
import { outputHtml, traceTypes } from "./outputHtml";
import { pageScript } from "./pageScript";
import { pageStyle } from "./pageStyle";

/** Options of {@link notebookHtml}. */
export interface NotebookHtmlOptions {
  /** Title for a notebook that does not begin with one. @default "Notebook" */
  readonly fallbackTitle?: string;
}

const COMPILED_TRACES = ["scattergl", "scatterpolargl", "splom", "parcoords"];

/**
 * A notebook as one HTML page that needs nothing else: no network, no server, no other file.
 *
 * Everything from evidence is text in it: outputs pass an allow-list, and a content security policy lets run only
 * the two scripts of the page (Plotly, once and only when there are figures, 4.8 MB; and a small one that draws),
 * by their hashes, and load nothing. O(n).
 *
 * @example
 * notebookHtml({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }).startsWith("<!doctype html>") // true
 */
export function notebookHtml(notebook: Notebook, options: NotebookHtmlOptions = {}): string {
  checkOptions("notebookHtml", options, ["fallbackTitle"]);
  const { title, cells } = takeTitle(notebook, options.fallbackTitle ?? "Notebook");
  const headings: Heading[] = [];
  const body = cells.map((cell) => cellHtml(cell, headings)).join("\n");
  const types = cells.flatMap((cell) => (cell.cell_type === "code" ? cell.outputs.flatMap(traceTypes) : []));
  const scripts = types.length > 0 ? [plotlyScript(), pageScript] : [pageScript];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy(scripts, types)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="generator" content="huntbook">
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<a class="skip" href="#main">To the text</a>
<div class="page">
<header>
<p class="kicker">huntbook</p>
<h1>${escapeHtml(title)}</h1>
${factsHtml(notebook)}
</header>
${contentsHtml(headings)}
<main id="main">
${body}
</main>
</div>
${scripts.map((script) => `<script>${script}</script>`).join("\n")}
</body>
</html>
`;
}

/** The heading of the first cell is the page's title and is not shown twice. */
function takeTitle(notebook: Notebook, fallback: string): { title: string; cells: readonly Cell[] } {
  const [first, ...others] = notebook.cells;
  const split = first?.cell_type === "markdown" ? splitTitle(first.source) : undefined;
  if (first === undefined || split === undefined) return { title: fallback, cells: notebook.cells };
  return { title: split.title, cells: [{ ...first, source: split.rest }, ...others] };
}

function cellHtml(cell: Cell, headings: Heading[]): string {
  if (cell.cell_type === "code") return codeCellHtml(cell);
  if (cell.cell_type === "raw") return "";
  const onHeading = (text: string, depth: number) => {
    const id = uniqueId(text, headings);
    headings.push({ id, depth, text });
    return id;
  };
  const html = markdownHtml(cell.source, { attachments: cell.attachments, onHeading });
  return html.trim() === "" ? "" : `<section class="prose">\n${html}</section>`;
}

function codeCellHtml(cell: CodeCell): string {
  if (cell.source.trim() === "" && cell.outputs.length === 0) return "";
  const count = cell.execution_count === null ? "" : `<span class="count">${cell.execution_count}</span>`;
  const seconds = cellSeconds(cell);
  const took =
    seconds === undefined || seconds < 0.5 ? "" : `<span class="took">${seconds.toFixed(1)} s</span>`;
  const outputs = cell.outputs.map(outputHtml).filter((html) => html !== "");
  const output = outputs.length === 0 ? "" : `\n<div class="output">\n${outputs.join("\n")}\n</div>`;
  const code = highlight(cell.source.replace(/\s+$/, ""));
  return `<section class="cell">
<div class="code">${count}<pre><code>${code}</code></pre>${took}</div>${output}
</section>`;
}

/** Seconds between the times that the run left in the cell, when it did. */
function cellSeconds(cell: CodeCell): number | undefined {
  const times = (cell.metadata.execution ?? {}) as Record<string, unknown>;
  const [from, to] = ["iopub.status.busy", "shell.execute_reply"].map((key) =>
    Date.parse(String(times[key])),
  );
  const ms = to! - from!;
  return Number.isFinite(ms) && ms >= 0 ? ms / 1000 : undefined;
}

function factsHtml({ metadata, cells }: Notebook): string {
  const run =
    (metadata.huntbook as { run?: { started?: unknown; seconds?: unknown } } | undefined)?.run ?? {};
  const spec = (metadata.kernelspec ?? {}) as { name?: unknown; display_name?: unknown };
  const facts: [string, string][] = [];
  if (typeof run.started === "string")
    facts.push(["Run", run.started.replace("T", " ").replace(/:\d\d\..*$/, " UTC")]);
  if (typeof run.seconds === "number") facts.push(["Took", `${run.seconds.toFixed(1)} s`]);
  if (typeof spec.display_name === "string") facts.push(["Kernel", `${spec.display_name} (${spec.name})`]);
  const count = cells.filter((cell) => cell.cell_type === "code").length;
  facts.push(["Code cells", String(count)]);
  const rows = facts.map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(value)}</dd></div>`);
  return `<dl class="facts">${rows.join("")}</dl>`;
}

/** Second and third level headings; a page with fewer than two needs no list. */
function contentsHtml(headings: readonly Heading[]): string {
  const listed = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (listed.length < 2) return "";
  const items = listed.map(({ id, depth, text }) => {
    const deep = depth === 3 ? ' class="deep"' : "";
    return `<li${deep}><a href="#${encodeURIComponent(id)}">${escapeHtml(text)}</a></li>`;
  });
  return `<nav class="contents" aria-label="Contents"><p>Contents</p><ol>${items.join("\n")}</ol></nav>`;
}

function uniqueId(text: string, headings: readonly Heading[]): string {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const base = `s-${words.join("-").slice(0, 80)}`;
  const same = headings.filter(({ id }) => id === base || id.startsWith(`${base}.`)).length;
  return same === 0 ? base : `${base}.${same + 1}`;
}

/** Plotly's distributed script as text; nothing in it may look like markup to an HTML parser. */
function plotlyScript(): string {
  const text = readFileSync(require.resolve("plotly.js-dist-min/plotly.min.js"), "utf8");
  return text.replace(/<(?=!--|\/?script)/gi, "\\x3c");
}

/** Only these scripts run; pictures are data, or what Plotly makes in memory when the reader saves a figure. */
function contentPolicy(scripts: readonly string[], types: readonly string[]): string {
  // Plotly compiles the drawing code of these from text of its own; other pages do without.
  const compiles = types.some((type) => COMPILED_TRACES.includes(type)) ? " 'unsafe-eval'" : "";
  const hashes = scripts.map((script) => `'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  return [
    "default-src 'none'",
    `script-src ${hashes.join(" ")}${compiles}`,
    "style-src 'unsafe-inline'",
    "img-src data: blob:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}
