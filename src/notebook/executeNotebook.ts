import { setTimeout as sleep } from "node:timers/promises";
import { checkInteger, checkNumber, checkOptions } from "../core/check";
import type { Reply } from "./client/followRequest";
import { type Kernel, startKernel } from "./client/kernel";
import { KernelError } from "./client/kernelError";
import { type KernelSpec, kernelSpec } from "./client/kernelSpec";
import { collectOutputs, type DisplayIndex, type OutputCollector } from "./collectOutputs";
import { countErrorMessages, errorFromText } from "./errorFromText";
import type { CodeCell, ErrorOutput, Notebook } from "./nbformat";
import { stripOutputs } from "./stripOutputs";

/** Options of {@link executeNotebook}. */
export interface ExecuteNotebookOptions {
  /** Folder in which cells run. @default the current folder */
  readonly folder?: string;
  /** Name or specification of the kernel. @default "huntbook" */
  readonly kernel?: string | KernelSpec;
  /** Go on behind a cell that fails. A dead kernel or a timeout ends the run all the same. @default false */
  readonly allowErrors?: boolean;
  /** How long each cell may run; 0 for ever. @default 600 */
  readonly timeoutSeconds?: number;
  /** Bytes of output kept per cell, as they come over the wire. @default 20,000,000 */
  readonly outputLimit?: number;
  /** Called before the first and behind each code cell. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** The first cell that failed. */
export interface RunFailure {
  /** Place among all cells of the notebook, from 1. */
  readonly cell: number;
  readonly code: string;
  readonly name: string;
  readonly message: string;
  /** Lines; may hold ANSI colours. */
  readonly traceback: readonly string[];
}

/** A notebook that was run. */
export interface Execution {
  /** A copy with this run's outputs only; cells behind a failure have none. */
  readonly notebook: Notebook;
  /** Code cells that were run. */
  readonly cells: number;
  readonly seconds: number;
  /** Whether all cells were run. */
  readonly finished: boolean;
  readonly failure?: RunFailure;
}

const OPTIONS = ["folder", "kernel", "allowErrors", "timeoutSeconds", "outputLimit", "onProgress"] as const;
// tslab answers every request within 200 ms of an error with "abort" and does not run it.
const AFTER_ERROR_MS = 250;

/**
 * Runs the code cells of a notebook one by one in a fresh kernel, without Jupyter and without Python.
 *
 * Stops at the first cell that fails and says which; throws a `KernelError` only when the kernel does not start.
 * The kernel's identity, the time of the run and each cell's times are entered in the metadata. Stock tslab loses
 * output behind about 400 messages of one burst; such a cell ends with a note when the loss can be seen.
 */
export async function executeNotebook(
  notebook: Notebook,
  options: ExecuteNotebookOptions = {},
): Promise<Execution> {
  checkOptions("executeNotebook", options, OPTIONS);
  const {
    kernel = "huntbook",
    allowErrors = false,
    timeoutSeconds = 600,
    outputLimit = 20_000_000,
  } = options;
  checkNumber("executeNotebook", "timeoutSeconds", timeoutSeconds, 0, 2_000_000);
  checkInteger("executeNotebook", "outputLimit", outputLimit, 0);
  const spec = typeof kernel === "string" ? kernelSpec(kernel) : kernel;
  const started = new Date();
  const copy = stripOutputs(notebook);
  const running = await startKernel(spec, { folder: options.folder });
  try {
    const cells = copy.cells.filter((cell): cell is CodeCell => cell.cell_type === "code");
    const run = { kernel: running, displays: new Map(), allowErrors, timeoutSeconds, outputLimit };
    const result = await runCells(cells, run, options.onProgress ?? (() => {}));
    const seconds = (Date.now() - started.getTime()) / 1000;
    copy.metadata = runMetadata(copy, running, started, seconds);
    const { failed, error, finished, done } = result;
    const execution = { notebook: copy, cells: done, seconds, finished };
    if (failed === undefined || error === undefined) return execution;
    const failure = {
      cell: copy.cells.indexOf(failed) + 1,
      code: failed.source,
      name: error.ename,
      message: error.evalue,
      traceback: error.traceback,
    };
    return { ...execution, failure };
  } finally {
    await running.shutdown();
  }
}

interface Run {
  readonly kernel: Kernel;
  readonly displays: DisplayIndex;
  readonly allowErrors: boolean;
  readonly timeoutSeconds: number;
  readonly outputLimit: number;
}

interface CellsResult {
  readonly finished: boolean;
  readonly done: number;
  readonly failed?: CodeCell;
  readonly error?: ErrorOutput;
}

async function runCells(
  cells: readonly CodeCell[],
  run: Run,
  onProgress: (done: number, total: number) => void,
): Promise<CellsResult> {
  let first: Pick<CellsResult, "failed" | "error"> = {};
  let done = 0;
  onProgress(done, cells.length);
  for (const cell of cells) {
    if (cell.source.trim() !== "") {
      const { error, fatal } = await runCell(cell, run);
      if (error !== undefined && first.error === undefined) first = { failed: cell, error };
      if (fatal || (error !== undefined && !run.allowErrors))
        return { finished: false, done: done + 1, ...first };
      if (error !== undefined) await sleep(AFTER_ERROR_MS);
    }
    done += 1;
    onProgress(done, cells.length);
  }
  return { finished: true, done, ...first };
}

async function runCell(cell: CodeCell, run: Run): Promise<{ error?: ErrorOutput; fatal?: boolean }> {
  const collector = collectOutputs(run.outputLimit, run.displays);
  cell.outputs = collector.outputs;
  try {
    const reply = await run.kernel.execute(cell.source, {
      timeoutSeconds: run.timeoutSeconds,
      onMessage: collector.add,
    });
    const count = reply.content.execution_count;
    cell.execution_count = typeof count === "number" ? count : null;
    cell.metadata = { ...cell.metadata, execution: executionTimes(reply) };
    const error = reply.content.status === "ok" ? undefined : errorOf(collector, reply);
    dropBlankText(collector);
    if (!reply.complete) collector.outputs.push(lossNote());
    return { error };
  } catch (failure) {
    if (!(failure instanceof KernelError)) throw failure;
    const error = kernelFailure(failure);
    collector.outputs.push(error);
    return { error, fatal: true };
  }
}

/** The cell's error message, or one made from the reply or from what the kernel printed. */
function errorOf(collector: OutputCollector, { content }: Reply): ErrorOutput {
  const sent = collector.outputs.find((output) => output.output_type === "error");
  if (sent !== undefined) return sent;
  const error =
    typeof content.ename === "string"
      ? replyError(content)
      : errorFromText(collector.takeLastErrors(countErrorMessages));
  collector.outputs.push(error);
  return error;
}

function replyError(content: Record<string, unknown>): ErrorOutput {
  const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
  return {
    output_type: "error",
    ename: String(content.ename),
    evalue: String(content.evalue ?? ""),
    traceback,
  };
}

function kernelFailure(failure: KernelError): ErrorOutput {
  const name = failure.kind === "timeout" ? "TimeoutError" : "KernelDied";
  const traceback = [`${name}: ${failure.message}`, ...(failure.log === "" ? [] : failure.log.split("\n"))];
  return { output_type: "error", ename: name, evalue: failure.message, traceback };
}

/** A rich last value leaves an empty printed line in tslab, which nobody meant. */
function dropBlankText({ outputs }: OutputCollector): void {
  const kept = outputs.filter(
    (output, i) =>
      !(
        output.output_type === "stream" &&
        output.text === "\n" &&
        outputs[i - 1]?.output_type === "display_data"
      ),
  );
  outputs.splice(0, outputs.length, ...kept);
}

function lossNote(): { output_type: "stream"; name: "stderr"; text: string } {
  const text = "[huntbook] The kernel lost messages: this cell's output is not complete.\n";
  return { output_type: "stream", name: "stderr", text };
}

/** The names under which Jupyter's own tools keep these times. */
function executionTimes(reply: Reply): Record<string, string> {
  return {
    "iopub.status.busy": reply.busyAt,
    "iopub.status.idle": reply.idleAt,
    "shell.execute_reply": reply.repliedAt,
  };
}

function runMetadata(
  notebook: Notebook,
  { spec, info }: Kernel,
  started: Date,
  seconds: number,
): Record<string, unknown> {
  return {
    ...notebook.metadata,
    kernelspec: { name: spec.name, display_name: spec.displayName, language: spec.language },
    language_info: info.language_info ?? { name: spec.language },
    huntbook: { run: { started: started.toISOString(), seconds: Math.round(seconds * 10) / 10 } },
  };
}
