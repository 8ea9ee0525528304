import { describe } from "../core/check";

/** Values by MIME type, as nbformat keeps them: text joined, JSON types parsed. */
export type MimeData = Record<string, unknown>;

/** Printed text; consecutive text of one stream is one output. */
export interface StreamOutput {
  output_type: "stream";
  name: "stdout" | "stderr";
  text: string;
}

/** A rich value that a cell showed. */
export interface DisplayOutput {
  output_type: "display_data";
  data: MimeData;
  metadata: Record<string, unknown>;
}

/** The value of a cell's last expression. */
export interface ResultOutput {
  output_type: "execute_result";
  execution_count: number | null;
  data: MimeData;
  metadata: Record<string, unknown>;
}

/** Why a cell stopped; `traceback` may hold ANSI colours. */
export interface ErrorOutput {
  output_type: "error";
  ename: string;
  evalue: string;
  traceback: string[];
}

/** What a code cell left behind. */
export type Output = StreamOutput | DisplayOutput | ResultOutput | ErrorOutput;

interface CellParts {
  /** Present from nbformat 4.5 on. */
  id?: string;
  metadata: Record<string, unknown>;
  source: string;
}

/** A cell with code, its outputs and its number in the order of execution. */
export interface CodeCell extends CellParts {
  cell_type: "code";
  execution_count: number | null;
  outputs: Output[];
}

/** A cell with prose (`markdown`) or text that is passed through (`raw`). */
export interface TextCell extends CellParts {
  cell_type: "markdown" | "raw";
  /** Pictures of a markdown cell: name to MIME type to base64. */
  attachments?: Record<string, MimeData>;
}

/** Any cell of a notebook. */
export type Cell = CodeCell | TextCell;

/** A notebook in memory: nbformat 4, texts joined. Fields that we do not know are kept. */
export interface Notebook {
  nbformat: 4;
  nbformat_minor: number;
  metadata: Record<string, unknown>;
  cells: Cell[];
}

/**
 * Reads the text of an `.ipynb` file, nbformat 4.0 to 4.x; checks the shape that everything else relies on.
 *
 * `where` names the file in errors. Throws a `SyntaxError` for text that is not a notebook, and for nbformat 3.
 * O(n).
 *
 * @example
 * parseNotebook('{"nbformat":4,"nbformat_minor":5,"metadata":{},"cells":[]}').cells.length // 0
 *
 * Source: nbformat 4 JSON schema, nbformat.readthedocs.io.
 */
export function parseNotebook(text: string, where = "notebook"): Notebook {
  const value = parseJson(text, where);
  if (!isObject(value)) throw fault(where, `must be a JSON object, got ${describe(value)}`);
  if (value.nbformat !== 4) {
    const isOld = typeof value.nbformat === "number" && value.nbformat < 4;
    const wayOut = isOld ? "; open it in Jupyter and save it again" : "";
    throw fault(where, `nbformat must be 4, got ${describe(value.nbformat)}${wayOut}`);
  }
  if (!Array.isArray(value.cells)) throw fault(where, `cells must be an array, got ${describe(value.cells)}`);
  return {
    ...value,
    nbformat: 4,
    nbformat_minor: typeof value.nbformat_minor === "number" ? value.nbformat_minor : 0,
    metadata: isObject(value.metadata) ? value.metadata : {},
    cells: value.cells.map((cell, i) => parseCell(cell, `${where}, cell ${i + 1}`)),
  };
}

/**
 * The text of an `.ipynb` file as Jupyter writes it: keys sorted, one space of indent, long texts as lists of lines,
 * a newline at the end; so that a notebook saved here and there differs only where it was changed. O(n).
 *
 * @example
 * formatNotebook({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] }).endsWith("}\n") // true
 */
export function formatNotebook(notebook: Notebook): string {
  const plain = { ...notebook, cells: notebook.cells.map(plainCell) };
  return `${JSON.stringify(sortKeys(plain), null, 1)}\n`;
}

