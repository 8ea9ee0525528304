import { readFileSync } from "node:fs";
import type { TypeCheck } from "./compiler/compileCell";
import { startCompiler } from "./compiler/compilerThread";
import { type ExecuteParts, executeRequest } from "./executeRequest";
import type { KernelRequest } from "./io/ioMessages";
import { type IoThread, startIo } from "./io/ioThread";
import { kernelInfo } from "./kernelInfo";
import { kernelOutput } from "./output/kernelOutput";
import { questionReply } from "./questionReply";
import { requestQueue } from "./requestQueue";
import { cellRunner } from "./run/cellRunner";
import { moduleImporter } from "./run/importModule";
import { loadLocalTypeScript } from "./run/localTypeScript";
import { reservedNames } from "./run/reservedNames";
import { mapStackTraces } from "./run/stackTraces";

/** The environment variable that says what becomes of type errors: `error` (default), `warn` or `off`. */
export const TYPES_VARIABLE = "HUNTBOOK_TYPES";

/**
 * Runs a kernel in this process until its front end ends it: cells run in the current folder.
 *
 * Takes over the process: what it prints goes to the front end, and faults that nobody catches are shown there and
 * survived. Throws when the connection file cannot be read or a port is taken.
 */
export async function serveKernel(connectionFile: string): Promise<void> {
  const connection: unknown = JSON.parse(readFileSync(connectionFile, "utf8"));
  const info = kernelInfo();
  const folder = process.cwd();
  const compiler = startCompiler(folder, reservedNames(), typeCheck());
  const traces = mapStackTraces();
  const output = kernelOutput(info);
  const local = loadLocalTypeScript(compiler, traces);
  const load = moduleImporter(folder, { tslab: output.tslab });
  const runner = cellRunner({
    ...{ folder, compiler, traces },
    importModule: (specifier) => {
      local.refresh();
      return load(specifier);
    },
    warn: (text) => output.print("stderr", text),
  });
  const parts: Omit<ExecuteParts, "io"> = { output, runner, sources: new Map(), count: { value: 0 } };
  let io: IoThread | undefined;
  const queue = requestQueue(
    (request) => answer(request, { ...parts, io: io! }),
    (request) => abort(request, io!),
  );
  const answer = async (request: KernelRequest, all: ExecuteParts) => {
    all.io.publish("status", request.header, { execution_state: "busy" });
    output.begin(all.io, request);
    if (request.header.msg_type !== "execute_request") {
      const reply = await questionReply(request, info, compiler);
      if (reply !== undefined) all.io.reply(request, reply);
    } else if (!(await executeRequest(request, all)) && request.content.stop_on_error !== false) queue.abortWaiting();
    output.flush();
    all.io.publish("status", request.header, { execution_state: "idle" });
  };
  io = await startIo(connection, info, {
    onRequest: queue.push,
    onInterrupt() {
      io?.noticeInterrupt();
      runner.interrupt();
    },
    onTerminated: runner.interrupt,
    onShutdown: () => process.exit(0),
  });
  surviveFaults((text) => output.print("stderr", text), runner.interrupt);
  process.on("exit", () => {
    output.flush();
    io?.close();
  });
}

function abort(request: KernelRequest, io: IoThread): void {
  io.publish("status", request.header, { execution_state: "busy" });
  io.reply(request, { status: "aborted" });
  io.publish("status", request.header, { execution_state: "idle" });
}

function typeCheck(): TypeCheck {
  const value = process.env[TYPES_VARIABLE] ?? "error";
  if (value === "error" || value === "warn" || value === "off") return value;
  throw new RangeError(`serveKernel: ${TYPES_VARIABLE} must be error, warn or off, got ${JSON.stringify(value)}`);
}

function surviveFaults(print: (text: string) => void, interrupt: () => void): void {
  const { inspect } = require("node:util") as typeof import("node:util");
  process.on("unhandledRejection", (reason) => print(`Unhandled rejection: ${inspect(reason)}\n`));
  process.on("uncaughtException", (error) => print(`Uncaught exception: ${inspect(error)}\n`));
  process.on("SIGINT", interrupt);
}
