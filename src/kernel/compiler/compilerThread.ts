import { join } from "node:path";
import { MessageChannel, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { TypeCheck } from "./compileCell";
import type { CompilerAnswer, CompilerCall, CompilerQuestions, CompilerWorkerData } from "./compilerMessages";

/** The main thread's side of the compiler's thread. */
export interface CompilerThread {
  /** Asks a question. */
  ask<K extends keyof CompilerQuestions>(
    name: K,
    ...args: Parameters<CompilerQuestions[K]>
  ): Promise<ReturnType<CompilerQuestions[K]>>;
  /** Asks and blocks until the answer is there: `require` cannot wait otherwise. */
  askNow<K extends keyof CompilerQuestions>(
    name: K,
    ...args: Parameters<CompilerQuestions[K]>
  ): ReturnType<CompilerQuestions[K]>;
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
  const waiting = new Map<number, { resolve(value: never): void; reject(error: Error): void }>();
  let calls = 0;
  worker.on("message", ({ id, value, fault }: CompilerAnswer) => {
    const one = waiting.get(id);
    waiting.delete(id);
    if (fault === undefined) one?.resolve(value as never);
    else one?.reject(compilerFault(fault));
  });
  worker.on("error", onLost);
  return {
    ask(name, ...args) {
      const call: CompilerCall = { id: ++calls, name, args };
      return new Promise((resolve, reject) => {
        waiting.set(call.id, { resolve, reject });
        worker.postMessage(call);
      });
    },
    askNow(name, ...args) {
      const { port1, port2 } = new MessageChannel();
      Atomics.store(flag, 0, 0);
      worker.postMessage({ id: ++calls, name, args, port: port2 }, [port2]);
      Atomics.wait(flag, 0, 0);
      const { value, fault } = receiveMessageOnPort(port1)!.message as CompilerAnswer;
      port1.close();
      if (fault !== undefined) throw compilerFault(fault);
      return value as never;
    },
  };
}

function compilerFault(fault: string): Error {
  return new Error(`compiler: ${fault}`);
}
