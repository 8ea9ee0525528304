import "./compileCache";

import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { cellService } from "./cellService";
import { codeCompleteness } from "./codeCompleteness";
import { completeCode } from "./codeCompletion";
import { inspectCode } from "./codeInspection";
import { cellCompiler } from "./compileCell";
import type {
  CompilerAnswer,
  CompilerCall,
  CompilerQuestions,
  CompilerWorkerData,
  ToCompiler,
} from "./compilerMessages";
import { transpileFile } from "./transpileFile";

/*
 * The thread of the TypeScript compiler: the checker's memory and time stay out of the thread that runs cells, and
 * it warms up while the kernel starts.
 */

const { folder, reserved, typeCheck, answered } = workerData as CompilerWorkerData;
const main = parentPort as MessagePort;
const flag = new Int32Array(answered);
const service = cellService(folder);
const compiler = cellCompiler(service, new Set(reserved), typeCheck);

const questions: CompilerQuestions = {
  compile: compiler.compile,
  keep: compiler.keep,
  complete: (code, cursor) => completeCode(service, code, cursor),
  inspect: (code, cursor) => inspectCode(service, code, cursor),
  completeness: codeCompleteness,
  file: transpileFile,
};

function answer({ id, name, args }: CompilerCall): CompilerAnswer {
  try {
    const ask = questions[name] as (...args: readonly unknown[]) => unknown;
    return { id, value: ask(...args) };
  } catch (error) {
    return { id, fault: (error as Error).stack ?? String(error) };
  }
}

main.on("message", (call: ToCompiler) => {
  if ("line" in call) {
    call.line.on("message", (question: CompilerCall) => call.line.postMessage(answer(question)));
    return;
  }
  const result = answer(call);
  if (call.port === undefined) return main.postMessage(result);
  call.port.postMessage(result);
  Atomics.store(flag, 0, 1);
  Atomics.notify(flag, 0);
});

// The first question would take a second: the libraries' types are read now, while nobody waits.
if (typeCheck !== "off") compiler.compile("1", "In[0]");
