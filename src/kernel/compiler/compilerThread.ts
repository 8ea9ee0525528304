import { join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { TypeCheck } from "./compileCell";
import type { CompilerAnswer, CompilerQuestions, CompilerWorkerData, ToCompiler } from "./compilerMessages";
import { type AskCompiler, askOver, compilerFault } from "./compilerQuestions";

/** The main thread's side of the compiler's thread. */
export interface CompilerThread {
  readonly ask: AskCompiler;
  /** Asks and blocks until the answer is there: `require` cannot wait otherwise. */
  askNow<K extends keyof CompilerQuestions>(
    name: K,
    ...args: Parameters<CompilerQuestions[K]>
  ): ReturnType<CompilerQuestions[K]>;
  /** Another line, for another thread: questions over it are answered while the main thread is busy. */
  openLine(): MessagePort;
}

// Node's default of 48 MB stays in use for good and makes nothing faster here.
const YOUNG_MB = 16;

/** Starts the compiler's thread for cells that run in `folder`; `onLost` is called when it fails and is gone. */
export function startCompiler(
  folder: string,
  reserved: readonly string[],
  typeCheck: TypeCheck,
  onLost: (error: Error) => void,
): CompilerThread {
  const flag = new Int32Array(new SharedArrayBuffer(4));
  const workerData: CompilerWorkerData = {
    ...{ folder, reserved, typeCheck },
    answered: flag.buffer as SharedArrayBuffer,
  };
  const worker = new Worker(join(__dirname, "compilerWorker.js"), {
    workerData,
    resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
  });
  worker.unref();
  worker.on("error", onLost);
  return {
    ask: askOver(worker),
    askNow(name, ...args) {
      const { port1, port2 } = new MessageChannel();
      Atomics.store(flag, 0, 0);
      worker.postMessage({ id: 0, name, args, port: port2 } satisfies ToCompiler, [port2]);
      Atomics.wait(flag, 0, 0);
      const { value, fault } = receiveMessageOnPort(port1)!.message as CompilerAnswer;
      port1.close();
      if (fault !== undefined) throw compilerFault(fault);
      return value as never;
    },
    openLine() {
      const { port1, port2 } = new MessageChannel();
      worker.postMessage({ line: port2 } satisfies ToCompiler, [port2]);
      return port1;
    },
  };
}
