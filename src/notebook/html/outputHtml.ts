import { escapeHtml, scriptJson, visible } from "../../core/html";
import type { ErrorOutput, MimeData, Output } from "../nbformat";
import { ansiHtml } from "./ansiHtml";
import { markdownHtml } from "./markdownHtml";
import { sanitizeHtml } from "./sanitizeHtml";

/** The MIME type of Plotly figures. */
export const plotlyMime = "application/vnd.plotly.v1+json";

// What is richest first; of one output only one form is shown.
const PRIORITY = [
  plotlyMime,
  "text/html",
  "image/svg+xml",
  "image/png",
  "image/jpeg",
  "image/gif",
  "text/markdown",
  "application/json",
  "text/latex",
  "text/plain",
] as const;
const LONG_TEXT_LINES = 40;

/**
 * One output of a cell as HTML that is safe in the page: text escaped, HTML through the allow-list, pictures as
 * data, figures as JSON for the page's script.
 *
 * @example
 * outputHtml({ output_type: "stream", name: "stdout", text: "<b>\n" }) // "<pre class=\"stdout\">&lt;b&gt;</pre>"
 */
export function outputHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return output.text.trim() === "" ? "" : printed(output.name, output.text);
    case "error":
      return errorHtml(output);
    default:
      return richHtml(output.data);
  }
}

/** The types of the traces of an output that is shown as a Plotly figure; empty when it is none. */
export function traceTypes(output: Output): string[] {
  if (!("data" in output) || !(plotlyMime in output.data)) return [];
  const { data } = (output.data[plotlyMime] ?? {}) as { data?: unknown };
  const traces = Array.isArray(data) && data.length > 0 ? data : [{}];
  return traces.map((trace) => String((trace as { type?: unknown } | null)?.type ?? "scatter"));
}

function printed(kind: string, text: string): string {
  const trimmed = text.replace(/\n+$/, "");
  const long = trimmed.split("\n", LONG_TEXT_LINES + 1).length > LONG_TEXT_LINES;
  const attributes = long ? ` ${scrollable("Long output")}` : "";
  return `<pre class="${kind}${long ? " long" : ""}"${attributes}>${ansiHtml(trimmed)}</pre>`;
}

function errorHtml({ ename, evalue, traceback }: ErrorOutput): string {
  const trace = traceback.join("\n").trim();
  // A trace that says no more than the head needs no second place.
  const more = trace !== "" && trace !== evalue.trim() && trace !== `${ename}: ${evalue}`.trim();
  const details = more
    ? `\n<details><summary>Traceback</summary><pre>${ansiHtml(trace)}</pre></details>`
    : "";
  return `<div class="error"><p><strong>${escapeHtml(ename)}</strong> ${ansiHtml(evalue)}</p>${details}</div>`;
}

function richHtml(data: MimeData): string {
  const mime = PRIORITY.find((type) => type in data);
  if (mime === undefined) {
    const types = Object.keys(data).map(visible).join(", ");
    return `<p class="note">An output of type ${escapeHtml(types || "unknown")} cannot be shown here.</p>`;
  }
  const value = data[mime];
  switch (mime) {
    case plotlyMime:
      return figureHtml(value, data["text/plain"]);
    case "text/html":
      return `<div class="html" ${scrollable("Table or other wide output")}>${sanitizeHtml(asText(value))}</div>`;
    case "image/svg+xml":
      return pictureHtml(mime, Buffer.from(asText(value)).toString("base64"), data["text/plain"]);
    case "image/png":
    case "image/jpeg":
    case "image/gif":
      return pictureHtml(mime, asText(value).replace(/\s+/g, ""), data["text/plain"]);
    case "text/markdown":
      return `<div class="prose">${markdownHtml(asText(value))}</div>`;
    case "application/json":
      return printed("stdout", JSON.stringify(value, null, 2) ?? "");
    default:
      return printed("stdout", asText(value));
  }
}

/** Data URIs only from base64: anything else in its place is shown as what it is. */
function pictureHtml(mime: string, base64: string, text: unknown): string {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return '<p class="note">A picture that is not base64.</p>';
  const alt = typeof text === "string" ? text : "Picture";
  return `<p class="picture"><img src="data:${mime};base64,${base64}" alt="${escapeHtml(alt)}"></p>`;
}

/** A place of the right height for the figure, its caption, and its data as JSON that no parser takes for HTML. */
function figureHtml(value: unknown, text: unknown): string {
  const spec = (typeof value === "object" && value !== null ? value : {}) as {
    layout?: { height?: unknown };
  };
  const asked = Number(spec.layout?.height);
  const height = Number.isFinite(asked) ? Math.min(Math.max(asked, 80), 4000) : 420;
  const caption = typeof text === "string" ? text.replace(/^\[figure\] /, "") : "";
  const label = escapeHtml(caption === "" ? "Figure" : caption);
  return `<figure class="figure">
<div class="plot" role="img" aria-label="${label}" style="min-height:${height}px"></div>
${caption === "" ? "" : `<figcaption>${escapeHtml(caption)}</figcaption>\n`}<script type="application/json">${scriptJson(spec)}</script>
</figure>`;
}

/** What scrolls must be reachable by keyboard and have a name. */
function scrollable(name: string): string {
  return `tabindex="0" role="group" aria-label="${name}"`;
}

function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
