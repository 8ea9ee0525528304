import { basename, dirname, extname, join, resolve } from "node:path";
import { checkOptions } from "../core/check";
import { type ExecuteNotebookOptions, type Execution, executeNotebook } from "./executeNotebook";
import { notebookHtml } from "./html/notebookHtml";
import { readNotebook, writeNotebook, writeWhole } from "./notebookFile";

/** Options of {@link runNotebook}. */
export interface RunNotebookOptions extends Omit<ExecuteNotebookOptions, "folder"> {
  /** Folder of the executed notebook; made when missing. @default "out" */
  readonly out?: string;
  /** Also write a page that needs no network. @default false */
  readonly html?: boolean;
}

/** A notebook that was run, and what was written. */
export interface NotebookRun extends Execution {
  readonly path: string;
  readonly htmlPath?: string;
}

const OPTIONS = [
  "out",
  "html",
  "kernel",
  "allowErrors",
  "timeoutSeconds",
  "outputLimit",
  "onProgress",
] as const;

/**
 * Runs a notebook file in its own folder and writes the executed copy, and its page, into another folder.
 *
 * What was run is written also when a cell fails. The file itself is never changed: throws a `RangeError` when
 * `out` is its folder. Throws a `SyntaxError` for a file that is no notebook.
 */
export async function runNotebook(path: string, options: RunNotebookOptions = {}): Promise<NotebookRun> {
  checkOptions("runNotebook", options, OPTIONS);
  const { out = "out", html = false, ...execute } = options;
  const target = join(out, basename(path));
  if (resolve(target) === resolve(path)) {
    throw new RangeError(
      `runNotebook: out must not be the notebook's own folder, got ${JSON.stringify(out)}`,
    );
  }
  const notebook = await readNotebook(path);
  const execution = await executeNotebook(notebook, { ...execute, folder: dirname(resolve(path)) });
  await writeNotebook(target, execution.notebook);
  if (!html) return { ...execution, path: target };
  const htmlPath = join(out, `${basename(path, extname(path))}.html`);
  await writeWhole(
    htmlPath,
    notebookHtml(execution.notebook, { fallbackTitle: basename(path, extname(path)) }),
  );
  return { ...execution, path: target, htmlPath };
}
