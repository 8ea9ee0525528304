import { Command } from "commander";
import { visible } from "../core/html";
import { startProgress } from "../core/progress";
import { kernelNames } from "../notebook/client/kernelSpec";
import type { RunFailure } from "../notebook/executeNotebook";
import { type NotebookRun, runNotebook } from "../notebook/runNotebook";
import { wholeNumber } from "./output";

/** Options of `huntbook run`. */
export interface RunCommandOptions {
  readonly out: string;
  readonly kernel: string;
  readonly html?: boolean;
  readonly allowErrors?: boolean;
  readonly timeout: number;
  readonly quiet?: boolean;
}

/** `huntbook run`: executes notebooks without Jupyter and without Python. */
export function runCommand(): Command {
  return new Command("run")
    .description("run notebooks from top to bottom, without Jupyter; stops at the first error")
    .argument("<notebook...>", "notebooks (.ipynb); they are not changed")
    .option("--out <dir>", "folder for the executed notebooks", "out")
    .option("--kernel <name>", `kernel: ${kernelNames.join(", ")}`, "huntbook")
    .option("--html", "also write each one as a page that needs no network")
    .option("--allow-errors", "go on behind a cell that fails")
    .option("--timeout <seconds>", "how long a cell may run; 0 for ever", wholeNumber, 600)
    .option("--quiet", "print errors only")
    .action(runAll);
}

async function runAll(paths: readonly string[], options: RunCommandOptions): Promise<void> {
  for (const path of paths) {
    const code = await runOne(path, options);
    if (code !== 0) {
      process.exitCode = code;
      return;
    }
  }
}

/** Exit code: 0, 1 when a cell failed, 2 when the file is not a notebook that can be read. */
async function runOne(path: string, options: RunCommandOptions): Promise<number> {
  try {
    const run = await runWithProgress(path, options);
    if (!options.quiet) process.stdout.write(`${summaryLine(run)}\n`);
    if (run.failure === undefined) return 0;
    process.stderr.write(`${failureText(path, run.failure)}\n`);
    return options.allowErrors && run.finished ? 0 : 1;
  } catch (error) {
    const { message, log } = error as Error & { log?: string };
    process.stderr.write(`huntbook: ${visible(message)}${log ? `\n${visible(log)}` : ""}\n`);
    return isWrongUse(error) ? 2 : 1;
  }
}

/** A file that cannot be read, or an option that cannot be; not a notebook that failed. */
function isWrongUse(error: unknown): boolean {
  const { code } = error as { code?: string };
  const unreadable = code !== undefined && ["ENOENT", "EISDIR", "EACCES", "ENOTDIR"].includes(code);
  return unreadable || error instanceof SyntaxError || error instanceof RangeError;
}

/** Runs one notebook with a progress bar of its cells on a terminal. */
export async function runWithProgress(path: string, options: RunCommandOptions): Promise<NotebookRun> {
  const { out, kernel, html = false, allowErrors = false, timeout: timeoutSeconds, quiet } = options;
  let progress = startProgress(path, 0, { quiet });
  try {
    return await runNotebook(path, {
      ...{ out, kernel, html, allowErrors, timeoutSeconds },
      onProgress(done, total) {
        if (done === 0) progress = startProgress(path, total, { unit: "cells", quiet });
        progress.update(done);
      },
    });
  } finally {
    progress.finish();
  }
}

/** What was written, in one line. */
export function summaryLine({ path, htmlPath, cells, seconds }: NotebookRun): string {
  const written = htmlPath === undefined ? path : `${path} ${htmlPath}`;
  return `${written}: ${cells} ${cells === 1 ? "cell" : "cells"} in ${seconds.toFixed(1)} s`;
}

/** File, cell, code and reason of a failure, for a terminal. */
export function failureText(path: string, { cell, code, name, message, traceback }: RunFailure): string {
  const lines = code.trimEnd().split("\n");
  const shown = [...lines.slice(0, 12), ...(lines.length > 12 ? [`… ${lines.length - 12} more lines`] : [])];
  const frames = traceback.filter((line) => /^ {4}at /.test(line)).slice(0, 5);
  return [
    `huntbook: ${path}, cell ${cell}: ${visible(`${name}: ${message}`)}`,
    ...shown.map((line) => `  | ${visible(line)}`),
    ...frames.map(visible),
  ].join("\n");
}
