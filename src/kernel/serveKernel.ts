import { readFileSync, writeSync } from "node:fs";
import { cellHistory } from "./cellHistory";
import type { TypeCheck } from "./compiler/compileCell";
import { type CompilerThread, startCompiler } from "./compiler/compilerThread";
import { type ExecuteParts, executeRequest } from "./executeRequest";
import type { KernelRequest } from "./io/ioMessages";
import { type IoListener, type IoThread, startIo } from "./io/ioThread";
import { kernelInfo } from "./kernelInfo";
import { type KernelOutput, kernelOutput } from "./output/kernelOutput";
import { questionReply } from "./questionReply";
import { requestQueue } from "./requestQueue";
import { type CellRunner, cellRunner } from "./run/cellRunner";
import { errorReport } from "./run/errorReport";
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
  const compiler = startCompiler(process.cwd(), reservedNames(), typeCheck(), die);
  const output = kernelOutput(info);
  const runner = runnerOver(process.cwd(), compiler, output);
  const onFailure = () => queue.abortWaiting();
  const parts = { output, runner, history: cellHistory(), count: { value: 0 }, onFailure };
  const queue = requestQueue(
    async (request) => answer(request, { ...parts, io: await started }, info, compiler),
    async (request) => abort(request, await started),
  );
  const started = startIo(connection, info, compiler.openLine(), {
    onRequest: queue.push,
    onInterrupt: runner.interrupt,
    onShutdown: () => process.exit(0),
    onLost: die,
  } satisfies IoListener);
  surviveFaults((text) => output.print("stderr", text), runner.interrupt);
  const io = await started;
  process.on("exit", () => {
    output.flush();
    io.close();
  });
}

function runnerOver(folder: string, compiler: CompilerThread, output: KernelOutput): CellRunner {
  const traces = mapStackTraces();
  const local = loadLocalTypeScript(compiler, traces);
  const load = moduleImporter(folder, { tslab: output.tslab });
  return cellRunner({
    ...{ folder, compiler, traces },
    importModule(specifier) {
      local.refresh();
      return load(specifier);
    },
    warn: (text) => output.print("stderr", text),
  });
}

async function answer(
  request: KernelRequest,
  parts: ExecuteParts,
  info: Record<string, unknown>,
  compiler: CompilerThread,
): Promise<void> {
  const { io, output } = parts;
  io.publish("status", request.header, { execution_state: "busy" });
  output.begin(io, request);
  try {
    const { header, content } = request;
    if (header.msg_type === "execute_request") await executeRequest(request, parts);
    else if (header.msg_type === "comm_open") {
      // No widget lives here; the front end must not believe that one does.
      io.publish("comm_close", header, { comm_id: content.comm_id, data: {} });
    } else {
      const reply =
        header.msg_type === "history_request"
          ? { status: "ok", history: parts.history.find(content) }
          : await questionReply(request, info, compiler.ask);
      if (reply !== undefined) io.reply(request, reply);
    }
  } catch (error) {
    // A fault of ours: the front end must not wait for ever.
    io.reply(request, { status: "error", ...errorReport(error, () => undefined) });
  }
  output.flush();
  io.publish("status", request.header, { execution_state: "idle" });
}

function abort(request: KernelRequest, io: IoThread): void {
  io.publish("status", request.header, { execution_state: "busy" });
  io.reply(request, { status: "aborted" });
  io.publish("status", request.header, { execution_state: "idle" });
}

/** Says why on the process's own error output, which the front end keeps as the kernel's log. */
function die(error: Error): void {
  writeSync(2, `huntbook kernel: ${error.stack}\n`);
  process.exit(1);
}

function typeCheck(): TypeCheck {
  const value = process.env[TYPES_VARIABLE] ?? "error";
  if (value === "error" || value === "warn" || value === "off") return value;
  throw new RangeError(
    `serveKernel: ${TYPES_VARIABLE} must be error, warn or off, got ${JSON.stringify(value)}`,
  );
}

function surviveFaults(print: (text: string) => void, interrupt: () => void): void {
  const report = (what: string) => (thrown: unknown) => {
    print(`${what}: ${errorReport(thrown, () => undefined).traceback.join("\n")}\n`);
  };
  process.on("unhandledRejection", report("Unhandled rejection"));
  process.on("uncaughtException", report("Uncaught exception"));
  process.on("SIGINT", interrupt);
}
