import type { MimeBundle } from "../core/display";
import { escapeHtml, visible } from "../core/html";
import type { Row } from "../core/table";
import type { Field } from "./engine";

const CELL_HTML = 300;
const CELL_TEXT = 60;
const LINE_TEXT = 200;

/** A MIME bundle that shows rows as a table: HTML for notebooks, aligned text elsewhere; both escaped and cut. */
export function tableBundle(fields: readonly Field[], rows: readonly Row[], total: number): MimeBundle {
  const note =
    total > rows.length ? `${rows.length} of ${total.toLocaleString("en-US")} rows` : plural(total);
  return { "text/plain": textTable(fields, rows, note), "text/html": htmlTable(fields, rows, note) };
}

/** Rows as aligned text for a terminal; long cells and lines are cut with an ellipsis. */
export function textTable(fields: readonly Field[], rows: readonly Row[], note: string): string {
  const cells = rows.map((row) =>
    fields.map((field) => cut(visible(cellText(row[field.name])).replace(/[\n\t]/g, " "), CELL_TEXT)),
  );
  const heads = fields.map((field) => cut(visible(field.name), CELL_TEXT));
  const widths = heads.map((head, j) => cells.reduce((w, row) => Math.max(w, row[j]!.length), head.length));
  const line = (texts: readonly string[]) =>
    cut(
      texts
        .map((text, j) => pad(text, widths[j]!, isNumber(fields[j]!)))
        .join("  ")
        .trimEnd(),
      LINE_TEXT,
    );
  const rule = cut(widths.map((w) => "-".repeat(w)).join("  "), LINE_TEXT);
  return [line(heads), rule, ...cells.map(line), `(${note})`].join("\n");
}

function htmlTable(fields: readonly Field[], rows: readonly Row[], note: string): string {
  const align = (field: Field) =>
    isNumber(field) ? ' style="text-align:right"' : ' style="text-align:left"';
  const head = fields.map((field) => `<th${align(field)}>${escapeHtml(field.name)}</th>`).join("");
  const body = rows.map((row) => `<tr>${fields.map((field) => htmlCell(row, field, align)).join("")}</tr>`);
  return (
    `<table class="huntbook-table"><thead><tr>${head}</tr></thead>\n<tbody>\n${body.join("\n")}\n</tbody></table>` +
    `<p class="huntbook-note">${escapeHtml(note)}</p>`
  );
}

function htmlCell(row: Row, field: Field, align: (field: Field) => string): string {
  const value = row[field.name];
  if (value === null || value === undefined) return `<td${align(field)}>∅</td>`;
  return `<td${align(field)}>${escapeHtml(cut(cellText(value), CELL_HTML))}</td>`;
}

function cellText(value: unknown): string {
  if (value === null || value === undefined) return "∅";
  if (typeof value === "number")
    return Number.isInteger(value) ? String(value) : Number(value.toPrecision(5)).toString();
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function isNumber(field: Field): boolean {
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|DOUBLE|FLOAT|DECIMAL.*)$/.test(field.type);
}

function pad(text: string, width: number, right: boolean): string {
  return right ? text.padStart(width) : text.padEnd(width);
}

function cut(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length - 1)}…` : text;
}

function plural(rows: number): string {
  return `${rows.toLocaleString("en-US")} ${rows === 1 ? "row" : "rows"}`;
}
