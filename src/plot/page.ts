import { readFileSync } from "node:fs";
import { escapeHtml, scriptJson } from "../core/html";
import { hashText } from "../core/random";
import { drawScript } from "./drawScript";
import type { FigureParts } from "./figure";

// The one piece of state in this room: a notebook needs Plotly's 4.8 MB once, not once a figure.
let inlined = false;

/**
 * HTML that draws a figure inside a notebook: a place for it, its caption, and a script.
 *
 * The first call in a process brings Plotly along; later ones use `window.Plotly`, and say so in the figure's
 * place when it is missing. Works without a network.
 *
 * @example
 * figureFragment({ data: [], layout: {}, config: {}, caption: "<b>" }).includes("<b>") // false
 */
export function figureFragment(parts: FigureParts): string {
  const library = inlined ? "" : plotlyScript();
  inlined = true;
  return library + fragment(parts);
}

/**
 * A whole page for one figure, light or dark as the reader's system asks. Contains Plotly: 4.8 MB.
 *
 * @example
 * figurePage({ data: [], layout: {}, config: {}, caption: "" }).startsWith("<!doctype html>") // true
 */
export function figurePage(parts: FigureParts): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(parts.caption)}</title>
<style>
body { margin: 1.5rem auto; padding: 0 1rem; max-width: 64rem; background: #fff; color: #1b1f24;
  font: 15px/1.5 system-ui, "Segoe UI", sans-serif }
@media (prefers-color-scheme: dark) { body { background: #14181d; color: #e4e8ec } }
</style>
${plotlyScript()}
</head>
<body>
${fragment(parts)}
</body>
</html>
`;
}

function plotlyScript(): string {
  return `<script>${readFileSync(require.resolve("plotly.js-dist-min/plotly.min.js"), "utf8")}</script>\n`;
}

function fragment(parts: FigureParts): string {
  const { data, layout, config, caption } = parts;
  const json = scriptJson({ data, layout, config });
  // Named by its content: the same figure gives the same HTML, in any process and order.
  const id = hashText(json).toString(16).padStart(8, "0");
  const height = Number(layout.height ?? 450);
  return `<figure class="huntbook-figure" style="margin:0">
<div data-huntbook="${id}" role="img" aria-label="${escapeHtml(caption)}" style="width:100%;min-height:${height}px"></div>
<figcaption style="margin-top:.5em;opacity:.85;font-size:.9em;max-width:60em">${escapeHtml(caption)}</figcaption>
<script>(${drawScript})("${id}", ${json})</script>
</figure>
`;
}
