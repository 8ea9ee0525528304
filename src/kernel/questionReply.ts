import { charactersFromUnits, unitsFromCharacters } from "./codePoints";
import type { AskCompiler } from "./compiler/compilerQuestions";
import { refused } from "./io/controlReply";
import type { KernelRequest } from "./io/ioMessages";

/** Answers every request that neither runs code nor asks for what was run; undefined for messages that want no answer. */
export async function questionReply(
  { header, content }: KernelRequest,
  info: Record<string, unknown>,
  ask: AskCompiler,
): Promise<Record<string, unknown> | undefined> {
  const code = String(content.code ?? "");
  switch (header.msg_type) {
    case "kernel_info_request":
      return info;
    case "complete_request":
      return complete(code, Number(content.cursor_pos ?? 0), ask);
    case "inspect_request":
      return inspect(code, Number(content.cursor_pos ?? 0), ask);
    case "is_complete_request":
      return isComplete(code, ask);
    case "comm_info_request":
      return { status: "ok", comms: {} };
    default:
      // Messages of comms come without asking for an answer, and nothing here listens to one.
      return header.msg_type.endsWith("_request") ? refused(header.msg_type) : undefined;
  }
}

async function complete(code: string, cursor: number, ask: AskCompiler): Promise<Record<string, unknown>> {
  const found = await ask("complete", code, unitsFromCharacters(code, cursor));
  const start = charactersFromUnits(code, found.start);
  const end = charactersFromUnits(code, found.end);
  return {
    status: "ok",
    matches: found.matches.map(({ text }) => text),
    cursor_start: start,
    cursor_end: end,
    // The key under which JupyterLab looks for the kind of each match.
    metadata: { _jupyter_types_experimental: found.matches.map((match) => ({ ...match, start, end })) },
  };
}

async function inspect(code: string, cursor: number, ask: AskCompiler): Promise<Record<string, unknown>> {
  const text = await ask("inspect", code, unitsFromCharacters(code, cursor));
  const data = text === undefined ? {} : { "text/plain": text };
  return { status: "ok", found: text !== undefined, data, metadata: {} };
}

async function isComplete(code: string, ask: AskCompiler): Promise<Record<string, unknown>> {
  const status = await ask("completeness", code);
  if (status !== "incomplete") return { status };
  const lastLine = code.split("\n").at(-1)!;
  const indent = /^\s*/.exec(lastLine)![0] + (/[{([]\s*$/.test(lastLine) ? "  " : "");
  return { status, indent };
}
