import { type CellHistory, UNCOUNTED } from "./cellHistory";
import type { KernelRequest } from "./io/ioMessages";
import type { IoThread } from "./io/ioThread";
import type { KernelOutput } from "./output/kernelOutput";
import { valueBundle } from "./output/valueBundle";
import type { CellRunner } from "./run/cellRunner";
import { type ErrorReport, errorReport } from "./run/errorReport";

/** What running a cell needs. */
export interface ExecuteParts {
  readonly io: IoThread;
  readonly output: KernelOutput;
  readonly runner: CellRunner;
  readonly history: CellHistory;
  readonly count: { value: number };
  /** Called when the cell has failed, before the front end hears of it. */
  onFailure(): void;
}

/** Runs a cell and answers. */
export async function executeRequest(request: KernelRequest, parts: ExecuteParts): Promise<void> {
  const { io, output, runner, count, history, onFailure } = parts;
  const { silent = false, store_history: store = true } = request.content;
  const code = String(request.content.code ?? "");
  const isCounted = !silent && store !== false;
  if (isCounted) count.value += 1;
  const number = count.value;
  const name = `In[${isCounted ? number : UNCOUNTED}]`;
  history.add(isCounted ? number : UNCOUNTED, code);
  if (silent !== true) output.publish("execute_input", { code, execution_count: number });
  output.setSilent(silent === true);
  const failure = await attempt(async () => {
    const { value } = code.trim() === "" ? { value: undefined } : await runner.run(code, name);
    const data = silent === true ? undefined : await runner.within(() => valueBundle(value));
    if (data !== undefined) output.publish("execute_result", { execution_count: number, data, metadata: {} });
  }, history);
  if (failure !== undefined) {
    if (request.content.stop_on_error !== false) onFailure();
    output.publish("error", failure);
  }
  const answers = failure === undefined ? await expressions(request, parts) : {};
  output.flush();
  output.setSilent(false);
  const status =
    failure === undefined
      ? { status: "ok", payload: [], user_expressions: answers }
      : { status: "error", ...failure };
  io.reply(request, { execution_count: number, ...status });
}

/** The protocol's `user_expressions`: values that the front end wants beside the cell's own. */
async function expressions({ content }: KernelRequest, { runner, history }: ExecuteParts): Promise<object> {
  const answers: Record<string, unknown> = {};
  for (const [name, code] of Object.entries((content.user_expressions as object | undefined) ?? {})) {
    const failure = await attempt(async () => {
      const data = (await valueBundle((await runner.run(String(code), `In[${name}]`)).value)) ?? {
        "text/plain": "undefined",
      };
      answers[name] = { status: "ok", data, metadata: {} };
    }, history);
    if (failure !== undefined) answers[name] = { status: "error", ...failure };
  }
  return answers;
}

async function attempt(work: () => Promise<void>, history: CellHistory): Promise<ErrorReport | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return errorReport(error, history.codeOf);
  }
}
