import { escapeHtml } from "../../core/html";
import { pageStyle } from "../../notebook/html/pageStyle";

/** A file or folder in a list. */
export interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
}

/**
 * The list of a folder: its pages first, then folders and other files; `root` is where such lists begin.
 *
 * @example
 * indexPage("/files/", [], "/files").includes("Nothing here yet") // true
 */
export function indexPage(pathname: string, entries: readonly Entry[], root: string): string {
  const base = pathname.endsWith("/") ? pathname : `${pathname}/`;
  const isPage = (entry: Entry) => !entry.isFolder && /\.html$/i.test(entry.name);
  const pages = entries.filter(isPage);
  const others = entries.filter((entry) => !isPage(entry));
  const body = [
    pages.length > 0 ? `<h2>Pages</h2>${listHtml(base, pages)}` : "",
    others.length > 0 ? `<h2>Files</h2>${listHtml(base, others)}` : "",
    entries.length === 0 ? "<p>Nothing here yet.</p>" : "",
  ];
  return page(base === `${root}/` ? "Pages and files" : base.slice(root.length), body.join("\n"));
}

/** A page with one sentence; with `next` it goes on to that path by itself. */
export function messagePage(title: string, text: string, next?: string): string {
  const link = next === undefined ? "" : ` <a href="${escapeHtml(next)}">Go on</a>`;
  return page(title, `<p>${escapeHtml(text)}${link}</p>`, next);
}

function listHtml(base: string, entries: readonly Entry[]): string {
  const rows = entries.map((entry) => {
    const name = entry.name + (entry.isFolder ? "/" : "");
    const href = base + encodeURIComponent(entry.name) + (entry.isFolder ? "/" : "");
    const shown = /\.html$/i.test(name) ? name.slice(0, -".html".length) : name;
    const modified = entry.modified.toISOString().slice(0, 16).replace("T", " ");
    const size = entry.isFolder ? "" : sizeText(entry.size);
    return (
      `<tr><td><a href="${escapeHtml(href)}">${escapeHtml(shown)}</a></td>` +
      `<td style="text-align:right">${size}</td><td>${modified} UTC</td></tr>`
    );
  });
  const head = '<thead><tr><th>Name</th><th style="text-align:right">Size</th><th>Written</th></tr></thead>';
  return `<div class="html"><table>${head}<tbody>${rows.join("\n")}</tbody></table></div>`;
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(0)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

function page(title: string, body: string, next?: string): string {
  const refresh =
    next === undefined ? "" : `\n<meta http-equiv="refresh" content="0; url=${escapeHtml(next)}">`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">${refresh}
<title>${escapeHtml(title)}</title>
<style>${pageStyle}</style>
</head>
<body>
<div class="page">
<header>
<p class="kicker">huntbook</p>
<h1>${escapeHtml(title)}</h1>
</header>
<main>
${body}
</main>
</div>
</body>
</html>
`;
}