/** Whether a MIME type holds parsed JSON in a notebook, and not text. */
export function isJsonMime(mime: string): boolean {
  return mime === "application/json" || /^application\/.+\+json$/.test(mime);
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const reason = (error as Error).message.replace(/\s+/g, " ");
    throw fault(where, `must be JSON, got ${describe(text)} (${reason})`);
  }
}

function parseCell(value: unknown, where: string): Cell {
  if (!isObject(value)) throw fault(where, `must be an object, got ${describe(value)}`);
  const source = joinText(value.source);
  if (source === undefined) throw fault(where, `source must be text, got ${describe(value.source)}`);
  const parts = { ...value, source, metadata: isObject(value.metadata) ? value.metadata : {} };
  if (value.cell_type === "markdown" || value.cell_type === "raw") {
    return { ...parts, cell_type: value.cell_type };
  }
  if (value.cell_type !== "code") {
    throw fault(where, `cell_type must be code, markdown or raw, got ${describe(value.cell_type)}`);
  }
  const outputs = Array.isArray(value.outputs) ? value.outputs : [];
  return {
    ...parts,
    cell_type: "code",
    execution_count: typeof value.execution_count === "number" ? value.execution_count : null,
    outputs: outputs.map((output, i) => parseOutput(output, `${where}, output ${i + 1}`)),
  };
}

function parseOutput(value: unknown, where: string): Output {
  if (!isObject(value)) throw fault(where, `must be an object, got ${describe(value)}`);
  switch (value.output_type) {
    case "stream": {
      const name = value.name === "stderr" ? "stderr" : "stdout";
      return { ...value, output_type: "stream", name, text: joinText(value.text) ?? "" };
    }
    case "display_data":
      return { ...value, output_type: "display_data", ...rich(value) };
    case "execute_result": {
      const count = typeof value.execution_count === "number" ? value.execution_count : null;
      return { ...value, output_type: "execute_result", execution_count: count, ...rich(value) };
    }
    case "error": {
      const traceback = Array.isArray(value.traceback) ? value.traceback.map(String) : [];
      const [ename, evalue] = [String(value.ename ?? "Error"), String(value.evalue ?? "")];
      return { ...value, output_type: "error", ename, evalue, traceback };
    }
    default:
      throw fault(
        where,
        `output_type must be stream, display_data, execute_result or error, got ${describe(value.output_type)}`,
      );
  }
}

function rich(value: Record<string, unknown>): { data: MimeData; metadata: Record<string, unknown> } {
  const data: MimeData = {};
  for (const [mime, content] of Object.entries(isObject(value.data) ? value.data : {})) {
    data[mime] = isJsonMime(mime) ? content : (joinText(content) ?? content);
  }
  return { data, metadata: isObject(value.metadata) ? value.metadata : {} };
}

function plainCell(cell: Cell): unknown {
  const source = splitLines(cell.source);
  return cell.cell_type === "code"
    ? { ...cell, source, outputs: cell.outputs.map(plainOutput) }
    : { ...cell, source };
}

function plainOutput(output: Output): unknown {
  if (output.output_type === "stream") return { ...output, text: splitLines(output.text) };
  if (output.output_type === "error") return output;
  const data = Object.entries(output.data).map(([mime, content]) => [
    mime,
    typeof content === "string" && !isJsonMime(mime) ? splitLines(content) : content,
  ]);
  return { ...output, data: Object.fromEntries(data) };
}

/** Text as nbformat has it: one string or a list of lines. Undefined for anything else. */
function joinText(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  const isLines = Array.isArray(value) && value.every((line) => typeof line === "string");
  return isLines ? value.join("") : undefined;
}

function splitLines(text: string): string[] {
  return text === "" ? [] : text.split(/(?<=\n)/);
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isObject(value)) return value;
  const sorted: Record<string, unknown> = Object.create(null);
  for (const key of Object.keys(value).sort()) sorted[key] = sortKeys(value[key]);
  return sorted;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function fault(where: string, what: string): SyntaxError {
  return new SyntaxError(`${where}: ${what}`);
}
