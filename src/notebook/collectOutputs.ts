import type { Message } from "./client/wire";
import type { DisplayOutput, MimeData, Output, ResultOutput } from "./nbformat";

/** Where outputs with a display id stand, over all cells of a run. */
export type DisplayIndex = Map<string, (DisplayOutput | ResultOutput)[]>;

/** Builds a cell's outputs from a kernel's messages. */
export interface OutputCollector {
  /** The outputs so far; the same array all the time. */
  readonly outputs: Output[];
  /** Takes a message of the output channel. */
  add(message: Message): void;
  /** Takes the trailing messages to stderr out of the outputs: where some kernels print the error. */
  takeLastErrors(count: (messages: readonly string[]) => number): string;
}

// Of a kernel's error text, the last messages are enough.
const LAST_ERRORS = 20;

/**
 * Starts collecting the outputs of one cell: text merged per stream, displays and their updates, results, errors.
 *
 * At most `limit` bytes are kept, as they came over the wire; a note says what happened to the rest. Displays are
 * entered in `displays`, so that a later cell can update them.
 */
export function collectOutputs(limit: number, displays: DisplayIndex): OutputCollector {
  const outputs: Output[] = [];
  let size = 0;
  let clearNext = false;
  let lastErrors: string[] = [];

  const clear = () => {
    outputs.length = 0;
    size = 0;
    clearNext = false;
  };
  const addOutput = (message: Message) => {
    const output = readOutput(message);
    if (output === undefined) return;
    if (clearNext) clear();
    noteError(output);
    const before = size;
    size += message.size;
    // The reason of a failure is never dropped.
    if (size <= limit || output.output_type === "error") push(outputs, output);
    else if (before <= limit) push(outputs, overflowNote(limit));
    const id = displayId(message);
    if (id !== undefined && outputs.at(-1) === output && "data" in output) {
      displays.set(id, [...(displays.get(id) ?? []), output]);
    }
  };
  const noteError = (output: Output) => {
    const isError = output.output_type === "stream" && output.name === "stderr";
    lastErrors = isError ? [...lastErrors, output.text].slice(-LAST_ERRORS) : [];
  };
  return {
    outputs,
    add(message) {
      const { msg_type: type } = message.header;
      if (type === "update_display_data") {
        if (message.size <= limit) updateDisplays(displays, message);
      } else if (type !== "clear_output") addOutput(message);
      else if (message.content.wait === true) clearNext = true;
      else clear();
    },
    takeLastErrors(count) {
      const taken = lastErrors.slice(lastErrors.length - count(lastErrors)).join("");
      removeTail(outputs, taken);
      lastErrors = [];
      return taken;
    },
  };
}

function readOutput({ header, content }: Message): Output | undefined {
  switch (header.msg_type) {
    case "stream": {
      const name = content.name === "stderr" ? "stderr" : "stdout";
      return { output_type: "stream", name, text: String(content.text ?? "") };
    }
    case "display_data":
      return {
        output_type: "display_data",
        data: asObject(content.data),
        metadata: asObject(content.metadata),
      };
    case "execute_result": {
      const count = typeof content.execution_count === "number" ? content.execution_count : null;
      const parts = { data: asObject(content.data), metadata: asObject(content.metadata) };
      return { output_type: "execute_result", execution_count: count, ...parts };
    }
    case "error": {
      const traceback = Array.isArray(content.traceback) ? content.traceback.map(String) : [];
      const [ename, evalue] = [String(content.ename ?? "Error"), String(content.evalue ?? "")];
      return { output_type: "error", ename, evalue, traceback };
    }
    default:
      return undefined;
  }
}

function push(outputs: Output[], output: Output): void {
  const last = outputs.at(-1);
  if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name) {
    last.text += output.text;
  } else {
    outputs.push(output);
  }
}

function overflowNote(limit: number): Output {
  const megabytes = (limit / 1e6).toLocaleString("en-US");
  const text = `\n[huntbook] This cell's output was cut: more than ${megabytes} MB.\n`;
  return { output_type: "stream", name: "stderr", text };
}

function updateDisplays(displays: DisplayIndex, message: Message): void {
  const id = displayId(message);
  for (const output of (id === undefined ? undefined : displays.get(id)) ?? []) {
    output.data = asObject(message.content.data);
    output.metadata = asObject(message.content.metadata);
  }
}

function displayId(message: Message): string | undefined {
  const id = asObject(message.content.transient).display_id;
  return typeof id === "string" ? id : undefined;
}

/** Cuts `text` from the end of the last output when it is text to stderr. */
function removeTail(outputs: Output[], text: string): void {
  const last = outputs.at(-1);
  if (last?.output_type !== "stream" || last.name !== "stderr" || !last.text.endsWith(text)) return;
  last.text = last.text.slice(0, last.text.length - text.length);
  if (last.text === "") outputs.pop();
}

function asObject(value: unknown): MimeData {
  return typeof value === "object" && value !== null ? (value as MimeData) : {};
}
